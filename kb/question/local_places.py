"""Places that no list of regions has and the documents name: towns, streets, zones, school districts, farms."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kb.question.model import Question
from kb.question.vocabulary import QuestionVocabulary
from kb.region_names import LOCAL_ENDING
from kb.rules import Rule, rule

_ENDING: Rule = rule(
    "local_ending",
    rf"{LOCAL_ENDING}(?![级域内外])|(?<!\d)\d{{1,3}}团(?:场)?|(?<=[一二三四五六七八九十])师(?![范生资傅德长])",
    example="宋庄子乡的校车",
    counter_example="乡级财政",
)
GENERAL: Rule = rule(
    "general_ending",
    r"^(?:[各本全每该所我哪某个小建新老两几大强同单跨分]|建制|重点|中心|示范|特色|农村|城市|有关|其他|其余|其它|边远|偏远|山区|试点|经济|产业|技术|国家级?|省级|市级)*(?:[农牧林]场|街道(?:办事处)?|(?:[\u4e00-\u9fff]*(?:[乡城村集下返家还离回入故辖]|建制|重点|中心|特色))?(?:镇|乡|苏木)|(?:教育|开发|新|管理|示范|试验|高新|经开|工业园|片|学|垦|技术|产业)+区)$",
    example="边远乡镇",
    counter_example="宋庄子乡",
)
"""Kinds of places, not names of one."""
UNHEARD: Rule = rule(
    "unheard_local",
    r"^(?:那么?|请问|问)?(?P<name>(?![请把将我咱本在从对按问帮查列找给由让全各哪什这那每某该农城])(?:[\u4e00-\u9fff]{2,3}(?:镇|乡|街道|苏木|新区|管理区|开发区|高新区|经开区|学区|片区|农场|林场|牧场)|第?[一二三四五六七八九十]{1,2}师|\d{1,3}团)(?![级属范生资德]))",
    example="寮步镇课后托管收多少钱",
    counter_example="每个乡镇有几所学校",
)
RULES: tuple[Rule, ...] = (_ENDING, GENERAL, UNHEARD)
_BEFORE = re.compile(r"^(?:[和与跟同及、在由对问给把按查]|请问|那么?|以及)")
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A place named at ``text[start:end]`` that documents name, too."""

    start: int
    end: int
    name: str


def local_places(text: str, vocabulary: QuestionVocabulary) -> tuple[LocalPlace, ...]:
    """The places below those of the gazetteer that a question and some document name."""
    found: list[LocalPlace] = []
    for ending in _ENDING.pattern.finditer(text):
        place = _longest(text, ending.start(), ending.end(), vocabulary)
        if place is not None and not (found and place.start < found[-1].end):
            found.append(place)
    return tuple(found)


def _longest(text: str, ending: int, end: int, vocabulary: QuestionVocabulary) -> LocalPlace | None:
    bare = text[ending].isdigit()
    for start in range(max(0, end - _LONGEST), ending + bare):
        name = text[start:end]
        if not bare and ending - start < (1 if text[ending] == "师" else 2):
            break
        if _BEFORE.match(name) or not re.fullmatch(r"[\u4e00-\u9fff]+|\d+团场?", name):
            continue
        if name not in vocabulary.text or GENERAL.pattern.search(name):
            continue
        known = vocabulary.gazetteer.resolve(name)
        return None if known is not None else LocalPlace(start, end, name)
    return None


def of_places(question: Question) -> Question:
    """The question about the local places that it names; they stay in its topic, being parts of names (壶镇镇二小)."""
    return replace(question, regions=question.places, places=(), within=question.regions)


def unheard_places(text: str, vocabulary: QuestionVocabulary) -> tuple[str, ...]:
    """A town or zone at the beginning of a question that nothing knows."""
    match = UNHEARD.pattern.match(text)
    if match is None or GENERAL.pattern.search(match["name"]):
        return ()
    name = match["name"]
    known = name in vocabulary.text or vocabulary.gazetteer.resolve(name) is not None
    return () if known else (name,)
