"""Opening the store, one connection a thread, one writer at a time."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import EmptyStoreError, LockedError, StoreError
from kb.store.documents import DocumentTable
from kb.store.facts import FactTable
from kb.store.files import FileTable
from kb.store.runs import RunTable
from kb.store.schema import SCHEMA_VERSION, migrate, schema_version
from kb.store.vectors import VectorTable

DATABASE_NAME = "policy.db"


class Store:
    """The SQLite store of one knowledge base folder.

    Reads are allowed from any thread at any time and see the last committed state (write-ahead log).
    Writes happen inside ``writing()``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._local = threading.local()
        self.files = FileTable(self)
        self.documents = DocumentTable(self)
        self.facts = FactTable(self)
        self.vectors = VectorTable(self)
        self.runs = RunTable(self)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _connect(self.folder / DATABASE_NAME)
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Exclude other writing processes and threads.

        Raises:
            LockedError: another process is writing.
            StoreError: the folder cannot be written to.
        """
        lock = self._acquire_lock()
        try:
            yield
        finally:
            lock.release()

    def _acquire_lock(self) -> FileLock:
        lock = FileLock(self.folder / "write.lock", timeout=0)
        holder_path = self.folder / "write.pid"
        try:
            lock.acquire()
            holder_path.write_text(str(os.getpid()), encoding="ascii")
        except Timeout:
            holder = holder_path.read_text(encoding="ascii") if holder_path.exists() else "unknown"
            raise LockedError(
                f"another process (pid {holder}) is writing to {self.folder}: wait until it has finished"
            ) from None
        except OSError as error:
            lock.release()
            raise StoreError(
                f"{self.folder} cannot be written to ({error.strerror}): check its permissions and the free space"
            ) from error
        return lock

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All reads inside see one state of the store, whatever is committed meanwhile."""
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: commits at the end, rolls back on any exception."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def original_path(self, file_hash: str, name: str) -> Path:
        """Where the original of an ingested file is kept."""
        return self.folder / "originals" / f"{file_hash}{Path(name).suffix.lower()}"

    def keep_original(self, path: Path, file_hash: str) -> None:
        """Copy an ingested file into the knowledge base; a copy that is there is left alone."""
        kept = self.original_path(file_hash, path.name)
        if kept.exists():
            return
        kept.parent.mkdir(exist_ok=True)
        temporary = kept.with_name(f"{kept.name}.{os.getpid()}.part")
        shutil.copyfile(path, temporary)
        temporary.replace(kept)

    def drop_unused_originals(self) -> None:
        """Delete the originals that neither a file nor a stored document refers to."""
        rows = self.connection.execute("SELECT hash FROM files UNION SELECT file_hash FROM documents")
        used = {str(row[0]) for row in rows}
        for kept in (self.folder / "originals").glob("*"):
            if kept.name.split(".")[0] not in used:
                kept.unlink(missing_ok=True)

    def get_meta(self, key: str) -> str | None:
        """A value of the small key-value table, None when unset."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Set a value of the small key-value table; call inside ``transaction()`` or on its own."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def create_store(folder: Path) -> Store:
    """Open the store in ``folder``, creating folder and tables where they are missing.

    Raises:
        StoreError: the folder cannot be created or holds something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot create the knowledge base folder {folder}: {error.strerror}") from error
    store = Store(folder)
    _bring_up_to_date(store)
    return store


def open_store(folder: Path) -> Store:
    """Open an existing store.

    Raises:
        EmptyStoreError: nothing was ever ingested into ``folder``.
        SchemaError: the store was written by a newer program.
    """
    if not (folder / DATABASE_NAME).exists():
        raise EmptyStoreError(f"no knowledge base in {folder}: run 'policy-kb ingest PATH' first")
    store = Store(folder)
    _bring_up_to_date(store)
    return store


def _bring_up_to_date(store: Store) -> None:
    if schema_version(store.connection) != SCHEMA_VERSION:
        with store.writing():
            migrate(store.connection)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        # autocommit mode: transactions are opened explicitly in Store.transaction
        connection = sqlite3.connect(path, isolation_level=None, timeout=30.0)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} is not a readable knowledge base ({error}): choose another folder"
        ) from error
    return connection
