"""What a follow-up omits is taken from the question before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.question.cues import SPEAKS_OF_BOTH
from kb.question.model import Question
from kb.question.understanding import understand
from kb.question.vocabulary import QuestionVocabulary
from kb.stages import stages_of, without_stages
from kb.text import tokenize

# A follow-up with so few characters of its own replaces a part of the topic rather than the whole.
_MAX_REPLACEMENT = 6
_FILLERS = frozenset({"完成", "情况", "换成", "改成", "要在", "实现", "要求", "更", "高", "低", "严"})
# Kinds that a bare "呢" question cannot name itself.
_UNSTATED = ("passage",)


def understand_in_context(text: str, turns: Sequence[str], vocabulary: QuestionVocabulary) -> Question:
    """Read the last question of a conversation; ``turns`` are the earlier ones, oldest first."""
    previous: Question | None = None
    for turn in turns:
        current = understand(turn, vocabulary)
        previous = current if previous is None else inherit(current, previous)
    current = understand(text, vocabulary)
    return current if previous is None else inherit(current, previous)


def inherit(current: Question, previous: Question) -> Question:
    """``current`` with what it leaves out filled in from ``previous``."""
    has_topic = bool(set(tokenize(current.topic)) - _FILLERS)
    leans = current.refers_back or not has_topic
    if not leans and current.regions:
        return replace(current, earlier_regions=_mentioned(current, previous))
    topic = current.topic if has_topic and not _only_names(current) else previous.topic
    takes_topic = topic == previous.topic
    if not takes_topic and current.refers_back and len(current.topic) <= _MAX_REPLACEMENT:
        # "那小学呢": the new stage takes the place of the old one, the rest of the topic stays
        topic = f"{without_stages(previous.topic) if stages_of(current.topic) else previous.topic} {current.topic}"
    kind = (
        previous.kind if (takes_topic or current.refers_back) and current.kind in _UNSTATED else current.kind
    )
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
        synonyms=current.synonyms or (previous.synonyms if takes_topic else ""),
        known_share=min(current.known_share, previous.known_share) if takes_topic else current.known_share,
        document_hint=current.document_hint or previous.document_hint,
        kind=kind,
        topic=topic,
        reading=f"{previous.reading} {current.reading}" if takes_topic else current.reading,
        regions=regions,
        years=years,
        deadline=current.deadline or (previous.deadline if leans else None),
        windows=current.windows or (previous.windows if leans else ()),
        units=units,
        documents=current.documents or previous.documents,
        role=current.role or (previous.role if takes_topic else None),
        asks_role=current.asks_role or (previous.asks_role and takes_topic and bool(units)),
        is_yes_no=current.is_yes_no or (previous.is_yes_no and takes_topic),
        asks_versions=current.asks_versions or (previous.asks_versions and leans),
        asks_metadata=current.asks_metadata or (previous.asks_metadata if kind == "metadata" else ()),
    )


def _mentioned(current: Question, previous: Question) -> tuple[str, ...]:
    """Regions of the conversation up to and with ``current``."""
    return tuple(dict.fromkeys((*(previous.earlier_regions or previous.regions), *current.regions)))


def _only_names(question: Question) -> bool:
    """Whether the topic is nothing but the units that the question names."""
    rest = question.topic
    for unit in question.units:
        rest = rest.replace(unit, "")
    return not tokenize(rest)
