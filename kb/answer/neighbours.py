"""Figures that stand in one sentence are told apart by the words of their own clause."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kb.answer.evidence import Evidence
from kb.answer.matching import Match
from kb.answer.tuning import WEIGHTS
from kb.corpus import Corpus
from kb.labels import fact_label
from kb.numbers import Quantity, find_quantities
from kb.records import Target

_MARKS = "，。；;,：:\n"
_TOP = 24


def apart_in_sentence(evidence: Evidence, ranked: Sequence[Match[Target]]) -> list[Match[Target]]:
    """The matches with those lowered whose neighbours in the same sentence hold more of the question's words.

    All words of a sentence speak for each of its figures; only those that not every figure has near it can
    tell which one is meant.
    """
    groups: dict[tuple[str, int, int], list[Match[Target]]] = defaultdict(list)
    for match in ranked[:_TOP]:
        groups[(match.fact.document_id, match.fact.start, match.fact.end)].append(match)
    asked = pairs(f"{evidence.question.topic}{evidence.question.synonyms}")
    lowered = {
        match.fact.id: loss
        for group in groups.values()
        if len(group) > 1
        for match, loss in _losses(evidence.corpus, asked, group)
    }
    changed = [replace(match, score=match.score - lowered.get(match.fact.id, 0.0)) for match in ranked]
    return sorted(changed, key=lambda match: (-match.score, match.fact.id))


def _losses(
    corpus: Corpus, asked: frozenset[str], group: list[Match[Target]]
) -> list[tuple[Match[Target], float]]:
    own = [asked & pairs(own_words(corpus, match.fact)) for match in group]
    common = Counter(pair for held in own for pair in held)
    weights = [sum(math.log(len(group) / common[pair]) for pair in held) for held in own]
    most = max(weights)
    if most == 0.0:
        return []
    return [
        (match, WEIGHTS.neighbour * (1.0 - weight / most))
        for match, weight in zip(group, weights, strict=True)
    ]


def own_words(corpus: Corpus, fact: Target) -> str:
    """The fact's label and the words around its figure, up to the figures and commas on both sides."""
    quote = corpus.document(fact.document_id).text[fact.start : fact.end]
    quantities = find_quantities(quote)
    at = _place(quantities, fact)
    if at is None:
        return fact_label(fact)
    low = quantities[at - 1].end if at else 0
    high = quantities[at + 1].start if at + 1 < len(quantities) else len(quote)
    start, end = quantities[at].start, quantities[at].end
    if "分别" in quote[low:start] or (
        at and not quote[quantities[at - 1].end : start].strip("、和及以上下内左右 ")
    ):
        return fact_label(fact)  # one of a row: the names of all stand before the first
    low = max(low, *(quote.rfind(mark, low, start) + 1 for mark in _MARKS))
    ends = [place for mark in _MARKS if (place := quote.find(mark, end, high)) >= 0]
    return f"{fact_label(fact)} {quote[low : min(ends, default=high)]}"


def figure_place(corpus: Corpus, fact: Target) -> int:
    """Which figure of its quote the fact is, 0-based; 0 when it cannot be told."""
    return _place(find_quantities(corpus.document(fact.document_id).text[fact.start : fact.end]), fact) or 0


def _place(quantities: Sequence[Quantity], fact: Target) -> int | None:
    for place, quantity in enumerate(quantities):
        if quantity.value == fact.value and quantity.unit == fact.unit:
            return place
    return None


def pairs(text: str) -> frozenset[str]:
    """Neighbouring characters, which compare words however they are cut."""
    flat = [text[at : at + 2] for at in range(len(text) - 1)]
    return frozenset(pair for pair in flat if " " not in pair)
