"""Figures that stand in one sentence are told apart by the words of their own clause."""

from __future__ import annotations

import math
import re
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
from kb.table_text import header_at

_MARKS = "，。；;,：:\n"
_TOP = 24
_STRANGE = 0.7
"""What a table's figure loses, as a share of ``WEIGHTS.neighbour``, when nothing of its headings is asked about."""
_SUM = re.compile(r"[合总共小]\s*[计数]|总量")


def apart_in_sentence(evidence: Evidence, ranked: Sequence[Match[Target]]) -> list[Match[Target]]:
    """The matches with those lowered whose neighbours in the same sentence hold more of the question's words.

    All words of a sentence speak for each of its figures; only those that not every figure has near it can
    tell which one is meant.
    """
    groups: dict[tuple[str, int, int], list[Match[Target]]] = defaultdict(list)
    for match in ranked[:_TOP]:
        text = evidence.corpus.document(match.fact.document_id).text
        header = header_at(text, match.fact.start)  # the figures of a table are told apart by their headings
        place = header or (match.fact.start, match.fact.end)
        groups[(match.fact.document_id, *place)].append(match)
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
    strange = [_strangers(corpus, asked, match.fact) for match in group]
    least = min((s for s, match in zip(strange, group, strict=True) if not _is_sum(match.fact)), default=0.0)
    if least > 0.0:  # no other heading is what is asked for, so the sum is
        weights = [most if _is_sum(m.fact) else w for w, m in zip(weights, group, strict=True)]
    least = min(strange)
    parts = [_is_part(asked, match.fact, [other.fact for other in group]) for match in group]
    return [
        (
            match,
            WEIGHTS.neighbour
            * ((1.0 - weight / most if most else 0.0) + _STRANGE * (others - least) + float(part)),
        )
        for match, weight, others, part in zip(group, weights, strange, parts, strict=True)
    ]


def _is_part(asked: frozenset[str], fact: Target, group: Sequence[Target]) -> bool:
    """Whether a sum of the same row stands beside a figure (招生人数小计 beside 统招) of whose own words nothing is asked."""
    sums = [
        other
        for other in group
        if other.start == fact.start and other.unit == fact.unit and _SUM.search(other.metric)
    ]
    if not sums or _SUM.search(fact.metric):
        return False
    return not any((pairs(fact.metric) - pairs(other.metric)) & asked for other in sums)


def _is_sum(fact: Target) -> bool:
    return not pairs(_SUM.sub("", fact.metric))


def _strangers(corpus: Corpus, asked: frozenset[str], fact: Target) -> float:
    """Share of the headings of a table's figure that the question does not speak of; sums have none of their own.

    总人数 of all schools is no figure of 第一小学, and 共招多少 means the sum.
    """
    if header_at(corpus.document(fact.document_id).text, fact.start) is None:
        return 0.0
    own = pairs(_SUM.sub("", fact.metric))
    return len(own - asked) / len(own) if own else 0.0


def own_words(corpus: Corpus, fact: Target) -> str:
    """The fact's label and the words around its figure, up to the figures and commas on both sides."""
    text = corpus.document(fact.document_id).text
    quote = text[fact.start : fact.end]
    if header_at(text, fact.start) is not None:
        return fact.metric
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
