"""Whether every number, date and unit name of an answer stands in a quote that it cites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.matching import ROLES, squash
from kb.contract import Answer, Citation, ResponsibilityFact, TargetFact
from kb.dates import find_times, iso_date, years_covered
from kb.numbers import find_quantities, narrow, parse_number
from kb.unit_finder import find_units
from kb.units import match_unit

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_WRITTEN_DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
# [1], 【1】 and list numbers belong to the layout of an answer, not to what it says.
_LAYOUT = re.compile(
    r"[\[【〔](?:\d+(?:[,、，]\s*\d+)*)[\]】〕]|^\s*(?:\d+|[-•])\s*[.．、)）]\s*", re.MULTILINE
)
# 《…》听教发〔2024〕9号 names a document, as its title does.
_DOCUMENT_NUMBER = re.compile(r"(?<=》)[（(]?[\u4e00-\u9fff]{2,12}[〔\[]\d{4}[〕\]]\d+号[）)]?")
_COUNT = re.compile(
    r"(\d+)\s*(?:项|条|个|处|件|份|部|documents?|tasks?|items?|measures?|regions?|districts?|plans?|deadlines?)"
    r"|(?<=】)\s*(\d+)\s*$|(?<=lead )(\d+)|(?<=participating )(\d+)|(?<=responsible )(\d+)",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"(^|[\n。；])\s*\d{1,2}\s*[．.、](?=\d)")
"""11．11月底前 is item 11 and no 11.11."""
_LEAST_NAME = 3
_DIFFERENCE = re.compile(
    r"(?:差|相差|高|低|多|少|higher|lower|more|less|difference)[^\d，。；\n]{0,8}(\d+(?:\.\d+)?)"
)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the quotes of an answer hold, in every form in which the answer may say it."""

    written: str
    text: str
    """``written`` without white space."""
    numbers: frozenset[str]
    times: frozenset[str]


def ungrounded(answer: Answer) -> tuple[str, ...]:
    """Pieces of the answer that no quote holds, as written; empty when all is grounded.

    Counts of the listed items, differences of two cited numbers and citation marks are the answer's own.
    A title and the place of a citation count as its quote does.
    """
    if not answer.answered:
        return ()
    evidence = _evidence(answer.citations)
    text = _LAYOUT.sub(" ", _DOCUMENT_NUMBER.sub(" ", answer.text))
    return tuple(
        dict.fromkeys([
            *_wrong_dates(text, evidence),
            *_wrong_numbers(_own_numbers_removed(text, evidence, _counts(answer)), evidence),
            *_wrong_units(text, evidence, _fact_units(answer)),
            *_wrong_facts(answer),
        ])
    )  # fmt: skip


def _evidence(citations: Iterable[Citation]) -> _Evidence:
    parts = [part for c in citations for part in (c.quote, c.title, *c.section)]
    whole = _NUMBERED.sub(r"\1", "\n".join(parts))
    return _Evidence(whole, squash(whole), frozenset(numbers_in(whole)), frozenset(times_in(whole)))


def numbers_in(text: str) -> set[str]:
    """Values of all numerals, Arabic and Chinese."""
    found = {_plain(number) for number in _NUMBER.findall(narrow(squash(text)))}
    for quantity in find_quantities(text):
        for value in (quantity.value, quantity.value_high):
            found.update(_plain(part) for part in _NUMBER.findall(value or ""))
    for written in re.findall(r"[零〇一二两三四五六七八九十百千万]+(?:点[零一二三四五六七八九]+)?", text):
        value = parse_number(written)
        if value is not None:
            found.add(_plain(value))
    return found


def times_in(text: str) -> set[str]:
    """Every time in the text as ISO, with the years and months that contain it."""
    found: set[str] = set()
    times = [day for day in (iso_date(text),) if day]
    # “十四五” names the years 2021 to 2025
    times.extend(str(year) for line in text.splitlines() for year in years_covered(line) or ())
    for time in find_times(text):
        times.extend(t for t in (time.value, time.last_day, time.value_from) if t)
    times.extend("-".join(filter(None, match.groups())) for match in _ISO_DAY.finditer(text))
    times.extend(_iso(match) for match in _WRITTEN_DAY.finditer(narrow(squash(text))))
    for value in times:
        found.update((value, value[:4], value[:7]))
    return found


def _iso(match: re.Match[str]) -> str:
    year, *rest = match.groups()
    return "-".join([year, *(f"{int(part):02d}" for part in rest if part)])


def _wrong_dates(text: str, evidence: _Evidence) -> list[str]:
    wrong = []
    for pattern in (_ISO_DAY, _WRITTEN_DAY):
        for match in pattern.finditer(narrow(text)):
            if _iso(match) not in evidence.times and squash(match.group()) not in evidence.text:
                wrong.append(match.group())
    return wrong


def _own_numbers_removed(text: str, evidence: _Evidence, counts: set[int]) -> str:
    """The text without dates (checked apart), counts, and differences of two cited numbers."""
    flat = _WRITTEN_DAY.sub(" ", _ISO_DAY.sub(" ", narrow(text)))
    flat = _DIFFERENCE.sub(
        lambda m: " " if _is_difference(m[1] or m[2], evidence.numbers) else m.group(), flat
    )
    return _COUNT.sub(lambda m: " " if int(next(filter(None, m.groups()))) in counts else m.group(), flat)


def _counts(answer: Answer) -> set[int]:
    """How many things the answer lists: facts, each role's, by region and by document, lines, citations."""
    facts, lines = answer.facts, answer.text.splitlines()
    groups: list[Counter[str | None]] = [
        Counter(fact.document for fact in facts),
        Counter(fact.region for fact in facts),
        Counter(
            role for f in facts if isinstance(f, ResponsibilityFact) for role in ROLES if getattr(f, role)
        ),
        Counter(fact.task for fact in facts if not isinstance(fact, TargetFact)),
        Counter(line.strip()[:1] for line in lines),
        Counter(citation.document for citation in answer.citations),
    ]
    sizes = {len(group) for group in groups} | {n for group in groups for n in group.values()}
    # a part of what is listed may be counted too: 其中牵头6项
    return sizes | set(range(1, len(facts) + 1)) | {len(facts), len(lines), len(answer.citations)}


def _is_difference(number: str, numbers: frozenset[str]) -> bool:
    wanted = float(number)
    values = [float(n) for n in numbers if len(n) < 12]
    return any(abs(abs(a - b) - wanted) < 1e-9 for a in values for b in values)


def _wrong_numbers(text: str, evidence: _Evidence) -> list[str]:
    found = [_plain(number) for number in _NUMBER.findall(text)]
    return [n for n in found if n not in evidence.numbers and n not in evidence.times]


def _wrong_units(text: str, evidence: _Evidence, cited: tuple[str, ...]) -> list[str]:
    """Names that stand in no quote, under the form used there either (市发改委 for 市发展改革委)."""
    names = dict.fromkeys(squash(unit.surface) for unit in find_units(text))
    quoted = tuple(dict.fromkeys((*cited, *(unit.surface for unit in find_units(evidence.written)))))
    return [
        name
        for name in names
        if name not in evidence.text
        and not any(name.endswith(squash(known)) for known in quoted if len(known) >= _LEAST_NAME)
        and not match_unit(name, quoted)
    ]


def _fact_units(answer: Answer) -> tuple[str, ...]:
    """Unit names of the facts; ``_wrong_facts`` sees to it that they stand in their quotes."""
    facts = [fact for fact in answer.facts if isinstance(fact, ResponsibilityFact)]
    return tuple(name for fact in facts for role in ROLES for name in getattr(fact, role))


def _wrong_facts(answer: Answer) -> list[str]:
    quotes = {citation.n: squash(citation.quote) for citation in answer.citations}
    wrong = []
    for fact in answer.facts:
        if isinstance(fact, ResponsibilityFact):
            quote = quotes.get(fact.citation, "")
            wrong += [n for role in ROLES for n in getattr(fact, role) if squash(n) not in quote]
        elif fact.citation not in quotes:
            wrong.append(f"fact without citation {fact.citation}")
    return wrong


def _plain(number: str) -> str:
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{rest}" if rest else whole
