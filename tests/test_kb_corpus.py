"""The stored documents in memory: places, citations, names and versions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb.corpus import Corpus, Span, trim
from kb.errors import UnknownDocumentError
from kb.records import Deadline
from kb.store.store import Store, create_store, open_store
from tests.makers import chunk, document, put, section

TODAY = date(2026, 6, 1)
TEXT = "某市方案\n一、目标\n班额不超过45人。\n（一）小学\n  四十人。 \n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "kb")


def test_a_citation_quotes_the_text_at_its_offsets_without_blank_margins(store: Store) -> None:
    one = document(text=TEXT, page_starts=(0, 21), source="方案.pdf")
    top = section(one, 5, len(TEXT), path=("一、目标",))
    inner = section(one, 20, len(TEXT), path=("一、目标", "（一）小学"), level=2)
    put(store, one)
    with store.transaction():
        store.documents.save(one, [top, inner], [chunk(one, top, 5, 20)])
    citation = Corpus(store, today=TODAY).cite(3, Span(one.id, 26, len(TEXT)))
    assert (citation.n, citation.quote) == (3, "四十人。")
    assert TEXT[citation.start : citation.end] == "四十人。"
    assert citation.section == ("一、目标", "（一）小学")
    assert (citation.page, citation.source) == (2, "方案.pdf")


def test_the_section_of_a_place_is_the_innermost_one(store: Store) -> None:
    one = document(text="甲" * 100)
    outer, inner = section(one, 0, 90, path=("一、",)), section(one, 30, 60, path=("一、", "（一）"), level=2)
    put(store, one)
    with store.transaction():
        store.documents.save(one, [outer, inner], [])
    corpus = Corpus(store, today=TODAY)
    found = {offset: corpus.section_at(one.id, offset) for offset in (0, 29, 30, 59, 60, 89, 90)}
    assert found == {0: outer, 29: outer, 30: inner, 59: inner, 60: outer, 89: outer, 90: None}


def test_a_document_is_found_by_id_prefix_file_name_or_title(store: Store) -> None:
    one = document("永安市校车安全办法", document_id="abc0000000000001", source="校车.txt")
    other = document("永安市书香校园办法", document_id="abc0000000000002", source="书香.txt")
    put(store, one, other)
    corpus = Corpus(store, today=TODAY)
    for wanted in ("abc0000000000001", "校车.txt", "永安市校车安全办法", "校车安全"):
        assert corpus.resolve_document(wanted) == one, wanted
    with pytest.raises(UnknownDocumentError, match="'永安市' fits 2 documents, name one by its id: abc"):
        corpus.resolve_document("永安市")
    with pytest.raises(UnknownDocumentError, match="no document 没有: 'policy-kb documents' lists"):
        corpus.resolve_document("没有")


def test_older_versions_are_marked_superseded(store: Store) -> None:
    old = document("某市办法", region="某市", issued="2015-01-01")
    new = document("某市办法（2024年修订）", region="某市", issued="2024-01-01")
    put(store, old, new)
    corpus = Corpus(store, today=TODAY)
    assert corpus.status == {old.id: "superseded", new.id: "in_force"}
    assert corpus.superseded_by == {old.id: new.id}


def test_what_is_committed_after_opening_does_not_show(store: Store) -> None:
    first, later = document("甲"), document("乙")
    put(store, first)
    corpus = Corpus(store, today=TODAY)
    put(store, later)
    with store.transaction():
        store.facts.save(
            later.id, [Deadline("f", later.id, f"{later.id}-0-1", None, "任务", "2025-12-31", "", None, 0, 2)]
        )
    assert corpus.facts == ()
    assert corpus.chunks([f"{first.id}-c0", f"{later.id}-c0"]).keys() == {f"{first.id}-c0"}
    with pytest.raises(UnknownDocumentError, match="no document"):
        corpus.document(later.id)


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [("  甲 乙　\n", (0, 7), (2, 5)), ("   ", (0, 3), (3, 3)), ("甲", (0, 1), (0, 1)), ("", (0, 0), (0, 0))],
)
def test_trim(text: str, span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert trim(text, *span) == expected


def test_every_fact_and_chunk_of_the_sample_stands_where_it_says(sample_base: Path) -> None:
    store = open_store(sample_base)
    corpus = Corpus(store, today=TODAY)
    assert len(corpus.documents) > 16
    for one in store.documents.chunks():
        assert corpus.document(one.document_id).text[one.start : one.end] == one.text
        inside = corpus.section(one.section_id)
        assert inside.start <= one.start < one.end <= inside.end
    assert len(corpus.facts) > 100
    for fact in corpus.facts:
        text = corpus.document(fact.document_id).text
        assert 0 <= fact.start < fact.end <= len(text)
        assert corpus.section(fact.section_id).document_id == fact.document_id
        quote = corpus.quote(Span(fact.document_id, fact.start, fact.end))
        citation = corpus.cite(1, Span(fact.document_id, fact.start, fact.end))
        assert citation.quote == quote.strip() == text[citation.start : citation.end]


def test_every_character_of_the_sample_stands_in_a_chunk(sample_base: Path) -> None:
    store = open_store(sample_base)
    for one in store.documents.all():
        covered = bytearray(len(one.text))
        for part in store.documents.chunks(one.id):
            covered[part.start : part.end] = b"\1" * (part.end - part.start)
        lost = [ch for ch, mark in zip(one.text, covered, strict=True) if not mark and not ch.isspace()]
        assert lost == [], one.source
