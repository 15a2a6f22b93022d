"""The index follows the store: built when something changed, and only what is new is embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.indexing import check_model, document_attributes, record_model, refresh_index
from index.hybrid import HybridIndex
from index.manifest import MANIFEST_FILE
from index.snapshot import CURRENT, open_snapshot
from ingest.pipeline import ingest_files, remove_document
from kb.corpus import Corpus
from kb.errors import IndexStateError, UsageError
from kb.records import Filters
from kb.store.store import Store, create_store
from tests.conftest import SAMPLE
from tests.fakes import FakeEmbedder

TXT = sorted(SAMPLE.glob("*.txt"))


class CountingEmbedder(FakeEmbedder):
    """Remembers what it embedded."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def encode_documents(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.embedded += texts
        return super().encode_documents(texts, progress=progress)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = create_store(tmp_path / "kb")
    add(store, *TXT[:2])
    return store


def add(store: Store, *files: Path) -> None:
    assert all(report.outcome == "added" for report in ingest_files(store, files))


def refresh(store: Store, embedder: FakeEmbedder) -> bool:
    return refresh_index(store, store.folder / "index", lambda: embedder)


def opened(store: Store) -> HybridIndex:
    corpus = Corpus(store, today=date(2026, 1, 1))
    return open_snapshot(store.folder / "index", embedder=FakeEmbedder, documents=document_attributes(corpus))


def test_the_first_refresh_embeds_every_chunk_and_fact_once(store: Store) -> None:
    embedder = CountingEmbedder()
    assert refresh(store, embedder)
    assert len(embedder.embedded) == len(set(embedder.embedded))
    manifest = opened(store).manifest
    assert manifest.chunk_count == len(store.documents.chunks())
    assert 0 < manifest.fact_count <= len(store.facts.all())
    assert manifest.corpus_hash == store.documents.corpus_hash()


def test_nothing_changed_means_nothing_is_loaded_or_built(store: Store) -> None:
    refresh(store, FakeEmbedder())
    current = (store.folder / "index" / CURRENT).read_text()

    def no_model() -> FakeEmbedder:
        raise AssertionError("the model is not needed")

    assert not refresh_index(store, store.folder / "index", no_model)
    assert (store.folder / "index" / CURRENT).read_text() == current


def test_only_the_texts_of_a_new_document_are_embedded(store: Store) -> None:
    refresh(store, FakeEmbedder())
    known = {chunk.id for chunk in store.documents.chunks()}
    add(store, TXT[2])
    embedder = CountingEmbedder()
    assert refresh(store, embedder)
    new = [chunk for chunk in store.documents.chunks() if chunk.id not in known]
    new_facts = [f for f in store.facts.all() if f.document_id in {c.document_id for c in new}]
    assert len(new) <= len(embedder.embedded) <= len(new) + len(new_facts)
    assert opened(store).row_count == len(store.documents.chunks())


def test_a_removed_document_leaves_index_and_vectors(store: Store) -> None:
    refresh(store, FakeEmbedder())
    gone, *_ = store.documents.all()
    chunks = {chunk.id for chunk in store.documents.chunks(gone.id)}
    before = store.connection.execute("SELECT count(*) FROM vectors").fetchone()[0]
    remove_document(store, gone)
    assert refresh(store, FakeEmbedder())
    hits = opened(store).search(gone.metadata.title, top_k=1000)
    assert hits
    assert not chunks & {hit.chunk_id for hit in hits}
    assert store.connection.execute("SELECT count(*) FROM vectors").fetchone()[0] < before


def test_removing_every_document_leaves_an_empty_index(store: Store) -> None:
    refresh(store, FakeEmbedder())
    for one in store.documents.all():
        remove_document(store, one)
    assert refresh(store, FakeEmbedder())
    assert opened(store).search("班额", top_k=5) == ()
    assert store.connection.execute("SELECT count(*) FROM vectors").fetchone() == (0,)


def test_a_killed_embedding_goes_on_where_it_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.indexing._TEXTS_A_COMMIT", 10)

    class Dies(CountingEmbedder):
        def encode_documents(
            self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
        ) -> NDArray[np.float32]:
            if len(self.embedded) >= 20:
                raise KeyboardInterrupt
            return super().encode_documents(texts, progress=progress)

    first, second = Dies(), CountingEmbedder()
    with pytest.raises(KeyboardInterrupt):
        refresh(store, first)
    assert refresh(store, second)
    assert len(first.embedded) == 20
    assert not set(first.embedded) & set(second.embedded)


@pytest.mark.parametrize("damage", ["truncate", "manifest", "delete"])
def test_a_damaged_snapshot_is_rebuilt_by_the_next_ingest(store: Store, damage: str) -> None:
    refresh(store, FakeEmbedder())
    index = store.folder / "index"
    folder = index / (index / CURRENT).read_text()
    if damage == "manifest":
        (folder / MANIFEST_FILE).write_text("{")
    for file in folder.glob("*.npy"):
        if damage == "delete":
            file.unlink()
        elif damage == "truncate":
            file.write_bytes(file.read_bytes()[:10])
    with pytest.raises(IndexStateError, match="policy-kb ingest"):
        opened(store)
    embedder = CountingEmbedder()
    assert refresh(store, embedder)
    assert embedder.embedded == []
    assert opened(store).search("班额")


def test_a_snapshot_of_another_tokenizer_is_rebuilt(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(store, FakeEmbedder())
    monkeypatch.setattr("index.manifest.TOKENIZER_VERSION", "other")
    assert refresh(store, FakeEmbedder())


def test_the_model_is_remembered_once_and_not_mixed(store: Store) -> None:
    check_model(store, "any/model")
    assert store.get_meta("embedding_model") is None
    record_model(store, FakeEmbedder())
    check_model(store, "fake-bigrams")
    check_model(store, None)
    with pytest.raises(UsageError, match="uses the embedding model fake-bigrams, not other/model: leave"):
        check_model(store, "other/model")


def test_the_bundled_model_is_remembered_by_its_short_name(store: Store) -> None:
    embedder = FakeEmbedder()
    embedder.name = "bundled/some-weights"
    refresh_index(store, store.folder / "index", lambda: embedder)
    assert store.get_meta("embedding_model") == "bundled"
    check_model(store, "bundled")


def test_regions_years_and_status_restrict_a_search(store: Store) -> None:
    assert all(report.outcome != "failed" for report in ingest_files(store, sorted(SAMPLE.iterdir())))
    refresh(store, FakeEmbedder())
    index, documents = opened(store), {d.id: d for d in store.documents.all()}
    sources = {chunk.id: documents[chunk.document_id] for chunk in store.documents.chunks()}

    def found(filters: Filters) -> set[str | None]:
        return {
            sources[hit.chunk_id].metadata.region for hit in index.search("教育", top_k=500, filters=filters)
        }

    everywhere = found(Filters())
    assert len(everywhere) > 2
    assert found(Filters(regions=("桐岭县",))) == {"桐岭县"}
    assert found(Filters(regions=("岚江省",))) == everywhere  # a province holds its cities and counties
    assert found(Filters(regions=("没有的县",))) == set()
    over = index.search("教育", top_k=500, filters=Filters(statuses=("period_over",)))
    statuses = Corpus(store, today=date(2026, 1, 1)).status
    assert {statuses[sources[hit.chunk_id].id] for hit in over} == {"period_over"}
