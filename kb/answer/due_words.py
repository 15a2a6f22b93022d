"""How a task with a deadline is shown: with the words before its time, where those behind do not say of what."""

from __future__ import annotations

import re

from kb.answer.wording import shortened
from kb.dates import find_times
from kb.records import Deadline

_MOST_BEFORE = 40
"""Characters before a time that are shown with the task."""
_OPENING = 6
_INTO = re.compile(r"(?:[，,、\s]|于|在|到|至|将|须|应|要|力争|确保|争取|并|且|（|\()+$")
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)]|[\d一二三四五六七八九十]{1,3}\s*[.．、])\s*"
)


def due_words(text: str, fact: Deadline) -> str:
    """The task in words, at most as long as ``shortened`` leaves it; ``text`` is the whole document.

    编制课程指南，9月底前发至各校 is shown as 编制课程指南，发至各校.
    """
    quote = text[fact.start : fact.end]
    at = quote.find(fact.as_written) if fact.as_written else -1
    if at <= 0 or "|" in quote or fact.task[:_OPENING] not in quote[at + len(fact.as_written or "") :]:
        return shortened(fact.task)
    before = _words_before(quote[:at])
    return shortened(f"{before}{fact.task}") if before else shortened(fact.task)


def _words_before(lead: str) -> str:
    """The clauses right before a time that name no other time, at most ``_MOST_BEFORE`` characters of them."""
    sentence = re.split(r"[。；！？\n]", lead)[-1]
    clauses = re.split(r"(?<=[，,])", sentence)
    kept = ""
    for clause in reversed(clauses):
        if find_times(clause) or len(clause) + len(kept) > _MOST_BEFORE:
            break
        kept = clause + kept
    joint = "，" if kept.rstrip().endswith(("，", ",")) else ""
    words = _INTO.sub("", _NUMBERING.sub("", kept))
    return f"{words}{joint}" if words else ""
