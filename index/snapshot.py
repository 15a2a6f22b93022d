"""Index snapshots on disk: written whole or not at all, readable while the next one is built.

``index_dir/ID/`` holds one snapshot (arrays, JSON, manifest); ``index_dir/CURRENT`` names the one to
open. A build writes to a temporary folder, syncs it, renames it and then replaces CURRENT, so that a
kill at any moment leaves the last good snapshot. The one before is kept for readers that have it
open. Callers must hold the knowledge base's writer lock while they build.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.candidates import IndexParts
from index.dense import DenseIndex
from index.duplicates import Signatures, group, sign
from index.embedder import Embedder
from index.hybrid import DocumentAttributes, HybridIndex, passage_text
from index.lexical import LexicalIndex, PairIndex
from index.manifest import MANIFEST_FILE, REBUILD, Manifest
from index.ranking import FusionSettings, Traits
from kb.errors import IndexStateError
from kb.records import Chunk

CURRENT = "CURRENT"
_BUILDING = ".building-"
_ROWS = "rows.json"
_DIGESTS = "digests.npy"
_GROUPS = "duplicate_of.npy"
_FACT_VECTORS = "fact_vectors.npy"


@dataclass(frozen=True, slots=True)
class IndexContent:
    """Everything that goes into a snapshot."""

    chunks: Sequence[Chunk]
    chunk_vectors: NDArray[np.float32]
    """Unit-length vectors of ``passage_text(chunk)``, shape (len(chunks), dimension)."""
    fact_ids: Sequence[str]
    fact_vectors: NDArray[np.float32]
    """Unit-length vectors of the facts' labels, shape (len(fact_ids), dimension)."""
    named_by: Mapping[str, int] = field(default_factory=dict)
    """Passages of other documents that name the document, by document id (``kb.authority``)."""


def build_snapshot(index_dir: Path, content: IndexContent, *, manifest: Manifest) -> Path:
    """Write a snapshot, make it the current one and return its folder.

    The counts in ``manifest`` are filled in from ``content``. Term statistics of the current
    snapshot are reused for chunks that it holds with the same text. Raises IndexStateError when
    vectors, chunks and manifest do not fit together, OSError when the disk is full.
    """
    manifest = _checked(manifest, content)
    index_dir.mkdir(parents=True, exist_ok=True)
    for leftover in index_dir.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    name = f"{manifest.corpus_hash[:12] or 'empty'}-{time.time_ns():x}"
    building = index_dir / f"{_BUILDING}{name}"
    building.mkdir()
    _write(building, content, manifest=manifest, previous=_current_folder(index_dir))
    _sync_tree(building)
    folder = index_dir / name
    building.rename(folder)
    _sync(index_dir)
    before = _current_name(index_dir)
    _replace_current(index_dir, name)
    _delete_older(index_dir, keep={name, before})
    return folder


def open_snapshot(
    index_dir: Path,
    *,
    embedder: Callable[[], Embedder],
    documents: Mapping[str, DocumentAttributes] | None = None,
    fusion: FusionSettings = FusionSettings(),
) -> HybridIndex:
    """The current snapshot, ready to search; ``embedder`` is called when a query needs a vector.

    Raises IndexStateError when there is none, when it is damaged, or when it was built by another
    schema or tokenizer; a different embedding model is reported when the first query is encoded.
    """
    for attempt in range(3):
        folder = _current_folder(index_dir)
        if folder is None:
            raise IndexStateError(f"{index_dir}: no index snapshot; {REBUILD}")
        try:
            parts = _read(folder)
        except FileNotFoundError as error:
            # Two builds may have passed between reading CURRENT and opening the files.
            if attempt == 2 or _current_folder(index_dir) == folder:
                raise IndexStateError(f"{folder.name}: incomplete index snapshot; {REBUILD}") from error
            continue
        except (ValueError, KeyError, RuntimeError, EOFError) as error:
            raise IndexStateError(f"{folder.name}: damaged index snapshot; {REBUILD}") from error
        return HybridIndex(parts, embedder=embedder, documents=documents, fusion=fusion)
    raise IndexStateError(f"{index_dir}: no index snapshot could be opened; {REBUILD}")


def current_manifest(index_dir: Path) -> Manifest | None:
    """The manifest of the current snapshot; None when there is no snapshot that this program can read."""
    folder = _current_folder(index_dir)
    try:
        return None if folder is None else Manifest.read(folder)
    except (IndexStateError, OSError):
        return None


def _checked(manifest: Manifest, content: IndexContent) -> Manifest:
    for kind, count, vectors in (
        ("chunks", len(content.chunks), content.chunk_vectors),
        ("facts", len(content.fact_ids), content.fact_vectors),
    ):
        if len(vectors) != count or (count and vectors.shape != (count, manifest.dimension)):
            raise IndexStateError(
                f"{count} {kind} but vectors of shape {vectors.shape}; "
                f"expected ({count}, {manifest.dimension}): embed them again"
            )
    return replace(manifest, chunk_count=len(content.chunks), fact_count=len(content.fact_ids))


def _digest(chunk: Chunk) -> int:
    text = passage_text(chunk).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def _write(folder: Path, content: IndexContent, *, manifest: Manifest, previous: Path | None) -> None:
    order = sorted(range(len(content.chunks)), key=lambda i: content.chunks[i].id)
    chunks = [content.chunks[i] for i in order]
    if len({chunk.id for chunk in chunks}) != len(chunks):
        raise IndexStateError("a chunk id occurs twice; ingest the documents again")
    digests = np.array([_digest(chunk) for chunk in chunks], dtype=np.uint64)
    reusable = _reusable(previous, chunks, digests)
    lexical, pairs, signatures = _statistics(chunks, previous=previous, reusable=reusable)
    lexical.save(folder)
    pairs.save(folder)
    signatures.save(folder)
    Traits.of(chunks, [content.named_by.get(chunk.document_id, 0) for chunk in chunks]).save(folder)
    np.save(folder / _GROUPS, group([chunk.text for chunk in chunks], signatures))
    np.save(folder / _DIGESTS, digests)
    vectors = content.chunk_vectors.reshape(len(chunks), manifest.dimension)
    DenseIndex.build(vectors[order]).save(folder)
    facts = content.fact_vectors.reshape(len(content.fact_ids), manifest.dimension)
    np.save(folder / _FACT_VECTORS, facts.astype(np.float16))
    rows = {
        "chunks": [chunk.id for chunk in chunks],
        "documents": [chunk.document_id for chunk in chunks],
        "facts": list(content.fact_ids),
    }
    (folder / _ROWS).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    manifest.write(folder)


def _reusable(
    previous: Path | None, chunks: Sequence[Chunk], digests: NDArray[np.uint64]
) -> Mapping[str, int]:
    """Rows of the previous snapshot by chunk id, where its text is unchanged and equally tokenised."""
    if previous is None:
        return {}
    try:
        Manifest.read(previous).check_tokenizer()
        ids = json.loads((previous / _ROWS).read_text(encoding="utf-8"))["chunks"]
        old = np.load(previous / _DIGESTS, allow_pickle=False).tolist()
    except (IndexStateError, OSError, ValueError, KeyError):
        return {}  # a damaged or older snapshot is replaced, not repaired
    before = {chunk_id: (row, digest) for row, (chunk_id, digest) in enumerate(zip(ids, old, strict=True))}
    return {
        chunk.id: before[chunk.id][0]
        for chunk, digest in zip(chunks, digests.tolist(), strict=True)
        if chunk.id in before and before[chunk.id][1] == digest
    }


def _statistics(
    chunks: Sequence[Chunk], *, previous: Path | None, reusable: Mapping[str, int]
) -> tuple[LexicalIndex, PairIndex, Signatures]:
    """Term statistics and duplicate signatures of ``chunks``, reusing those of the previous snapshot."""
    fresh = [chunk for chunk in chunks if chunk.id not in reusable]
    new_texts = {chunk.id: passage_text(chunk) for chunk in fresh}
    new = sign([chunk.text for chunk in fresh])
    if previous is None or not reusable:
        return LexicalIndex.build(new_texts), PairIndex.build(new_texts), new
    old_ids = json.loads((previous / _ROWS).read_text(encoding="utf-8"))["chunks"]
    removed = [chunk_id for chunk_id in old_ids if chunk_id not in reusable]
    lexical = LexicalIndex.load(previous, old_ids).update(removed=removed, added=new_texts)
    pairs = PairIndex.load(previous, old_ids).update(removed=removed, added=new_texts)
    old = Signatures.load(previous)
    new_rows = {chunk.id: len(old.exact) + i for i, chunk in enumerate(fresh)}
    source = np.array([reusable.get(c.id, new_rows.get(c.id, 0)) for c in chunks], dtype=np.int64)
    exact = np.concatenate([old.exact, new.exact])[source]
    return lexical, pairs, Signatures(exact, np.concatenate([old.minhash, new.minhash])[source])


def _read(folder: Path) -> IndexParts:
    manifest = Manifest.read(folder)
    manifest.check_tokenizer()
    rows = json.loads((folder / _ROWS).read_text(encoding="utf-8"))
    chunk_ids = tuple(rows["chunks"])
    return IndexParts(
        manifest=manifest,
        chunk_ids=chunk_ids,
        document_ids=tuple(rows["documents"]),
        lexical=LexicalIndex.load(folder, chunk_ids),
        pairs=PairIndex.load(folder, chunk_ids),
        traits=Traits.load(folder),
        dense=DenseIndex.load(folder),
        duplicate_of=np.load(folder / _GROUPS, allow_pickle=False),
        fact_rows={fact_id: row for row, fact_id in enumerate(rows["facts"])},
        fact_vectors=np.load(folder / _FACT_VECTORS, allow_pickle=False),
    )


def _current_name(index_dir: Path) -> str | None:
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def _current_folder(index_dir: Path) -> Path | None:
    name = _current_name(index_dir)
    return index_dir / name if name and (index_dir / name / MANIFEST_FILE).is_file() else None


def _replace_current(index_dir: Path, name: str) -> None:
    temporary = index_dir / f"{CURRENT}.tmp"
    with temporary.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / CURRENT)
    _sync(index_dir)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot sync a folder
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_tree(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        _sync(file)
    _sync(folder)


def _delete_older(index_dir: Path, *, keep: set[str | None]) -> None:
    for folder in index_dir.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
