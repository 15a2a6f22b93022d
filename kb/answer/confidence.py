"""How likely a quoted sentence answers the question: a logistic model over what retrieval says of it.

The numbers come from ``python -m eval.calibrate``, which fits them on the dev halves of the question
sets and records them in ``eval/tuned/passage.json``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

FEATURES: Mapping[str, float] = {
    "constant": -3.725,
    "sentence_meaning": 2.476,
    "passage_meaning": 0.032,
    "sentence_words": 0.354,
    "passage_words": 2.155,
    "shows_answer": 0.37,
    "rank": 1.137,
    "unknown_words": 0.45,
    "english": 0.398,
    "exact": -0.452,
    "asked_unit": 0.584,
}
"""Weight of each feature; every feature lies between 0 and 1."""


def probability(features: Mapping[str, float], weights: Mapping[str, float] = FEATURES) -> float:
    """Chance, 0 to 1, that the sentence with these features is the answer."""
    score = weights["constant"] + sum(weights[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-score))
