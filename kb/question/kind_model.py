"""How people word each kind of question, learnt from the dev questions: a second opinion beside the rules.

A linear model over the pairs and triples of characters of a question, its names and numbers masked. Rules name
what is surely said; the model knows wordings that no rule foresaw (要增加到几条). ``python -m eval.fit_kinds`` fits it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.contract import AnswerKind
from kb.region_names import short_name

LONGEST = 3
_SCALE = 100.0
_TITLE = re.compile(r"《[^》]*》?")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class KindModel:
    """Weights of the n-grams, for each kind in the order of ``kinds``; ``trust`` is what a rule's word counts, in log odds."""

    kinds: tuple[AnswerKind, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[int]]
    trust: float

    def log_odds(self, masked: str) -> dict[AnswerKind, float]:
        """Log probability of each kind for a masked question."""
        known = [weights for gram in ngrams(masked) if (weights := self.weights.get(gram)) is not None]
        scale = _SCALE * math.sqrt(max(1, len(ngrams(masked))))
        scores = [
            bias + sum(weights[place] for weights in known) / scale for place, bias in enumerate(self.bias)
        ]
        top = max(scores)
        whole = top + math.log(sum(math.exp(score - top) for score in scores))
        return {kind: score - whole for kind, score in zip(self.kinds, scores, strict=True)}


def ngrams(text: str) -> frozenset[str]:
    """All runs of up to three characters."""
    return frozenset(
        text[start : start + length]
        for length in range(1, LONGEST + 1)
        for start in range(len(text) - length + 1)
    )


def masked(reading: str, regions: Sequence[str], units: Sequence[str]) -> str:
    """A question with its names and numbers replaced by letters, between marks of its ends."""
    text = _TITLE.sub("D", reading)
    for region in regions:
        for name in (region, short_name(region)):
            text = text.replace(name, "R")
    for unit in units:
        text = text.replace(unit, "U")
    return f"^{_NUMBER.sub('N', _YEAR.sub('Y', text))}$"


@cache
def kind_model() -> KindModel:
    """The fitted model."""
    stored = json.loads((files("kb.question") / "kind_model.json").read_text(encoding="utf-8"))
    return KindModel(tuple(stored["kinds"]), tuple(stored["bias"]), stored["weights"], stored["trust"])


def likeliest(kind: AnswerKind, text: str, allowed: Sequence[AnswerKind], model: KindModel) -> AnswerKind:
    """The kind of a masked question, where the rules say ``kind``; ``allowed`` are the kinds it may be instead."""
    odds = model.log_odds(text)
    if kind not in odds:
        return kind
    odds[kind] += model.trust
    best = max(odds, key=lambda k: odds[k])
    return best if best in allowed else kind
