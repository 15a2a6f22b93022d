"""From the words of a question to what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.contract import AnswerKind
from kb.dates import TimeExpression, find_times
from kb.question import cues
from kb.question.english import chinese_terms, is_english, only_chinese
from kb.question.model import Language, Question
from kb.question.vocabulary import QuestionVocabulary
from kb.records import Role
from kb.rules import Rule
from kb.text import normalize
from kb.unit_finder import find_units

_TITLE = re.compile(r"[《「『\"]([^《》「」『』\"]{4,60})[》」』\"]")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(（]\d{4}[〕\])）]第?\d+号")
_PARTICLES = re.compile(
    r"请问|你好|您好|我想知道|我想问|想问一下|想请教|请教|麻烦|帮我|查一下|告诉我|咱们?|我们|我校|本校|请|到底|究竟|具体|大概|一下|来着|呢|吧|啊|呀|嘛|啦|哦"
    r"|根据(?:文件|规定|政策)|按照(?:文件|规定|政策)|文件(?:里|中|上)|规定(?:了)?(?:是)?(?:什么|哪些|多少)?|要求(?:是)?(?:什么|哪些|多少)?|的话|方面|是(?:指)?什么|有什么|怎么样|如何|怎么|什么|哪些|哪个|多少|几|吗|么"
)
_GLUE = re.compile(r"[\s,，。?？!！、:：;；()（）\[\]【】“”\"'《》]+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question's text with the pieces that were recognised in it."""

    text: str
    language: Language
    times: tuple[TimeExpression, ...]
    regions: tuple[str, ...]
    region_surfaces: tuple[str, ...]
    units: tuple[str, ...]


def understand(text: str, vocabulary: QuestionVocabulary) -> Question:
    """Read one question on its own."""
    reading = _read(text, vocabulary)
    kind = _kind(reading)
    metadata = tuple(rule.name for rule in cues.METADATA if rule.pattern.search(reading.text))
    times = [time for time in reading.times if time.value]
    return Question(
        text=text,
        reading=reading.text,
        kind=kind,
        language=reading.language,
        topic=_topic(reading, kind),
        regions=reading.regions,
        years=tuple(dict.fromkeys(int(str(time.value)[:4]) for time in times)),
        deadline=times[0].value if times else None,
        units=reading.units,
        role=_role(reading.text),
        documents=tuple(match.strip() for match in (*_TITLE.findall(text), *_NUMBER.findall(reading.text))),
        is_yes_no=_matches(cues.YES_NO, reading.text),
        asks_role=bool(reading.units) and _matches(_named(cues.RESPONSIBILITY, "lead_or_join"), reading.text),
        asks_difference=_matches(_named(cues.COMPARISON, "difference"), reading.text),
        asks_metadata=metadata,
        refers_back=cues.REFERS_BACK.pattern.search(reading.text) is not None,
    )


def _read(text: str, vocabulary: QuestionVocabulary) -> _Reading:
    plain = normalize(text)
    language: Language = "en" if is_english(plain) else "zh"
    if language == "en":
        regions = _english_regions(plain, vocabulary)
        reading = chinese_terms(plain)
    else:
        reading = vocabulary.speller.correct(plain)
        regions = ()
    mentions = vocabulary.gazetteer.find(reading)
    units = _units(reading, vocabulary)
    named = [mention for mention in mentions if not _inside_other_word(reading, mention.start, mention.end)]
    return _Reading(
        text=reading,
        language=language,
        times=find_times(reading, two_digit_years=True),
        regions=tuple(dict.fromkeys((*regions, *_most_specific(vocabulary, [m.region.name for m in named])))),
        region_surfaces=tuple(reading[m.start : m.end] for m in named),
        units=units,
    )


def _kind(reading: _Reading) -> AnswerKind:
    text = reading.text
    several = len(reading.regions) > 1
    if _matches(cues.COMPARISON, text) and (several or _matches(_named(cues.COMPARISON, "difference"), text)):
        return "comparison"
    if _matches(cues.METADATA, text):
        return "metadata"
    if reading.units and _matches(_named(cues.RESPONSIBILITY, "lead_or_join"), text):
        return "responsibility"
    if reading.times and _matches(cues.DUE_LIST, text):
        return "due_list"
    if reading.units and _matches(cues.UNIT_TASKS, text):
        return "unit_tasks"
    if _matches(cues.RESPONSIBILITY, text):
        return "responsibility"
    if _matches(cues.DUE_LIST, text):
        return "due_list"
    if _matches(cues.DEADLINE, text):
        return "deadline"
    if _matches(cues.COMPARISON, text):
        return "comparison"
    return "target" if _matches(cues.TARGET, text) else "passage"


def _topic(reading: _Reading, kind: AnswerKind) -> str:
    text = reading.text
    for surface in reading.region_surfaces:
        text = text.replace(surface, " ")
    for time in reading.times:
        text = text.replace(time.as_written, " ")
    if kind == "unit_tasks":
        for unit in reading.units:
            text = text.replace(unit, " ")
    for rule in _topic_cues(kind):
        text = rule.pattern.sub(" ", text)
    if reading.language == "en":
        text = only_chinese(text)
    return " ".join(_GLUE.sub(" ", _PARTICLES.sub(" ", text)).split())


def _topic_cues(kind: AnswerKind) -> Iterable[Rule]:
    """Rules whose words say what kind of answer is wanted, not what it is about."""
    if kind == "responsibility":
        return (*cues.RESPONSIBILITY, cues.WANTS_LEAD)
    if kind == "unit_tasks":
        return cues.UNIT_TASKS
    if kind == "due_list":
        return (*cues.DUE_LIST, *_named(cues.DEADLINE, "limit"))
    if kind == "deadline":
        return cues.DEADLINE
    if kind == "metadata":
        return cues.METADATA
    return _named(cues.COMPARISON, "difference") if kind == "comparison" else ()


def _units(text: str, vocabulary: QuestionVocabulary) -> tuple[str, ...]:
    """Unit names in the text: those that documents use, then those that look like one; longest first."""
    found: list[tuple[int, int]] = []
    for surface in sorted(vocabulary.surfaces, key=lambda name: (-len(name), name)):
        start = text.find(surface)
        if start >= 0 and not _overlapping(found, start, start + len(surface)):
            found.append((start, start + len(surface)))
    for span in find_units(text):
        overlapping = [other for other in found if other[0] < span.end and span.start < other[1]]
        if all(span.start <= start and end <= span.end for start, end in overlapping):
            found = [other for other in found if other not in overlapping]
            found.append((span.start, span.end))
    return tuple(dict.fromkeys(text[start:end] for start, end in sorted(found)))


def _overlapping(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _role(text: str) -> Role | None:
    lead = cues.WANTS_LEAD.pattern.search(text) is not None
    participating = cues.WANTS_PARTICIPATING.pattern.search(text) is not None
    if lead == participating:
        return None
    return "lead" if lead else "participating"


def _english_regions(text: str, vocabulary: QuestionVocabulary) -> tuple[str, ...]:
    """Document regions whose pinyin stands in an English question ("Guangyuan")."""
    from pypinyin import lazy_pinyin

    from kb.units import short_region

    squeezed = re.sub(r"[^a-z]", "", text)
    return tuple(
        region
        for region in sorted(vocabulary.document_regions)
        if len(short_region(region)) > 1 and "".join(lazy_pinyin(short_region(region))) in squeezed
    )


def _most_specific(vocabulary: QuestionVocabulary, names: Sequence[str]) -> list[str]:
    """重庆市綦江区 names one region: parents of another named region are left out when they stand beside it."""
    parents = {ancestor for name in names for ancestor in vocabulary.gazetteer.ancestors(name)}
    return [name for name in names if name not in parents]


def _inside_other_word(text: str, start: int, end: int) -> bool:
    """Short region names inside a school's or company's name (北京化工大学) say nothing about the question's region."""
    return (
        re.match(r"[\u4e00-\u9fff]{0,6}(?:大学|学院|公司|银行|路小学|路幼儿园)", text[end:]) is not None
        and end - start < 4
    )


def _matches(rules: Iterable[Rule], text: str) -> bool:
    return any(rule.pattern.search(text) for rule in rules)


def _named(rules: Iterable[Rule], name: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.name == name)
