"""Numbers of the answering side; chosen by ``python -m eval.tune`` on the dev halves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of a fact's score, and the scores from which a fact or passage is an answer."""

    meaning: float = 0.4
    words: float = 0.45
    words_english: float = 0.25
    support: float = 0.15
    surroundings: float = 0.6
    """How much a term counts that stands only in the headings or the document title."""
    unknown_term: float = 0.6
    """Weight of a word that no document knows, as a share of the rarest known word's."""
    stage_clash: float = 0.3
    other_metric: float = 0.15
    """What a target loses when the question names another metric (毛入学率 for 入学率)."""
    neighbour: float = 0.15
    """What a figure loses when all words that tell it from its neighbours in the sentence speak for them."""
    said: float = 0.75
    """How well an everyday expression is met by the words that policies write for it; 1 is the same token."""
    cosine_low: float = 0.76
    cosine_high: float = 0.93
    accept_fact: float = 0.7
    """Least score of a fact that answers."""
    accept_fact_english: float = 0.7
    region_gap: float = 0.15
    """How far below the best region's fact another region's may score and still answer."""
    same_label: float = 0.2
    """What a region's fact gains by having the same label as the best region's."""
    precision: float = 0.12
    """Share of the score for how much of the fact's own label the question speaks of."""
    accept_passage: float = 0.3
    """Least chance of being right (``kb.answer.confidence``) of a quoted sentence."""
    accept_unwritten: float = 0.45
    """The same where a word of the question stands in no document."""
    accept_stated: float = 0.35
    """The same for a sentence that names the acting units where no fact does."""
    accept_instead: float = 0.25
    """The same where a fact answers anyway and the sentence only has to be the better of the two."""
    other_act: float = 0.15
    """How much likelier a sentence must be whose verb is not the one that the question names."""
    sure_fact: float = 1.0
    """A fact with this score is not weighed against sentences."""
    clearly_better: float = 0.1
    """How much more of the question a sentence must hold than the best fact to take its place."""
    accept_row: float = 0.4
    """The same for a sentence that fills a cell of a comparison."""


WEIGHTS = Weights()

RANKING: Mapping[str, float] = {
    "strength": 10.46,
    "meaning": 2.17,
    "surroundings": 6.17,
    "passage_meaning": 2.15,
    "place": 3.12,
    "shows_answer": 2.81,
    "short": -0.71,
}
"""Weights of ``kb.answer.candidates.ranking_features``, in log odds; fitted by ``python -m eval.calibrate``."""
