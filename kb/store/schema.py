"""Tables of the store and the migrations that lead to them.

Each migration is a script; its place in ``MIGRATIONS`` plus one is the schema version it leads to.
Never edit a migration that has been released: append a new one.
"""

from __future__ import annotations

import sqlite3

from kb.errors import SchemaError

_VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    rules TEXT NOT NULL,           -- version of the reading rules that made its documents
    added_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX files_hash ON files (hash);

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    metadata TEXT NOT NULL,
    source TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    position INTEGER NOT NULL,
    page_starts TEXT NOT NULL,
    warnings TEXT NOT NULL,
    added_at TEXT NOT NULL
) WITHOUT ROWID;

-- A document is live while a current link leads to it; links of replaced file versions stay as history.
CREATE TABLE file_documents (
    file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    current INTEGER NOT NULL DEFAULT 1,
    replaced_at TEXT,
    PRIMARY KEY (file_id, document_id)
) WITHOUT ROWID;
CREATE INDEX file_documents_document ON file_documents (document_id);
CREATE VIEW live_documents AS
    SELECT DISTINCT document_id AS id FROM file_documents WHERE current = 1;

CREATE TABLE sections (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    parent_id TEXT,
    level INTEGER NOT NULL,
    label TEXT NOT NULL,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    heading_end INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sections_document ON sections (document_id, ordinal);

CREATE TABLE chunks (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    section_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX chunks_document ON chunks (document_id, start);

CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    start INTEGER NOT NULL,
    payload TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX facts_document ON facts (document_id, start);

CREATE TABLE vectors (
    model TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    vector BLOB NOT NULL,          -- little-endian float16
    PRIMARY KEY (model, text_hash)
) WITHOUT ROWID;

CREATE TABLE ingest_log (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    documents INTEGER NOT NULL,
    chunks INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL
);
"""

_VERSION_2 = """
CREATE TABLE eval_runs (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    set_name TEXT NOT NULL,
    selection TEXT NOT NULL,
    corpus_hash TEXT NOT NULL,
    settings TEXT NOT NULL,
    versions TEXT NOT NULL,
    results TEXT NOT NULL,
    regressed INTEGER NOT NULL
);
CREATE INDEX eval_runs_set ON eval_runs (set_name, selection, id);
"""

MIGRATIONS: tuple[str, ...] = (_VERSION_1, _VERSION_2)
SCHEMA_VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the store to ``SCHEMA_VERSION``, one transaction a step.

    Raises:
        SchemaError: the store was written by a newer program.
    """
    version = schema_version(connection)
    if version > SCHEMA_VERSION:
        raise SchemaError(
            f"the knowledge base has schema {version}, this program knows up to {SCHEMA_VERSION}: "
            "update policy-kb, or choose another folder with --kb"
        )
    for step in range(version, SCHEMA_VERSION):
        script = f"BEGIN IMMEDIATE;\n{MIGRATIONS[step]}\nPRAGMA user_version = {step + 1};\nCOMMIT;"
        connection.executescript(script)


def schema_version(connection: sqlite3.Connection) -> int:
    """Schema version of an open store; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
