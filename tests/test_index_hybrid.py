"""Hybrid search: fusion, filters, duplicates, fact scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.hybrid import DocumentAttributes, HybridIndex
from index.ranking import RankingWeights
from index.snapshot import IndexContent, build_snapshot, open_snapshot
from kb.interfaces import PassageFinder
from kb.records import Chunk, Filters, Status
from tests.fakes import FakeEmbedder
from tests.test_index_snapshot import MANIFEST, content

TEXTS = {
    "a1": ("gy", "普通高中班额不得超过55人"),
    "a2": ("gy", "学前三年毛入园率达到96%以上"),
    "b1": ("qj", "普通高中班额不超过50人"),
    "b2": ("qj", "公办幼儿园在园幼儿占比达到55%"),
    "b3": ("qj", "校车安全由公安机关负责"),
    "c1": ("law", "校车安全由公安机关负责"),
}
DOCUMENTS = {
    "gy": DocumentAttributes(("甲市", "某省"), (2018, 2022), "period_over"),
    "qj": DocumentAttributes(("乙区", "丙市"), (2021, 2025), "draft"),
    "law": DocumentAttributes(("全国",), None, "in_force"),
}


@pytest.fixture
def index(tmp_path: Path) -> HybridIndex:
    chunks = [Chunk(key, document, "s", 0, len(text), text, "") for key, (document, text) in TEXTS.items()]
    facts = FakeEmbedder().encode_documents(["毛入园率", "班额"])
    whole = IndexContent(chunks, content(*chunks).chunk_vectors, ["f1", "f2"], facts)
    build_snapshot(tmp_path, whole, manifest=MANIFEST)
    return open_snapshot(tmp_path, embedder=FakeEmbedder, documents=DOCUMENTS)


def found(index: HybridIndex, query: str, filters: Filters) -> set[str]:
    return {hit.chunk_id for hit in index.search(query, filters=filters)}


def test_it_is_a_passage_finder(index: HybridIndex) -> None:
    finder: PassageFinder = index
    assert finder.encode_query("班额").shape == (64,)


def test_ranks_are_one_based_and_scores_descend(index: HybridIndex) -> None:
    hits = index.search("普通高中班额", top_k=4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {hits[0].chunk_id, hits[1].chunk_id} == {"a1", "b1"}


def test_a_hit_tells_its_rank_in_each_retriever_and_its_cosine(index: HybridIndex) -> None:
    hit = index.search("毛入园率", top_k=1)[0]
    vector, passage = FakeEmbedder().encode_query("毛入园率"), FakeEmbedder().encode_query(TEXTS["a2"][1])
    assert (hit.chunk_id, hit.bm25_rank, hit.dense_rank) == ("a2", 1, 1)
    assert hit.cosine == pytest.approx(float(vector @ passage), abs=1e-3)
    weights = RankingWeights()
    first_everywhere = weights.dense_rank + weights.words + weights.words_rank + weights.pairs
    assert hit.score == pytest.approx(first_everywhere + weights.length * np.log(len(TEXTS["a2"][1]) + 1))


def test_bm25_hits_share_a_term_and_have_no_cosine(index: HybridIndex) -> None:
    hits = index.search_bm25("毛入园率")
    assert [hit.chunk_id for hit in hits] == ["a2"]
    assert (hits[0].bm25_rank, hits[0].dense_rank, hits[0].cosine) == (1, None, None)


def test_dense_hits_are_scored_by_cosine(index: HybridIndex) -> None:
    hits = index.search_dense("幼儿园占比", top_k=2)
    assert [hit.dense_rank for hit in hits] == [1, 2]
    assert all(hit.score == pytest.approx(hit.cosine) for hit in hits)


def test_near_duplicates_are_one_hit_that_names_the_others(index: HybridIndex) -> None:
    hits = index.search("校车安全")
    assert hits[0].chunk_id == "b3"
    assert hits[0].duplicates == ("c1",)
    assert "c1" not in {hit.chunk_id for hit in hits}


def test_a_filtered_duplicate_is_neither_hit_nor_named(index: HybridIndex) -> None:
    hits = index.search("校车安全", filters=Filters(document_ids=("law",)))
    assert [(hit.chunk_id, hit.duplicates) for hit in hits] == [("c1", ())]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (Filters(regions=("甲市",)), {"gy"}),
        (Filters(regions=("某省",)), {"gy"}),
        (Filters(regions=("乙区", "全国")), {"qj", "law"}),
        (Filters(years=(2022,)), {"gy", "qj"}),
        (Filters(years=(2024, 2025)), {"qj"}),
        (Filters(statuses=("draft", "in_force")), {"qj", "law"}),
        (Filters(document_ids=("gy", "law")), {"gy", "law"}),
        (Filters(document_ids=("gy",), regions=("乙区",)), set()),
        (Filters(regions=("丁市",)), set()),
    ],
)
def test_filters_restrict_to_matching_documents(
    index: HybridIndex, filters: Filters, documents: set[str]
) -> None:
    hits = index.search("学校班额安全占比", top_k=20, filters=filters)
    assert {TEXTS[key][0] for hit in hits for key in (hit.chunk_id, *hit.duplicates)} == documents
    assert len(hits) == sum(1 for document, _ in TEXTS.values() if document in documents) - (
        1 if {"qj", "law"} <= documents else 0
    )


def test_new_attributes_take_effect_without_a_new_index(index: HybridIndex) -> None:
    moved = index.with_documents({"gy": DocumentAttributes(("丁市",))})
    assert found(moved, "班额", Filters(regions=("丁市",))) == {"a1", "a2"}
    assert found(index, "班额", Filters(regions=("丁市",))) == set()


def test_fact_scores_are_cosines_and_unknown_facts_score_zero(index: HybridIndex) -> None:
    scores = index.fact_scores(index.encode_query("班额"), ["f2", "unknown", "f1"])
    assert scores.dtype == np.float32
    assert scores[0] == pytest.approx(1.0, abs=1e-3)
    assert scores[1] == 0.0
    assert scores[2] < 0.5
    assert index.fact_scores(index.encode_query("班额"), []).shape == (0,)


@pytest.mark.parametrize("top_k", [0, 1, 3, 50])
def test_at_most_top_k_hits(index: HybridIndex, top_k: int) -> None:
    assert len(index.search("学校", top_k=top_k)) == min(top_k, 5)


def test_rarity_falls_with_the_number_of_passages_and_is_highest_for_unknown_terms(
    index: HybridIndex,
) -> None:
    rarity = index.term_rarity(["班额", "毛入园率", "量子"])
    # 6 rows: 班额 stands in 2, 毛入园率 in 1, 量子 in none.
    np.testing.assert_allclose(rarity, np.log([1 + 4.5 / 2.5, 1 + 5.5 / 1.5, 1 + 6.5 / 0.5]), rtol=1e-6)
    assert index.knows_term("班额")
    assert not index.knows_term("量子")


def test_texts_are_aligned_by_the_model_of_the_queries(index: HybridIndex) -> None:
    alignment = index.align("班额", ["班额", "校车"])
    np.testing.assert_allclose(alignment.cosines[0], 1.0, rtol=1e-5)
    assert alignment.places == ((0, 1), (1, 2))
    assert alignment.strengths[0].min() > alignment.strengths[1].max()


PAIR = {"a": "校车安全丙", "b": "校车安全丁"}


def pair_order(folder: Path, *, status: Status = "unknown", **named_by: int) -> list[str]:
    """Documents in the order of their passages; "a" has that status. The texts answer equally well."""
    chunks = [Chunk(name, name, "s", 0, 5, text, "") for name, text in PAIR.items()]
    no_facts = np.zeros((0, 64), dtype=np.float32)
    whole = IndexContent(chunks, content(*chunks).chunk_vectors, (), no_facts, named_by)
    build_snapshot(folder, whole, manifest=MANIFEST)
    documents = {"a": DocumentAttributes(status=status), "b": DocumentAttributes()}
    index = open_snapshot(folder, embedder=FakeEmbedder, documents=documents)
    return [hit.chunk_id for hit in index.search("校车安全")]


def test_of_equal_passages_that_of_the_document_which_others_name_comes_first(tmp_path: Path) -> None:
    assert pair_order(tmp_path, a=100) == ["a", "b"]
    assert pair_order(tmp_path, b=100) == ["b", "a"]


def test_of_equal_passages_that_of_the_document_with_a_newer_version_comes_last(tmp_path: Path) -> None:
    assert pair_order(tmp_path, a=3) == ["a", "b"]
    assert pair_order(tmp_path, a=3, status="superseded") == ["b", "a"]


def test_a_row_stands_for_all_with_its_text(index: HybridIndex) -> None:
    ids = [index.stands_for(row) for row in range(index.row_count)]
    assert ids == [("a1",), ("a2",), ("b1",), ("b2",), ("b3", "c1"), ("b3", "c1")]


def test_everyday_words_find_the_article_that_shares_none_with_them(tmp_path: Path) -> None:
    texts = {
        "law": ("code", "饲养的动物造成他人损害的，动物饲养人或者管理人应当承担侵权责任"),
        "plan": ("plan", "邻居之间谁赔偿"),
    }
    chunks = [Chunk(key, document, "s", 0, len(text), text, "") for key, (document, text) in texts.items()]
    build_snapshot(
        tmp_path,
        IndexContent(chunks, content(*chunks).chunk_vectors, [], np.zeros((0, 64), dtype=np.float32)),
        manifest=MANIFEST,
    )
    plain = open_snapshot(tmp_path, embedder=FakeEmbedder, documents={})
    titled = plain.with_documents({"code": DocumentAttributes(title="中华人民共和国民法典侵权责任编")})
    question = "谁赔？被邻居的狗咬了"
    assert plain.search(question)[0].chunk_id == "plan"
    assert titled.search(question)[0].chunk_id == "law"
    assert found(titled, question, Filters(document_ids=("plan",))) == {"plan"}
