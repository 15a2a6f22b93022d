"""The compiled BM25 against rank-bm25 itself, and retrieval on top of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi  # type: ignore[import-untyped]

from index.lexical import CompiledBM25, LexicalIndex, PairIndex, best_rows, count_terms

TERMS = st.sampled_from(list("教育局长学校园班额人"))
CORPORA = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=12).filter(any)
TEXTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.lists(st.sampled_from(["教育局", "财政局", "班额", "55人", "学校", "入园率"]), max_size=6).map(
        "，".join
    ),
    max_size=8,
)


@settings(max_examples=200)
@given(
    CORPORA,
    st.lists(TERMS | st.just("无"), max_size=8),
    st.floats(0.5, 3),
    st.floats(0, 0.99),  # with b = 1 rank-bm25 divides 0 by 0 for an empty document
    st.floats(0, 1),
)
def test_scores_equal_rank_bm25(
    corpus: list[list[str]], query: list[str], k1: float, b: float, epsilon: float
) -> None:
    own = CompiledBM25(count_terms(corpus), k1=k1, b=b, epsilon=epsilon)
    peer = BM25Okapi(corpus, k1=k1, b=b, epsilon=epsilon)
    np.testing.assert_allclose(own.get_scores(query), peer.get_scores(query), atol=1e-9)
    rows = list(range(len(corpus)))[::2]
    np.testing.assert_allclose(
        own.get_batch_scores(query, rows), peer.get_batch_scores(query, rows), atol=1e-9
    )
    assert own.idf == pytest.approx(peer.idf)
    assert own.average_idf == pytest.approx(peer.average_idf)


def test_order_equals_rank_bm25_on_a_larger_corpus() -> None:
    generator = np.random.default_rng(3)
    corpus = [[f"t{term}" for term in generator.zipf(1.4, 30) if term < 500] for _ in range(400)]
    corpus = [tokens or ["t1"] for tokens in corpus]
    own, peer = CompiledBM25(count_terms(corpus)), BM25Okapi(corpus)
    for query in (["t2", "t9"], ["t1", "t40", "t7"], ["t300"]):
        expected = peer.get_scores(query)
        found = best_rows(own.get_scores(query), np.arange(400), 50)
        assert found.tolist() == sorted(range(400), key=lambda row: (-expected[row], row))[:50]


def test_only_rows_with_a_query_term_are_found() -> None:
    index = LexicalIndex.build({"a": "教育局负责学校", "b": "财政局负责经费", "c": "公安局负责治安"})
    rows, scores = index.search("财政", top_k=10)
    assert [index.chunk_ids[row] for row in rows] == ["b"]
    assert (scores > 0).all()
    assert len(index.search("量子", top_k=10)[0]) == 0


@pytest.mark.parametrize("corpus_size", [1, 2, 3, 4])
def test_a_tiny_corpus_can_be_searched(corpus_size: int) -> None:
    texts = {f"c{i}": f"第{i + 1}章 学校安全" for i in range(corpus_size)}
    rows, scores = LexicalIndex.build(texts).search("学校", top_k=10)
    assert len(rows) == corpus_size
    assert (scores > 0).all()


def test_a_corpus_of_two_ranks_the_better_match_first() -> None:
    index = LexicalIndex.build({"a": "学校安全", "b": "学校班额不超过55人"})
    rows, _ = index.search("学校班额", top_k=2)
    assert rows.tolist() == [1, 0]


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "，。"}])
def test_a_corpus_without_terms_finds_nothing(texts: dict[str, str]) -> None:
    index = LexicalIndex.build(texts)
    assert len(index.search("学校", top_k=5)[0]) == 0
    assert index.scorer.get_scores(["学校"]).tolist() == [0.0] * len(texts)


def test_a_mask_restricts_the_rows() -> None:
    index = LexicalIndex.build({"a": "学校安全", "b": "学校安全", "c": "学校安全"})
    rows, _ = index.search("安全", top_k=5, allowed=np.array([False, True, True]))
    assert rows.tolist() == [1, 2]


def test_ties_are_cut_by_row() -> None:
    scores = np.array([1.0, 2.0, 1.0, 1.0, 2.0])
    assert best_rows(scores, np.arange(5), 3).tolist() == [1, 4, 0]
    assert best_rows(scores, np.arange(5), 0).tolist() == []


def _state(index: LexicalIndex) -> tuple[tuple[str, ...], list[int], dict[str, list[tuple[int, int]]]]:
    parts = index.postings
    postings = {}
    for number, term in enumerate(parts.terms):
        span = slice(parts.starts[number], parts.starts[number + 1])
        postings[term] = list(zip(parts.rows[span].tolist(), parts.frequencies[span].tolist(), strict=True))
    return index.chunk_ids, parts.lengths.tolist(), postings


@given(TEXTS, TEXTS, st.data())
def test_update_equals_building_anew(
    before: dict[str, str], added: dict[str, str], data: st.DataObject
) -> None:
    removed = set(data.draw(st.lists(st.sampled_from(sorted(before)), unique=True))) if before else set()
    removed |= before.keys() & added.keys()
    after = {key: text for key, text in before.items() if key not in removed} | added
    updated = LexicalIndex.build(before).update(removed=removed, added=added)
    assert _state(updated) == _state(LexicalIndex.build(after))


def test_update_tokenises_only_what_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    index = LexicalIndex.build({"a": "学校安全", "b": "班额"})
    seen: list[str] = []

    def spy(text: str) -> list[str]:
        seen.append(text)
        return [text]

    monkeypatch.setattr("index.lexical.tokenize", spy)
    index.update(removed=["a"], added={"c": "新增"})
    assert seen == ["新增"]


def test_update_refuses_an_id_that_is_there() -> None:
    with pytest.raises(ValueError, match="chunk a is already in the index"):
        LexicalIndex.build({"a": "学校"}).update(removed=(), added={"a": "学校"})


@given(TEXTS)
def test_saved_and_loaded_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> None:
    folder: Path = tmp_path_factory.mktemp("lexical")
    index = LexicalIndex.build(texts)
    index.save(folder)
    assert _state(LexicalIndex.load(folder, index.chunk_ids)) == _state(index)
    assert not list(folder.glob("*.pkl"))


def test_pairs_stay_inside_a_run_of_han_characters() -> None:
    assert PairIndex.tokens("受教育权，55人A類") == ["受教", "教育", "育权"]


def test_pairs_find_a_word_that_is_part_of_another_cut(tmp_path: Path) -> None:
    index = PairIndex.build({"a": "未成年人保护", "b": "校车安全"})
    assert index.search("成年", top_k=5)[0].tolist() == [0]
    index.save(tmp_path)
    loaded = PairIndex.load(tmp_path, index.chunk_ids)
    np.testing.assert_array_equal(loaded.scores("校车"), index.scores("校车"))
    assert loaded.update(removed=["a"], added={"c": "成年"}).search("成年", top_k=5)[0].tolist() == [1]
