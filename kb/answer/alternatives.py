"""Figures of one passage between which the question does not choose: 小学480元，初中560元 for 课后服务收多少钱.

Who names no stage, no kind and no class is told all of them: one alone would be taken for the whole answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from kb.answer.demands import sides_clash
from kb.answer.evidence import Evidence
from kb.answer.neighbours import figure_place, pairs
from kb.answer.siblings import clause_of, levels_of
from kb.corpus import Corpus
from kb.labels import fact_label
from kb.numbers import find_quantities
from kb.records import Target

_MOST = 6
_NEAR = 150
"""Characters between two figures of one passage."""
_LONGEST = 8
"""Characters of the words by which two figures differ; longer ones are about different things."""
_FIGURE = re.compile(r"[\d.,，%‰]+")


def alternatives(evidence: Evidence, best: Target, ranked: Sequence[Target]) -> list[Target]:
    """``best`` and the figures beside it that answer the question no less, ``best`` first, the others as they stand."""
    beside = [fact for fact in ranked if fact.id != best.id and _is_beside(best, fact)]
    asked = evidence.question.topic + evidence.question.synonyms
    open_ones = [fact for fact in beside if _leaves_open(asked, evidence.corpus, best, fact)]
    open_ones.sort(key=lambda fact: figure_place(evidence.corpus, fact))
    return [best, *open_ones[:_MOST]]


def _is_beside(best: Target, fact: Target) -> bool:
    def place(target: Target) -> tuple[object, ...]:
        return (
            target.document_id, target.unit, target.comparator, target.region, target.deadline,
        )  # fmt: skip

    near = abs(fact.start - best.start) <= _NEAR
    return near and bool(best.value and fact.value) and place(best) == place(fact)


def _leaves_open(asked: str, corpus: Corpus, one: Target, other: Target) -> bool:
    """Whether the two differ by words of which the question says nothing."""
    return any(
        differs_unasked(asked, *words)
        for words in (
            (_clause(corpus, one), _clause(corpus, other)),
            (fact_label(one), fact_label(other)),
        )
    )


def differs_unasked(asked: str, one: str, other: str) -> bool:
    """Whether two wordings are alike but for one short stretch on either side, and ``asked`` names neither.

    >>> differs_unasked("课后服务费", "小学每学期不超过元", "初中每学期不超过元")
    True
    >>> differs_unasked("初中课后服务费", "小学每学期不超过元", "初中每学期不超过元")
    False
    """
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if not (left and right) or max(len(left), len(right)) > _LONGEST or head + tail < 2:
        return False
    if sides_clash(asked, left) or sides_clash(asked, right):
        return False  # 乡下 chooses between 县城 and 乡镇、村
    levels = (levels_of(asked), levels_of(left), levels_of(right))
    if all(levels) and levels[1] | levels[2] <= levels[0]:
        return True
    # with the character on either side: 小 and 大 of 小班 and 大班 are told apart by their pairs
    words = [one[max(0, head - 1) : len(one) - tail + 1], other[max(0, head - 1) : len(other) - tail + 1]]
    return not pairs(asked) & (pairs(words[0]) ^ pairs(words[1]))


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))


def _clause(corpus: Corpus, fact: Target) -> str:
    """The clause of the figure without its digits; empty for one of a row, whose clause is that of all."""
    quote = corpus.document(fact.document_id).text[fact.start : fact.end]
    quantities = find_quantities(quote)
    at = figure_place(corpus, fact)
    if at >= len(quantities) or "分别" in quote[: quantities[at].start]:
        return ""
    return _FIGURE.sub("", clause_of(quote, quantities[at]))
