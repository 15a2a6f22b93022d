"""From the words of a question to what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.contract import AnswerKind
from kb.dates import find_times
from kb.question import cues
from kb.question.asking import asked_part
from kb.question.duty_cues import RESPONSIBILITY, UNIT_TASKS
from kb.question.elsewhere import places_elsewhere
from kb.question.english import is_english
from kb.question.english_reading import Rendering, render
from kb.question.framing import Frame, find_frame, without_frame
from kb.question.kind_model import kind_model, likeliest, masked
from kb.question.kinds import HOW_MUCH, kind_of, matches, named, role_asked
from kb.question.local_places import local_places
from kb.question.metadata_cues import METADATA
from kb.question.model import Question, Reading
from kb.question.places import (
    is_meant,
    joined_regions,
    most_specific,
    relative_regions,
    told_apart,
    unheard_regions,
    with_document_regions,
)
from kb.question.surfaces import place_surface
from kb.question.topics import NUMBER, document_hint, topic_of
from kb.question.units import office_asked, organs_asked, units_in
from kb.question.vocabulary import QuestionVocabulary
from kb.question.windows import asked_windows
from kb.question.wording import policy_terms
from kb.text import normalize

_TITLE = re.compile(r"[《「『\"]([^《》「」『』\"]{4,60})[》」』\"]")
_UNKNOWN_WORD = 0.5
"""How much an English word that nothing is known about counts beside one that has Chinese words."""


def understand(text: str, vocabulary: QuestionVocabulary) -> Question:
    """Read one question on its own."""
    plain = normalize(text)
    if not is_english(plain):
        return _understand(text, _read(plain, vocabulary))
    rendering = render(plain, vocabulary)
    return _in_english(_understand(text, _read(rendering.chinese, vocabulary)), rendering)


def _in_english(question: Question, rendering: Rendering) -> Question:
    """A question that was read in Chinese words, as the English one that was asked."""
    known = tuple(term for term in rendering.terms if term.chinese)
    unknown = len(rendering.terms) - len(known)
    listing = rendering.kind in ("unit_tasks", "due_list")
    return replace(
        question,
        kind=rendering.kind,
        language="en",
        reading=question.reading or question.text,
        topic="" if listing else " ".join(term.chinese[0] for term in known),
        alternatives=() if listing else tuple(term.chinese for term in known),
        known_share=len(known) / max(1.0, len(known) + _UNKNOWN_WORD * unknown),
        regions=rendering.regions or question.regions,
        documents=(rendering.document,) if rendering.document else question.documents,
        refers_back=rendering.refers_back,
    )


def _understand(text: str, reading: Reading) -> Question:
    """What a question asks, from the pieces that were recognised in it."""
    kind = _learnt(_kind(reading), reading)
    times = [time for time in reading.times if time.value]
    return Question(
        text=text,
        reading=reading.text,
        kind=kind,
        language="zh",
        topic=_topic(reading, kind),
        synonyms="" if kind in ("unit_tasks", "due_list") else policy_terms(reading.text),
        document_hint=document_hint(replace(reading, text=reading.asking), kind),
        regions=reading.regions,
        places=reading.places,
        within=(reading.within,) if reading.within else (),
        years=tuple(dict.fromkeys(int(str(time.value)[:4]) for time in times)),
        deadline=times[0].value if times else None,
        windows=asked_windows(f"{text.lower()} {reading.text}", reading.times),
        units=reading.units,
        role=role_asked(_without(reading.asking, reading.units)),
        documents=tuple(match.strip() for match in (*_TITLE.findall(text), *NUMBER.findall(reading.text))),
        described=reading.described,
        is_yes_no=matches(cues.YES_NO, reading.text) and not HOW_MUCH.search(reading.text),
        asks_role=bool(reading.units) and matches(named(RESPONSIBILITY, "lead_or_join"), reading.text),
        asks_versions=matches(named(cues.COMPARISON, "versions"), reading.text),
        asks_difference=matches(named(cues.COMPARISON, "difference"), reading.text)
        or matches(named(cues.COMPARISON, "which_more"), reading.text),
        asks_metadata=tuple(rule.name for rule in METADATA if rule.pattern.search(reading.asking)),
        refers_back=cues.REFERS_BACK.pattern.search(reading.text) is not None,
    )


def _kind(reading: Reading) -> AnswerKind:
    """The kind that is asked for; 任务清单上领了哪几项 asks for tasks by the name of the list alone."""
    kind = kind_of(replace(reading, text=reading.asking))
    whole = kind_of(reading)
    return whole if kind == "passage" and whole in ("unit_tasks", "due_list") else kind


def by_rules(text: str, vocabulary: QuestionVocabulary) -> tuple[AnswerKind, str, bool]:
    """The kind of a Chinese question by the rules alone, the masked question, and whether it names a unit."""
    reading = _read(normalize(text), vocabulary)
    return _kind(reading), _masked(reading), bool(reading.units)


def unsaid(kind: AnswerKind, *, has_units: bool) -> tuple[AnswerKind, ...]:
    """Kinds that a question may be where the rules say ``kind``; tasks are asked of units that are named."""
    return tuple(other for other in _UNSAID.get(kind, ()) if other != "unit_tasks" or has_units)


def _learnt(kind: AnswerKind, reading: Reading) -> AnswerKind:
    """The kind by the rules; where they know no word of the question, one that its wording is likelier to ask for."""
    others = unsaid(kind, has_units=bool(reading.units))
    if not cues.SETS_APART.pattern.search(reading.text):
        others = tuple(other for other in others if other != "comparison")  # 单项维修费用限额是多少
    said = (
        cues.REFERS_BACK,
        cues.DEFINITION,
    )  # the one leans on what was asked before, the other asks for a passage
    if not others or matches(said, reading.text):
        return kind
    return likeliest(kind, _masked(reading), others, kind_model())


def _without(text: str, units: Sequence[str]) -> str:
    """The text without units whose names hold words of roles (教育主管部门)."""
    for unit in units:
        text = text.replace(unit, " ")
    return text


def _masked(reading: Reading) -> str:
    return masked(reading.asking, reading.regions, reading.units)


def _topic(reading: Reading, kind: AnswerKind) -> str:
    """What is asked about; the words that name the document only where nothing else is left to look for."""
    topic = topic_of(replace(reading, text=reading.asking), kind)
    return topic if topic or kind in _LISTS else topic_of(reading, kind)


_UNSAID: Mapping[AnswerKind, tuple[AnswerKind, ...]] = {
    "passage": ("responsibility", "unit_tasks", "target", "deadline", "comparison"),
    "target": ("comparison",),
}
"""What a question may be although no rule says so: a passage is what the rules leave, a comparison asks for targets."""
_LISTS: tuple[AnswerKind, ...] = ("unit_tasks", "due_list", "metadata")
"""Kinds that may mean all of a document."""


def _read(plain: str, vocabulary: QuestionVocabulary) -> Reading:
    reading = _spelt(plain, vocabulary)
    mentions = vocabulary.gazetteer.find(reading)
    meant = [mention for mention in mentions if is_meant(reading, mention, vocabulary)]
    local = local_places(reading, vocabulary)
    meant = with_document_regions(reading, meant, vocabulary)
    meant = [m for m in meant if not any(m.start < place.end and place.start < m.end for place in local)]
    taken = [(m.start, m.end) for m in meant] + [(place.start, place.end) for place in local]
    meant += [
        m
        for m in places_elsewhere(reading, vocabulary, meant)
        if not any(m.start < end and start < m.end for start, end in taken)
    ]
    meant.sort(key=lambda mention: mention.start)
    surfaces = [place_surface(reading, mention) for mention in meant]
    relative = relative_regions(reading, surfaces, vocabulary)
    unheard = () if meant or local else unheard_regions(reading, vocabulary)
    apart, within = told_apart(meant, vocabulary)
    names = most_specific(vocabulary, apart, beside=joined_regions(reading, meant, vocabulary))
    regions = tuple(dict.fromkeys((*relative.values(), *names, *unheard)))
    region_surfaces = (*relative, *surfaces, *unheard)
    frame = _frame(reading, regions, region_surfaces, vocabulary)
    # names of documents hold regions, years and units that the question is not about
    bare = _TITLE.sub(" ", NUMBER.sub(" ", without_frame(reading, frame)))
    units = units_in(bare, vocabulary)
    if matches(UNIT_TASKS, bare) or matches(named(RESPONSIBILITY, "lead_or_join"), bare):
        units = organs_asked(bare, region_surfaces, units, vocabulary)
    if not units and matches(UNIT_TASKS, bare):
        units = office_asked(bare)
    return Reading(
        text=asked_part(reading),
        times=find_times(_with_chinese_years(bare), two_digit_years=True),
        regions=regions,
        region_surfaces=region_surfaces,
        places=tuple(dict.fromkeys(place.name for place in local)),
        within=within,
        units=units,
        asking=asked_part(without_frame(reading, frame)),
        described=frame.documents if frame is not None else (),
    )


def _frame(
    text: str, regions: Sequence[str], surfaces: Sequence[str], vocabulary: QuestionVocabulary
) -> Frame | None:
    """Where the question describes one document; none where it names one by 《title》 or sets versions side by side."""
    if _TITLE.search(text) or NUMBER.search(text) or matches(named(cues.COMPARISON, "versions"), text):
        return None
    units = units_in(text, vocabulary)
    return find_frame(text, regions, surfaces, units, vocabulary.names)


def _spelt(plain: str, vocabulary: QuestionVocabulary) -> str:
    """The text with misspelt words corrected; numbers of documents are names and stay as they are."""
    pieces = re.split(rf"({NUMBER.pattern})", plain)
    return "".join(
        piece if place % 2 else vocabulary.speller.correct(piece) for place, piece in enumerate(pieces)
    )


def _with_chinese_years(text: str) -> str:
    """English years as Chinese writes them (2025年), and a bare five-year plan as its period."""
    text = re.sub(
        r"(十[一二三四五六]五|十[一二三四五]{1,2}个五年)[\"”']?(?=要|计划|打算|将|拟|应|需)", r"\1期间", text
    )
    return re.sub(
        r"(?<![\d.])((?:19|20)\d\d)(?!\s*(?:[\d年%/-]|[.,]\d|元|人|名|位|所|个|万|平方|米|亩|学时|课时|张|套|户|分|字|次|天))",
        r"\1年",
        text,
    )
