"""FAISS search: exactness, masks, padding, both kinds of index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DenseIndex


def unit_vectors(rows: int, dimension: int = 16, *, seed: int = 0) -> NDArray[np.float32]:
    values = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return np.asarray(values / np.linalg.norm(values, axis=1, keepdims=True), dtype=np.float32)


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "inverted"])
def test_a_vector_finds_itself_first(flat_limit: int) -> None:
    vectors = unit_vectors(400)
    index = DenseIndex.build(vectors, flat_limit=flat_limit)
    for row in (0, 17, 399):
        rows, cosines = index.search(vectors[row], top_k=3)
        assert rows[0] == row
        assert cosines[0] == pytest.approx(1.0, abs=0.02)
        assert (np.diff(cosines) <= 0).all()


def test_flat_search_is_the_exact_order() -> None:
    vectors, query = unit_vectors(300), unit_vectors(1, seed=5)[0]
    rows, cosines = DenseIndex.build(vectors).search(query, top_k=20)
    expected = vectors @ query
    assert rows.tolist() == np.argsort(-expected)[:20].tolist()
    np.testing.assert_allclose(cosines, expected[rows], atol=2e-3)


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "inverted"])
def test_only_allowed_rows_are_found(flat_limit: int) -> None:
    vectors = unit_vectors(400)
    index = DenseIndex.build(vectors, flat_limit=flat_limit)
    allowed = np.zeros(400, dtype=np.bool_)
    allowed[[3, 200, 399]] = True
    rows, _ = index.search(vectors[0], top_k=10, allowed=allowed)
    assert sorted(rows.tolist()) == [3, 200, 399]
    assert len(index.search(vectors[0], top_k=10, allowed=np.zeros(400, dtype=np.bool_))[0]) == 0


def test_more_hits_than_vectors_are_not_padded() -> None:
    rows, cosines = DenseIndex.build(unit_vectors(3)).search(unit_vectors(1)[0], top_k=10)
    assert sorted(rows.tolist()) == [0, 1, 2]
    assert len(cosines) == 3


def test_equal_vectors_are_ordered_by_row() -> None:
    vector = unit_vectors(1)
    rows, _ = DenseIndex.build(np.repeat(vector, 5, axis=0)).search(vector[0], top_k=5)
    assert rows.tolist() == [0, 1, 2, 3, 4]


def test_an_empty_index_finds_nothing() -> None:
    index = DenseIndex.build(np.zeros((0, 16), dtype=np.float32))
    assert index.row_count == 0
    assert len(index.search(unit_vectors(1)[0], top_k=5)[0]) == 0
    assert index.vectors(np.zeros(0, dtype=np.int64)).shape == (0, 16)


@pytest.mark.parametrize("flat_limit", [1000, 10], ids=["flat", "inverted"])
def test_saved_and_loaded_finds_the_same(tmp_path: Path, flat_limit: int) -> None:
    vectors = unit_vectors(400)
    index = DenseIndex.build(vectors, flat_limit=flat_limit)
    index.save(tmp_path)
    loaded = DenseIndex.load(tmp_path)
    assert loaded.search(vectors[9], top_k=10)[0].tolist() == index.search(vectors[9], top_k=10)[0].tolist()
    np.testing.assert_allclose(loaded.vectors(np.array([5, 2])), vectors[[5, 2]], atol=0.02)
