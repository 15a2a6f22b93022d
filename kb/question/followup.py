"""What a follow-up omits is taken from the question before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.question.courtesy import is_courtesy
from kb.question.cues import SPEAKS_OF_BOTH
from kb.question.model import Question
from kb.question.understanding import understand
from kb.question.units import without_regions
from kb.question.vocabulary import QuestionVocabulary
from kb.region_names import short_name
from kb.rules import rule
from kb.stages import stages_of, without_stages
from kb.text import normalize, tokenize

# A follow-up with so few characters of its own replaces a part of the topic rather than the whole.
_MAX_REPLACEMENT = 6
# 哪个机关通过的, 要建多少套: what is spoken of was said before
_SHORT_QUESTION = 10
_FRAGMENT = 2
_MODAL = re.compile(r"[要应得须能会该\s]")
_FILLERS = frozenset({"完成", "情况", "换成", "改成", "要在", "实现", "要求", "更", "高", "低", "严"})
_SHORTEST_TITLE = 3
# A supposition goes on about what was asked before: 要是问题特别严重呢.
_SUPPOSES = rule(
    "supposes",
    r"^(?:那|那么)?(?:要是|如果|假如|万一|若是|倘若)",
    example="要是问题特别严重呢",
    counter_example="那高中班额呢",
)
_MEASURE = re.compile(r"(?:占比|覆盖率|比例|达标率|补助标准|收费标准|服务半径)$")
# Kinds that a bare "呢" question cannot name itself.
_UNSTATED = ("passage",)
# 初一的班额呢 asks of the class size whatever was asked before
_BARE = re.compile(r"^(?!.*(?:多少|几|什么|谁|哪)).*呢[?？]?$")


def understand_in_context(text: str, turns: Sequence[str], vocabulary: QuestionVocabulary) -> Question:
    """Read the last question of a conversation; ``turns`` are the earlier ones, oldest first."""
    previous: Question | None = None
    for turn in (turn for turn in turns if not is_courtesy(normalize(turn))):
        current = _with_spoken_document(understand(turn, vocabulary), vocabulary)
        previous = current if previous is None else inherit(current, previous)
    current = understand(text, vocabulary)
    if previous is None:
        return current
    return inherit(_with_spoken_document(current, vocabulary), previous)


def inherit(current: Question, previous: Question) -> Question:
    """``current`` with what it leaves out filled in from ``previous``."""
    has_topic = bool(set(tokenize(current.topic)) - _FILLERS)
    leans = current.refers_back or not has_topic
    if not leans and current.regions:
        return replace(current, earlier_regions=_mentioned(current, previous))
    # all tasks of a unit that is named anew: what was spoken of before does not narrow them
    whole = current.kind == "unit_tasks" and bool(current.units) and not current.refers_back
    takes_topic = not whole and (not has_topic or _only_names(current) or current.topic == previous.topic)
    topic = _topic_of_others(current, previous) if takes_topic else current.topic
    joined = not (takes_topic or whole) and (
        (current.language == "zh" and len(_MODAL.sub("", current.topic)) <= _FRAGMENT)
        or current.refers_back
        and (current.language == "zh" or current.kind in _UNSTATED)
        and len(current.topic) <= _MAX_REPLACEMENT
        or _SUPPOSES.pattern.search(current.reading) is not None
    )
    if joined:
        topic = _joined_topic(current, previous)
    unstated = current.kind in _UNSTATED or (
        current.kind == "target" and _BARE.match(current.reading) is not None
    )
    kind = previous.kind if (takes_topic or current.refers_back) and unstated else current.kind
    if previous.kind == "metadata" and current.asks_metadata and len(current.reading) <= _SHORT_QUESTION:
        kind, topic = "metadata", previous.topic
    regions = current.regions or previous.regions
    years = current.years or (previous.years if leans else ())
    units = current.units or (
        previous.units if kind == "unit_tasks" or current.refers_back and takes_topic else ()
    )
    mentioned = _mentioned(current, previous)
    compares = SPEAKS_OF_BOTH.pattern.search(current.reading) or (
        current.kind == "comparison" and not current.regions
    )
    if compares and len(mentioned) > 1:
        regions = mentioned
    return replace(
        current,
        earlier_regions=mentioned,
        synonyms=current.synonyms or (previous.synonyms if takes_topic or joined else ""),
        alternatives=(*(previous.alternatives if takes_topic or joined else ()), *current.alternatives),
        known_share=min(current.known_share, previous.known_share) if takes_topic else current.known_share,
        document_hint=current.document_hint or previous.document_hint,
        kind=kind,
        topic=topic,
        reading=f"{previous.reading} {current.reading}".strip() if takes_topic else current.reading,
        regions=regions,
        places=current.places or (previous.places if not current.regions else ()),
        years=years,
        deadline=current.deadline or (previous.deadline if leans else None),
        windows=current.windows or (previous.windows if leans else ()),
        units=units,
        documents=current.documents or previous.documents,
        described=current.described or (previous.described if regions == previous.regions else ()),
        role=current.role or (previous.role if takes_topic else None),
        asks_role=current.asks_role or (previous.asks_role and takes_topic and bool(units)),
        is_yes_no=current.is_yes_no or (previous.is_yes_no and takes_topic),
        asks_versions=current.asks_versions or (previous.asks_versions and leans),
        asks_metadata=current.asks_metadata or (previous.asks_metadata if kind == "metadata" else ()),
    )


def _joined_topic(current: Question, previous: Question) -> str:
    """Both topics: in 那小学呢 the new stage takes the place of the old one, what is said again stands once.

    Of a measure only what is measured is another: after 公办园占比 省优质园呢 asks 省优质园占比.
    """
    topic = _SUPPOSES.pattern.sub("", current.topic).strip() or current.topic
    measure = _MEASURE.search(previous.topic)
    if measure is not None and not stages_of(current.topic) and not _SUPPOSES.pattern.search(current.reading):
        return topic if _MEASURE.search(topic) else f"{topic} {measure.group()}"
    kept = without_stages(previous.topic) if stages_of(current.topic) else previous.topic
    return " ".join((*(word for word in kept.split() if word not in topic), topic))


def _with_spoken_document(question: Question, vocabulary: QuestionVocabulary) -> Question:
    """The question with the document that it names without 《》, so that a follow-up stays within it."""
    if question.documents:
        return question
    said = question.reading.replace(" ", "")
    names = (title.removeprefix("中华人民共和国") for title in vocabulary.titles)
    spoken = [name for name in names if len(name) >= _SHORTEST_TITLE and normalize(name) in said]
    return replace(question, documents=(max(spoken, key=len),)) if spoken else question


def _mentioned(current: Question, previous: Question) -> tuple[str, ...]:
    """Regions of the conversation up to and with ``current``."""
    return tuple(dict.fromkeys((*(previous.earlier_regions or previous.regions), *current.regions)))


def _topic_of_others(current: Question, previous: Question) -> str:
    """The earlier topic; without the earlier units where the question names others (那旗公安局呢)."""
    topic = previous.topic
    if not current.units or current.units == previous.units:
        return topic
    regions = tuple(part for name in previous.regions for part in (name, short_name(name)))
    for unit in previous.units:
        bare = without_regions(unit, regions)
        topic = topic.replace(unit, " ").replace(bare, " ").replace(bare[1:] if len(bare) > 4 else bare, " ")
    return " ".join(topic.split())


def _only_names(question: Question) -> bool:
    """Whether the topic is nothing but the units that the question names."""
    rest = question.topic
    for unit in question.units:
        rest = rest.replace(unit, "")
    return not tokenize(rest)
