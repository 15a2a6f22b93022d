"""Files that were ingested, their links to documents, and the ingest log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.store.store import Store


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was last ingested; ``rules`` is the version of the reading rules used."""

    id: int
    path: str
    name: str
    hash: str
    size: int
    rules: str
    added_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What an ingest run said of one file."""

    time: str
    path: str
    name: str
    outcome: str
    reason: str
    documents: int
    chunks: int
    facts: int
    elapsed_ms: int


_COLUMNS = "id, path, name, hash, size, rules, added_at, updated_at"


def now() -> str:
    """Current UTC time, ISO with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class FileTable:
    """Table ``files`` with its links."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def by_path(self, path: str) -> StoredFile | None:
        """The file last ingested from this path."""
        row = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM files WHERE path = ?", (path,)
        ).fetchone()
        return None if row is None else StoredFile(*row)

    def by_hash(self, file_hash: str) -> tuple[StoredFile, ...]:
        """Files with this content, oldest first."""
        rows = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM files WHERE hash = ? ORDER BY id", (file_hash,)
        )
        return tuple(StoredFile(*row) for row in rows)

    def all(self) -> tuple[StoredFile, ...]:
        """Every file, oldest first."""
        rows = self._store.connection.execute(f"SELECT {_COLUMNS} FROM files ORDER BY id")
        return tuple(StoredFile(*row) for row in rows)

    def save(self, *, path: str, name: str, file_hash: str, size: int, rules: str) -> int:
        """Insert or update the file at ``path``; returns its id. Call inside a transaction."""
        time = now()
        row = self._store.connection.execute(
            "INSERT INTO files (path, name, hash, size, rules, added_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET name = excluded.name, hash = excluded.hash, size = excluded.size, "
            "rules = excluded.rules, updated_at = excluded.updated_at RETURNING id",
            (path, name, file_hash, size, rules, time, time),
        ).fetchone()
        return int(row[0])

    def move(self, file_id: int, *, path: str, name: str) -> None:
        """Record that a file now lies elsewhere. Call inside a transaction."""
        self._store.connection.execute(
            "UPDATE files SET path = ?, name = ? WHERE id = ?", (path, name, file_id)
        )

    def link(self, file_id: int, document_ids: tuple[str, ...]) -> None:
        """Make exactly these documents the file's current ones. Call inside a transaction."""
        connection = self._store.connection
        before = set(self.documents_of(file_id)) - set(document_ids)
        connection.execute(
            "UPDATE file_documents SET current = 0, replaced_at = ? WHERE file_id = ? AND current = 1",
            (now(), file_id),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO file_documents (file_id, document_id, current) VALUES (?, ?, 1)",
            [(file_id, document_id) for document_id in document_ids],
        )
        for document_id in sorted(before):
            self._name_another_source(document_id)

    def _name_another_source(self, document_id: str) -> None:
        """Let a document that its file no longer holds name another file that does, if there is one."""
        self._store.connection.execute(
            "UPDATE documents SET (source, file_hash) = (SELECT f.name, f.hash FROM files AS f "
            "JOIN file_documents AS l ON l.file_id = f.id WHERE l.document_id = documents.id AND l.current = 1 "
            "ORDER BY f.id LIMIT 1) WHERE id = ? AND id IN (SELECT id FROM live_documents)",
            (document_id,),
        )

    def delete_without_documents(self) -> None:
        """Forget files without current documents. Call inside a transaction."""
        self._store.connection.execute(
            "DELETE FROM files WHERE id NOT IN (SELECT file_id FROM file_documents WHERE current = 1)"
        )

    def documents_of(self, file_id: int) -> tuple[str, ...]:
        """Ids of the file's current documents."""
        rows = self._store.connection.execute(
            "SELECT document_id FROM file_documents WHERE file_id = ? AND current = 1 ORDER BY document_id",
            (file_id,),
        )
        return tuple(str(row[0]) for row in rows)

    def of_document(self, document_id: str) -> tuple[StoredFile, ...]:
        """Files that hold or held the document."""
        rows = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM files JOIN file_documents ON file_id = id WHERE document_id = ? ORDER BY id",
            (document_id,),
        )
        return tuple(StoredFile(*row) for row in rows)

    def log(self, entry: LogEntry) -> None:
        """Append to the ingest log. Call inside a transaction."""
        self._store.connection.execute(
            "INSERT INTO ingest_log (time, path, name, outcome, reason, documents, chunks, facts, elapsed_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.time, entry.path, entry.name, entry.outcome, entry.reason,
                entry.documents, entry.chunks, entry.facts, entry.elapsed_ms,
            ),
        )  # fmt: skip

    def log_entries(self, *, limit: int = 1000) -> tuple[LogEntry, ...]:
        """Latest log entries, newest first."""
        rows = self._store.connection.execute(
            "SELECT time, path, name, outcome, reason, documents, chunks, facts, elapsed_ms "
            "FROM ingest_log ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return tuple(LogEntry(*row) for row in rows)
