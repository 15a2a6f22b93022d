"""Documents with their sections and chunks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from kb.records import Chunk, Document, Metadata, Section
from kb.store.files import now

if TYPE_CHECKING:
    from kb.store.store import Store

_DOCUMENT = "id, text, metadata, source, file_hash, position, page_starts, warnings"
_SECTION = 'id, document_id, parent_id, level, label, title, path, start, "end", heading_end'
_IDS_A_QUERY = 500
_CHUNK = 'id, document_id, section_id, start, "end", text, context'


class DocumentTable:
    """Tables ``documents``, ``sections`` and ``chunks``. Unless said otherwise, only live documents show."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, document: Document, sections: Sequence[Section], chunks: Sequence[Chunk]) -> None:
        """Insert or replace one document with everything below it. Call inside a transaction."""
        connection = self._store.connection
        connection.execute("DELETE FROM sections WHERE document_id = ?", (document.id,))
        connection.execute("DELETE FROM chunks WHERE document_id = ?", (document.id,))
        connection.execute(
            "INSERT INTO documents (id, text, metadata, source, file_hash, position, page_starts, warnings, added_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text, "
            "metadata = excluded.metadata, source = excluded.source, file_hash = excluded.file_hash, "
            "position = excluded.position, page_starts = excluded.page_starts, warnings = excluded.warnings",
            _document_row(document),
        )
        connection.executemany(
            f"INSERT INTO sections ({_SECTION}, ordinal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*_section_row(section), ordinal) for ordinal, section in enumerate(sections)],
        )
        connection.executemany(
            f"INSERT INTO chunks ({_CHUNK}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(c.id, c.document_id, c.section_id, c.start, c.end, c.text, c.context) for c in chunks],
        )

    def get(self, document_id: str) -> Document | None:
        """One document, replaced versions included."""
        row = self._store.connection.execute(
            f"SELECT {_DOCUMENT} FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return None if row is None else _document(row)

    def ids(self) -> tuple[str, ...]:
        """Ids of the live documents, sorted."""
        rows = self._store.connection.execute("SELECT id FROM live_documents ORDER BY id")
        return tuple(str(row[0]) for row in rows)

    def all(self) -> tuple[Document, ...]:
        """Live documents in the order they were added."""
        rows = self._store.connection.execute(
            f"SELECT {_DOCUMENT} FROM documents WHERE id IN (SELECT id FROM live_documents) "
            "ORDER BY added_at, source, position, id"
        )
        return tuple(_document(row) for row in rows)

    def replaced(self) -> tuple[Document, ...]:
        """Earlier versions that a changed file has replaced."""
        rows = self._store.connection.execute(
            f"SELECT {_DOCUMENT} FROM documents WHERE id NOT IN (SELECT id FROM live_documents) ORDER BY added_at, id"
        )
        return tuple(_document(row) for row in rows)

    def sections(self, document_id: str | None = None) -> tuple[Section, ...]:
        """Sections in reading order, of one document or of all live ones."""
        rows = self._store.connection.execute(
            f"SELECT {_SECTION} FROM sections WHERE {_scope(document_id)} ORDER BY document_id, ordinal",
            () if document_id is None else (document_id,),
        )
        return tuple(_section(row) for row in rows)

    def chunks(self, document_id: str | None = None) -> tuple[Chunk, ...]:
        """Chunks in reading order, of one document or of all live ones."""
        rows = self._store.connection.execute(
            f"SELECT {_CHUNK} FROM chunks WHERE {_scope(document_id)} ORDER BY document_id, start",
            () if document_id is None else (document_id,),
        )
        return tuple(Chunk(*row) for row in rows)

    def chunks_by_id(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """Live chunks by id; ids that are gone are absent."""
        wanted = list(chunk_ids)
        found: dict[str, Chunk] = {}
        for first in range(0, len(wanted), _IDS_A_QUERY):
            batch = wanted[first : first + _IDS_A_QUERY]
            marks = ",".join("?" * len(batch))
            # the plus keeps SQLite from walking the chunks of every document instead of looking up the ids
            rows = self._store.connection.execute(
                f"SELECT {_CHUNK} FROM chunks WHERE id IN ({marks}) AND +{_scope(None)}", batch
            )
            found.update({str(row[0]): Chunk(*row) for row in rows})
        return found

    def chunk_ids_at(self, document_id: str, start: int, end: int) -> tuple[str, ...]:
        """Ids of the document's chunks that overlap ``start:end``, in reading order."""
        rows = self._store.connection.execute(
            'SELECT id FROM chunks WHERE document_id = ? AND start < ? AND "end" > ? ORDER BY start',
            (document_id, end, start),
        )
        return tuple(str(row[0]) for row in rows)

    def chunk_counts(self) -> dict[str, int]:
        """Number of chunks by document id."""
        rows = self._store.connection.execute("SELECT document_id, count(*) FROM chunks GROUP BY document_id")
        return {str(document_id): int(count) for document_id, count in rows}

    def corpus_hash(self) -> str:
        """Hash over the live chunks and facts with what is indexed of them: changes when the index must.

        Ids alone would not do: new reading rules may word a fact or a chunk's context anew in place.
        """
        digest = hashlib.sha256()
        for table, indexed in (("chunks", "context || char(31) || text"), ("facts", "payload")):
            rows = self._store.connection.execute(
                f"SELECT id, {indexed} FROM {table} WHERE {_scope(None)} ORDER BY id"
            )
            for row_id, text in rows:
                digest.update(f"{row_id}\x1f{text}\x1e".encode())
        return digest.hexdigest()[:16]

    def delete(self, document_id: str) -> None:
        """Remove a document with everything it brought. Call inside a transaction."""
        self._store.connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def delete_orphans(self) -> None:
        """Remove documents that no file links to. Call inside a transaction."""
        self._store.connection.execute(
            "DELETE FROM documents WHERE id NOT IN (SELECT document_id FROM file_documents)"
        )


def _scope(document_id: str | None) -> str:
    return "document_id IN (SELECT id FROM live_documents)" if document_id is None else "document_id = ?"


def _document_row(document: Document) -> tuple[Any, ...]:
    return (
        document.id, document.text, _dump(asdict(document.metadata)), document.source, document.file_hash,
        document.position, _dump(document.page_starts), _dump(document.warnings), now(),
    )  # fmt: skip


def _document(row: tuple[Any, ...]) -> Document:
    document_id, text, metadata, source, file_hash, position, page_starts, warnings = row
    return Document(
        id=document_id,
        text=text,
        metadata=Metadata(**_tuples(json.loads(metadata))),
        source=source,
        file_hash=file_hash,
        position=position,
        page_starts=tuple(json.loads(page_starts)),
        warnings=tuple(json.loads(warnings)),
    )


def _section_row(section: Section) -> tuple[Any, ...]:
    return (
        section.id, section.document_id, section.parent_id, section.level, section.label, section.title,
        _dump(section.path), section.start, section.end, section.heading_end,
    )  # fmt: skip


def _section(row: tuple[Any, ...]) -> Section:
    values = list(row)
    values[6] = tuple(json.loads(values[6]))
    return Section(*values)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
