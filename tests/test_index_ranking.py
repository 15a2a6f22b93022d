"""The order of candidates: features computed by hand, weights as recorded."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest

from index.ranking import (
    FEATURES,
    LAWFUL,
    Evidence,
    FormalEvidence,
    RankingWeights,
    Traits,
    features,
    is_heading,
    scores,
    share_of_best,
)
from kb.records import Chunk

RECORD = Path(__file__).parents[1] / "eval" / "tuned" / "fusion.json"
TRAITS = Traits(
    named_by=np.array([0, 6], dtype=np.int32),
    characters=np.array([99, 3], dtype=np.int32),
    heading=np.array([False, True]),
)
FOUND = Evidence(
    cosines=np.array([0.9, 0.8], dtype=np.float32),
    dense_ranks=np.array([1, 0]),
    words=np.array([0.5, 1.0]),
    words_ranks=np.array([2, 1]),
    pairs=np.array([1.0, 0.25]),
)


def column(name: str, evidence: Evidence = FOUND) -> list[float]:
    table = features(evidence, TRAITS, np.array([True, False]), rank_constant=10.0)
    return [float(value) for value in table[:, FEATURES.index(name)]]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("closeness", [0.0, -0.1]),
        ("dense_rank", [1.0, 0.0]),
        ("words", [0.5, 1.0]),
        ("words_rank", [11 / 12, 1.0]),
        ("pairs", [1.0, 0.25]),
        ("authority", [0.0, np.log(7)]),
        ("heading", [0.0, 1.0]),
        ("superseded", [1.0, 0.0]),
        ("length", [np.log(100), np.log(4)]),
    ],
)
def test_each_feature_is_what_its_name_says(name: str, values: list[float]) -> None:
    assert column(name) == pytest.approx(values, abs=1e-6)


def test_authority_is_silent_where_no_word_matches() -> None:
    none = Evidence(FOUND.cosines, FOUND.dense_ranks, np.zeros(2), np.zeros(2, dtype=np.int64), np.zeros(2))
    assert column("authority", none) == [0.0, 0.0]


def test_features_of_the_law_are_zero_without_a_reading() -> None:
    for name in ("formal_words", "formal_closeness", "governing"):
        assert column(name) == [0.0, 0.0]


def test_features_of_the_law_are_those_of_its_words() -> None:
    told = FormalEvidence(np.array([0.3, 1.0]), np.array([0.7, 0.9], dtype=np.float32), np.array([1.5, 0.0]))
    found = replace(FOUND, formal=told)
    assert column("formal_words", found) == [0.3, 1.0]
    assert column("formal_closeness", found) == pytest.approx([-0.2, 0.0], abs=1e-6)
    assert column("governing", found) == [1.5, 0.0]


def test_nothing_found_gives_no_rows() -> None:
    empty, ranks = np.zeros(0), np.zeros(0, dtype=np.int64)
    nothing = Evidence(empty.astype(np.float32), ranks, empty, ranks, empty)
    table = features(nothing, TRAITS.at(ranks), np.zeros(0, dtype=np.bool_), rank_constant=10.0)
    assert table.shape == (0, len(FEATURES))
    assert scores(table, RankingWeights()).shape == (0,)


def test_a_score_is_the_weighted_sum() -> None:
    weights = RankingWeights(**dict.fromkeys(FEATURES, 0.0) | {"words": 2.0, "heading": -3.0})
    table = features(FOUND, TRAITS, np.array([False, False]), rank_constant=10.0)
    assert scores(table, weights).tolist() == [1.0, -1.0]


def test_shares_are_zero_where_nothing_matches() -> None:
    assert share_of_best(np.array([1.0, 3.0]), 4.0).tolist() == [0.25, 0.75]
    assert share_of_best(np.zeros(2), 0.0).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("第一章 总则", "某法 > 第一章 总则", True),
        ("第一章\n总则", "某法 > 第一章 总则", True),
        ("第一章 总则\n第一条 为了", "某法 > 第一章 总则", False),
        ("（一）班额不超过55人。", "某方案 > （一）班额不超过55人。", False),
        ("总则", "某法 > 第一章 总则", False),
    ],
)
def test_a_heading_has_no_text_of_its_own(text: str, context: str, expected: bool) -> None:
    assert is_heading(Chunk("c", "d", "s", 0, len(text), text, context)) is expected


def test_saved_traits_are_loaded(tmp_path: Path) -> None:
    TRAITS.save(tmp_path)
    loaded = Traits.load(tmp_path)
    for field in fields(Traits):
        np.testing.assert_array_equal(getattr(loaded, field.name), getattr(TRAITS, field.name))


def test_the_weights_in_use_are_those_that_were_fitted() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert record["values"] == asdict(RankingWeights())
    assert record["lawful"] == asdict(LAWFUL)
