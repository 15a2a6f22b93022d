"""From paths to stored documents: one transaction a file, reported after it is committed."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import ingest
import kb
from ingest.draft import Draft
from ingest.drafting import build_drafts
from ingest.facts.extract import extract_facts
from ingest.readers.registry import read_file
from kb.errors import EmptyFileError, ReadError, UsageError
from kb.records import Document, Fact
from kb.store.files import LogEntry, now
from kb.store.store import Store

Outcome = Literal["added", "updated", "unchanged", "duplicate", "failed"]

# Left behind by operating systems and office programs; no person put them there.
_IGNORED_NAMES = {"Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    path: str
    name: str
    outcome: Outcome
    reason: str = ""
    documents: int = 0
    chunks: int = 0
    facts: int = 0
    warnings: tuple[str, ...] = ()
    elapsed_ms: int = 0
    document_ids: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Content:
    """A file's documents with the facts of each."""

    drafts: tuple[Draft, ...]
    facts: tuple[tuple[Fact, ...], ...]
    warnings: tuple[str, ...]


def find_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files named or lying below named folders, sorted within each folder, each once.

    Raises:
        UsageError: a path does not exist, or nothing was found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist: check the path")
        members = sorted(path.rglob("*")) if path.is_dir() else [path]
        found.update(dict.fromkeys(member for member in members if path == member or _is_candidate(member)))
    if not found:
        raise UsageError("no file in the given folders: put .txt, .md, .html, .docx or .pdf files there")
    return tuple(found)


def ingest_files(store: Store, files: Iterable[Path]) -> Iterator[FileReport]:
    """Bring files into the store, yielding a report for each after its transaction.

    The caller holds ``store.writing()``. A file that cannot be read is reported as failed and leaves
    what was stored of it before in place.
    """
    for path in files:
        started = time.monotonic()
        try:
            report = _ingest_file(store, path)
        except ReadError as error:
            report = FileReport(path=_key(path), name=path.name, outcome="failed", reason=str(error))
        elapsed_ms = round((time.monotonic() - started) * 1000)
        report = replace(report, elapsed_ms=elapsed_ms)
        _log(store, report)
        yield report


def remove_document(store: Store, document: Document) -> None:
    """Remove one document with its sections, chunks and facts; its file goes with the last document."""
    with store.transaction() as connection:
        store.documents.delete(document.id)
        connection.execute("DELETE FROM files WHERE id NOT IN (SELECT file_id FROM file_documents)")
    if not store.files.by_hash(document.file_hash):
        store.original_path(document.file_hash, document.source).unlink(missing_ok=True)


@functools.cache
def rules_version() -> str:
    """Hash of the code that turns files into documents and facts.

    A base whose files were read by other rules is read anew at the next ingest, without anyone
    having to remember a version number.
    """
    digest = hashlib.sha256()
    for package in (ingest, kb):
        root = Path(next(iter(package.__path__)))
        for path in sorted([*root.rglob("*.py"), *root.rglob("data/*")]):
            if _shapes_documents(path.relative_to(root)):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _shapes_documents(relative: Path) -> bool:
    """Whether a source file can change what is stored of a document; answering and storing cannot."""
    return relative.parts[0] not in {"answer", "store", "question", "pipeline.py", "graph.py", "contract.py"}


def _is_candidate(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and not hidden and path.name not in _IGNORED_NAMES


def _ingest_file(store: Store, path: Path) -> FileReport:
    file_hash, size = _hash_file(path)
    known = store.files.by_path(_key(path))
    current = known is not None and known.hash == file_hash and known.rules == rules_version()
    if known is not None and current:
        return _report(path, "unchanged", store.files.documents_of(known.id))
    elsewhere = store.files.by_hash(file_hash)
    if known is None and elsewhere and elsewhere[0].rules == rules_version():
        return _note_copy(store, path, elsewhere[0].id, Path(elsewhere[0].path))
    content = _read(path, file_hash)
    _save(store, path, file_hash, size, content)
    reason = "" if known is None or known.hash != file_hash else "the reading rules have changed"
    return FileReport(
        path=_key(path),
        name=path.name,
        outcome="added" if known is None else "updated",
        reason=reason,
        documents=len(content.drafts),
        chunks=sum(len(draft.chunks) for draft in content.drafts),
        facts=sum(len(facts) for facts in content.facts),
        warnings=content.warnings,
        document_ids=tuple(draft.document.id for draft in content.drafts),
    )


def _note_copy(store: Store, path: Path, file_id: int, original: Path) -> FileReport:
    document_ids = store.files.documents_of(file_id)
    if original.exists():
        return _report(path, "duplicate", document_ids, reason=f"same content as {original.name}")
    with store.transaction():
        store.files.move(file_id, path=_key(path), name=path.name)
    return _report(path, "unchanged", document_ids, reason="moved")


def _read(path: Path, file_hash: str) -> _Content:
    raw = read_file(path)
    drafts = build_drafts(raw, source=path.name, file_hash=file_hash)
    if not drafts:
        raise EmptyFileError(f"{path.name} holds no text: nothing to add")
    extractions = [extract_facts(draft) for draft in drafts]
    facts: tuple[tuple[Fact, ...], ...] = tuple(
        (*e.responsibilities, *e.targets, *e.deadlines) for e in extractions
    )
    warnings = (
        *raw.warnings,
        *(warning for draft in drafts for warning in draft.document.warnings),
        *(warning for extraction in extractions for warning in extraction.warnings),
    )
    return _Content(drafts, facts, tuple(dict.fromkeys(warnings)))


def _save(store: Store, path: Path, file_hash: str, size: int, content: _Content) -> None:
    store.keep_original(path, file_hash)
    with store.transaction():
        for draft, facts in zip(content.drafts, content.facts, strict=True):
            store.documents.save(draft.document, draft.sections, draft.chunks)
            store.facts.save(draft.document.id, facts)
        file_id = store.files.save(
            path=_key(path), name=path.name, file_hash=file_hash, size=size, rules=rules_version()
        )
        store.files.link(file_id, tuple(draft.document.id for draft in content.drafts))


def _report(path: Path, outcome: Outcome, document_ids: tuple[str, ...], *, reason: str = "") -> FileReport:
    return FileReport(
        path=_key(path),
        name=path.name,
        outcome=outcome,
        reason=reason,
        documents=len(document_ids),
        document_ids=document_ids,
    )


def _log(store: Store, report: FileReport) -> None:
    with store.transaction():
        store.files.log(
            LogEntry(
                time=now(),
                path=report.path,
                name=report.name,
                outcome=report.outcome,
                reason=report.reason,
                documents=report.documents,
                chunks=report.chunks,
                facts=report.facts,
                elapsed_ms=report.elapsed_ms,
            )
        )


def _hash_file(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise ReadError(f"{path.name} cannot be opened ({error.strerror}): check its permissions") from error
    return digest.hexdigest(), size


def _key(path: Path) -> str:
    return str(path.resolve())
