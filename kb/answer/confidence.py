"""How likely a quoted sentence answers the question: a logistic model over what retrieval says of it.

The numbers come from ``python -m eval.calibrate``, which fits them on the dev halves of the question
sets and records them in ``eval/tuned/passage.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

FEATURES: Mapping[str, float] = {
    "constant": -6.86,
    "sentence_meaning": 1.51,
    "strength": 1.9,
    "held": 5.58,
    "weakest": 0.83,
    "passage_words": 2.15,
    "shows_answer": 0.71,
    "rank": 1.5,
    "unknown_words": 0.46,
    "english": 0.14,
    "exact": -0.56,
    "asked_unit": -0.8,
}
"""Weight of each feature; every feature lies between 0 and 1."""


def probability(features: Mapping[str, float], weights: Mapping[str, float] = FEATURES) -> float:
    """Chance, 0 to 1, that the sentence with these features is the answer."""
    score = weights["constant"] + sum(weights[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-score))
