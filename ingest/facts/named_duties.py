"""Duties under a unit's name: 县教育局：负责…, and a heading that is a unit with its duties below."""

from __future__ import annotations

import re
from itertools import groupby

from ingest.facts.due_tasks import shorten
from ingest.facts.duty_rules import UNDER_A_NAME
from ingest.facts.partners import joined
from ingest.facts.responsibilities import clean_task
from ingest.facts.role_rules import TOGETHER
from ingest.facts.source import Sentence, Source
from ingest.facts.subjects import Subject, make_duty, opening, subject_of
from kb.actors import acts, names_in
from kb.records import Responsibility, Role, Section, UnitMention
from kb.unit_finder import UnitSpan

_MAX_QUOTE = 800
_DUTIES_NAMED = re.compile(r"的?(?:主要|工作|具体)?职责(?:分工)?(?=[：:])")
_ABOUT_DUTIES = re.compile(r"(?:的)?(?:主要|工作|具体)?(?:职责|责任|任务|分工)(?:任务|分工)?$")


def read_named_duties(source: Source) -> list[Responsibility]:
    """Duties that stand under the name of a unit, in reading order."""
    headings = {
        section.id: (section, subject)
        for section in source.draft.sections
        if (subject := _unit_heading(section)) is not None
    }
    found: list[Responsibility] = []
    for _, group in groupby(source.sentences, key=lambda sentence: (sentence.section.id, sentence.paragraph)):
        paragraph = list(group)
        labelled = _labelled(source, paragraph)
        if labelled is not None:
            found.append(labelled)
            continue
        for sentence in paragraph:
            if home := _home(source, sentence, headings):
                found.extend(_below(source, sentence, *home))
    return found


def _unit_heading(section: Section) -> Subject | None:
    """The units of a heading that names nothing else (（二）财政部门, 县教育局职责)."""
    title = _ABOUT_DUTIES.sub("", re.sub(r"[：:。\s]+$", "", section.title))
    if not 3 <= len(title) <= 40:
        return None
    subject = subject_of(f"{title}，", 0, len(title) + 1)
    return subject if subject is not None and subject.start == 0 and subject.end == len(title) else None


def _home(
    source: Source, sentence: Sentence, headings: dict[str, tuple[Section, Subject]]
) -> tuple[Section, Subject] | None:
    at: Section | None = sentence.section
    while at is not None:
        if at.id in headings and sentence.start >= at.heading_end:
            return headings[at.id]
        at = source.sections.get(at.parent_id) if at.parent_id else None
    return None


def _labelled(source: Source, paragraph: list[Sentence]) -> Responsibility | None:
    """县教育局：负责… or 县教育局。负责… as one paragraph."""
    first = paragraph[0]
    text = source.plain(first)
    by_form = _by_form(text)
    subject = subject_of(text, 0, len(text)) or by_form
    if subject is None:
        return None
    others, at = _others(source, text, subject)
    at += len(named.group()) if (named := _DUTIES_NAMED.match(text[at:])) else 0
    if text[at : at + 1] not in ("：", ":", "。"):
        return None
    start, end = first.start + at + 1, paragraph[-1].end
    words = source.words(start, end).strip()
    if (
        not (others or UNDER_A_NAME.pattern.match(words) or (by_form and acts(words)))
        or end - first.start > _MAX_QUOTE
    ):
        return None
    own = tuple(source.mention(unit) for unit in subject.units)
    roles: dict[Role, tuple[UnitMention, ...]] = {role_of_words(words): own}
    if others:
        roles = {"lead": own, "participating": others}
    return make_duty(source, first, roles, shorten(clean_task(words)), subject.start, end - first.start)


def _by_form(text: str) -> Subject | None:
    """A name before a colon that only its form tells (3．镇城管站：清理摊贩)."""
    begin = opening(text)
    colon = re.search("[：:]", text[begin : begin + 40])
    places = names_in(text[begin : begin + colon.start()]) if colon else ()
    if not places or colon is None:
        return None
    units = [
        UnitSpan(begin + a, begin + b, text[begin + a : begin + b], text[begin + a : begin + b])
        for a, b in places
    ]
    return Subject(tuple(units), begin, begin + colon.start())


def _others(source: Source, text: str, subject: Subject) -> tuple[tuple[UnitMention, ...], int]:
    """(with whom, where the names end) of a label such as A会同B：."""
    joint = TOGETHER.match(text, subject.end)
    return joined(source, text, joint.end(), len(text)) if joint else ((), subject.end)


def _below(source: Source, sentence: Sentence, section: Section, subject: Subject) -> list[Responsibility]:
    text = source.plain(sentence)
    words = clean_task(source.words(sentence.start, sentence.end))
    own = subject_of(text, 0, len(text))
    if own is not None or len(words) < 4 or sentence.end - section.start > _MAX_QUOTE:
        return []
    if not UNDER_A_NAME.pattern.match(words):
        return []
    roles = {role_of_words(words): tuple(source.mention(unit) for unit in subject.units)}
    low = section.start - sentence.start
    return [make_duty(source, sentence, roles, shorten(words), low, len(text.rstrip()))]


def role_of_words(words: str) -> Role:
    """The role that the words of a duty give (牵头制定…, 配合做好…)."""
    if re.match("(?:负责)?牵头", words):
        return "lead"
    return "participating" if re.match("(?:积极)?(?:配合|协助|协同|参与)", words) else "responsible"
