"""With whom a unit acts: the names behind 会同, 配合 and 协助."""

from __future__ import annotations

import re

from ingest.facts.duty_rules import OTHERS
from ingest.facts.source import Source
from ingest.facts.subjects import subject_of
from ingest.facts.unit_lists import split_units
from kb.actors import actors_at
from kb.agent_names import names_at
from kb.records import UnitMention
from kb.unit_finder import OFFICE_NAME, UnitSpan

_OFFICE_LIST = re.compile(rf"{OFFICE_NAME}(?:[、和及与]{OFFICE_NAME})*")


def joined(source: Source, text: str, start: int, stop: int) -> tuple[tuple[UnitMention, ...], int]:
    """(the units that begin at ``start``, where their names end); no units when nobody is named there."""
    if match := OTHERS.match(text[start:stop]):
        end = start + match.end()
        return (UnitMention(match.group(), match.group()),), end
    high = next((at for at in range(start, stop) if text[at] in "，。；"), stop)
    subject = subject_of(text, start, high)
    if subject is None or subject.start != start:
        found, at = _unknown(source, text, start, high)
    else:
        found, at = tuple(source.mention(unit) for unit in subject.units), subject.end
    acting = actors_at(text, start, high, by=True)
    if acting is not None and acting.end > at:  # names that no table knows, as far as a verb follows
        spans = [UnitSpan(a, b, text[a:b], text[a:b]) for a, b in acting.names]
        found, at = tuple(source.mention(span) for span in spans), acting.end
    if found and text[at : at + 1] in ("、", "和", "与", "及"):  # 会同县教育局、县融媒体中心做好…
        others, end = offices_at(source, text, at + 1, high)
        if not others and (names := names_at(text[:high], at + 1)):
            spans = [UnitSpan(at + 1, names.end, name, name) for name in names.names]
            others, end = tuple(source.mention(span) for span in spans), names.end
        return (*found, *others), end if others else at
    return found, at


def offices_at(source: Source, text: str, start: int, high: int) -> tuple[tuple[UnitMention, ...], int]:
    """Offices that are told by the form of their names alone (专业部, 派驻纪检监察组)."""
    named = _OFFICE_LIST.match(text, start, high)
    if named is None:
        return (), start
    items = split_units(text, start, named.end())
    return tuple(source.mention(item.as_span()) for item in items), named.end()


def _unknown(source: Source, text: str, start: int, high: int) -> tuple[tuple[UnitMention, ...], int]:
    """Departments that no table knows, as far as 等部门 says where they end."""
    match = re.match(
        r"(?P<names>[^，。；对将把按由在]{2,40}?)等?(?:有关|相关|行政|主管)*(?:部门|单位|机构)",
        text[start:high],
    )
    offices = offices_at(source, text, start, high)
    if match is None or (offices[0] and offices[1] < start + match.end() and "等" not in match.group()):
        return offices
    whole = "等" not in match.group() and "、" not in match.group()
    items = split_units(text, start, start + (match.end() if whole else match.end("names")))
    return tuple(source.mention(item.as_span()) for item in items), start + match.end()
