"""Bringing the index in line with the store: embed what is new, then replace the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kb.authority import naming_passages
from kb.corpus import Corpus
from kb.errors import IndexStateError, UsageError
from kb.labels import fact_label
from kb.records import Fact
from kb.regions import default_gazetteer
from kb.store.store import Store
from kb.store.vectors import text_key

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedder import Embedder
    from index.hybrid import DocumentAttributes

_MODEL_KEY = "embedding_model"
# Vectors are committed this often, so that a killed ingest loses at most a few seconds of embedding.
_TEXTS_A_COMMIT = 512

Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""


def check_model(store: Store, requested: str | None) -> None:
    """Refuse to mix embedding models in one knowledge base.

    Raises:
        UsageError: the base was created with another model.
    """
    recorded = store.get_meta(_MODEL_KEY)
    if recorded is not None and requested is not None and requested != recorded:
        raise UsageError(
            f"this knowledge base uses the embedding model {recorded}, not {requested}: "
            "leave --embedding-model out, or create another base with --kb DIR"
        )


def record_model(store: Store, model: Embedder) -> None:
    """Remember the model of a new base, once it has proved to load."""
    from index.embedder import BUNDLED

    if store.get_meta(_MODEL_KEY) is None:
        store.set_meta(_MODEL_KEY, BUNDLED if model.name.startswith(f"{BUNDLED}/") else model.name)


def refresh_index(
    store: Store, index_dir: Path, embedder: Callable[[], Embedder], *, progress: Progress | None = None
) -> bool:
    """Make the snapshot fit the store; returns whether anything had to be done.

    The caller holds ``store.writing()``. Only texts without a stored vector are embedded.
    """
    from index.hybrid import passage_text
    from index.manifest import Manifest
    from index.snapshot import IndexContent, build_snapshot

    corpus_hash = store.documents.corpus_hash()
    if _is_current(index_dir, corpus_hash):
        return False
    chunks = store.documents.chunks()
    facts = distinct_labels(store.facts.all())
    texts = [*(passage_text(chunk) for chunk in chunks), *(label for _, label in facts)]
    keys = [text_key(text) for text in texts]
    model = embedder()
    record_model(store, model)
    _embed_missing(store, model, dict(zip(keys, texts, strict=True)), progress)
    vectors = store.vectors.load(model.name, keys, dimension=model.dimension)
    content = IndexContent(
        chunks=chunks,
        chunk_vectors=vectors[: len(chunks)],
        fact_ids=tuple(fact_id for fact_id, _ in facts),
        fact_vectors=vectors[len(chunks) :],
        named_by=naming_passages(store.documents.all()),
    )
    build_snapshot(
        index_dir,
        content,
        manifest=Manifest(
            embedding_model=model.name,
            dimension=model.dimension,
            corpus_hash=corpus_hash,
            chunk_count=len(chunks),
            fact_count=len(facts),
        ),
    )
    store.vectors.prune(model.name, keys)
    return True


def _is_current(index_dir: Path, corpus_hash: str) -> bool:
    """Whether the snapshot fits the corpus and can be opened; one that cannot is put aside."""
    from index.snapshot import CURRENT, open_snapshot

    try:
        index = open_snapshot(index_dir, embedder=_no_embedder)
    except IndexStateError:
        (index_dir / CURRENT).unlink(missing_ok=True)
        return False
    return index.manifest.corpus_hash == corpus_hash


def _no_embedder() -> Embedder:
    raise AssertionError("opening a snapshot embeds nothing")


def distinct_labels(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    """Fact ids with the texts that stand for them; facts without such a text are left out."""
    return [(fact.id, label) for fact in facts if (label := fact_label(fact).strip())]


def document_attributes(corpus: Corpus) -> dict[str, DocumentAttributes]:
    """What searches filter by, for each document."""
    from index.hybrid import DocumentAttributes

    # places that only the documents know (a new district, a development zone) have parents there too
    gazetteer = default_gazetteer().with_regions(
        [
            (d.metadata.region, d.metadata.region_parent)
            for d in corpus.documents.values()
            if d.metadata.region
        ]
    )
    result = {}
    for document in corpus.documents.values():
        metadata = document.metadata
        ancestors = gazetteer.ancestors(metadata.region) if metadata.region else ()
        regions = [metadata.region, metadata.region_parent, *ancestors]
        years = None
        if metadata.year_to is not None:
            years = (metadata.year_from or metadata.year_to, metadata.year_to)
        result[document.id] = DocumentAttributes(
            regions=tuple(dict.fromkeys(region for region in regions if region)),
            years=years,
            status=corpus.status[document.id],
            title=metadata.title,
        )
    return result


def _embed_missing(
    store: Store, model: Embedder, texts: Mapping[str, str], progress: Progress | None
) -> None:
    """Embed and store the texts (by key) that have no vector yet."""
    # similar lengths share a batch, so little is spent on padding
    missing = sorted(store.vectors.missing(model.name, texts), key=lambda key: len(texts[key]), reverse=True)
    for first in range(0, len(missing), _TEXTS_A_COMMIT):
        batch = missing[first : first + _TEXTS_A_COMMIT]
        store.vectors.save(model.name, batch, model.encode_documents([texts[key] for key in batch]))
        if progress is not None:
            progress(min(first + _TEXTS_A_COMMIT, len(missing)), len(missing))
