"""How likely a quoted sentence answers the question: a logistic model over what retrieval says of it.

The numbers come from ``python -m eval.calibrate``, which fits them on the dev halves of the question
sets and records them in ``eval/tuned/passage.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

FEATURES: Mapping[str, float] = {
    "constant": -3.751,
    "sentence_meaning": 2.146,
    "passage_meaning": 0.908,
    "sentence_words": 0.397,
    "passage_words": 1.93,
    "shows_answer": 0.582,
    "rank": 0.794,
    "unknown_words": 0.387,
    "english": -0.235,
    "exact": -0.604,
    "asked_unit": 0.334,
}
"""Weight of each feature; every feature lies between 0 and 1."""


def probability(features: Mapping[str, float], weights: Mapping[str, float] = FEATURES) -> float:
    """Chance, 0 to 1, that the sentence with these features is the answer."""
    score = weights["constant"] + sum(weights[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-score))
