"""From paths to stored documents: one transaction a file, reported after it is committed."""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import re
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
from ingest.readers.names import shown
from ingest.readers.registry import read_file
from kb.errors import DamagedFileError, EmptyFileError, ReadError, UsageError
from kb.records import Document, Fact
from kb.store.files import LogEntry, StoredFile, now
from kb.store.store import DATABASE_NAME, Store

Outcome = Literal["added", "updated", "unchanged", "duplicate", "failed"]
_ANSWERING = frozenset({"answer", "store", "question", "lay_law", "pipeline.py", "graph.py", "contract.py"})

MAX_FILE_BYTES = 200_000_000

_log_of_module = logging.getLogger(__name__)

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

    Hidden files and folders, and knowledge bases, are passed over unless they are named themselves.

    Raises:
        UsageError: a path does not exist, a folder may not be listed, or nothing was found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{shown(path)} does not exist: check the path")
        found.update(dict.fromkeys(sorted(_files_below(path)) if path.is_dir() else [path]))
    if not found:
        raise UsageError("no file in the given folders: put .txt, .md, .html, .docx or .pdf files there")
    return tuple(found)


def ingest_files(
    store: Store, files: Iterable[Path], *, max_file_bytes: int = MAX_FILE_BYTES
) -> Iterator[FileReport]:
    """Bring files into the store, yielding a report for each after its transaction.

    The caller holds ``store.writing()``. A file that cannot be read is reported as failed and leaves
    what was stored of it before in place.
    """
    for path in files:
        started = time.monotonic()
        try:
            report = _ingest_file(store, path, max_file_bytes)
        except ReadError as error:
            why = str(error).removeprefix(f"{shown(path)}: ")
            report = FileReport(path=_key(path), name=shown(path), outcome="failed", reason=why)
        except OSError as error:
            why = f"{error.strerror or error}; check the disk and the permissions"
            report = FileReport(path=_key(path), name=shown(path), outcome="failed", reason=why)
        elapsed_ms = round((time.monotonic() - started) * 1000)
        report = replace(report, elapsed_ms=elapsed_ms)
        _log(store, report)
        yield report


def remove_document(store: Store, document: Document) -> None:
    """Remove one document with its sections, chunks and facts.

    With the last document of a file go the file, its original and its earlier versions, so that
    ingesting the file again brings it back.
    """
    with store.transaction():
        store.documents.delete(document.id)
        store.files.delete_without_documents()
        store.documents.delete_orphans()
    store.drop_unused_originals()


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
    return relative.parts[0] not in _ANSWERING


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_cannot_list):
        if DATABASE_NAME in names:
            folders.clear()  # a knowledge base: its originals are in it already
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith((".", "~$")) and name not in _IGNORED_NAMES:
                yield Path(place, name)


def _cannot_list(error: OSError) -> None:
    place = shown(Path(os.fsdecode(error.filename or "")))
    raise UsageError(f"the folder {place} cannot be listed ({error.strerror}): check its permissions")


def _ingest_file(store: Store, path: Path, max_bytes: int) -> FileReport:
    if not path.is_file() or path.stat().st_size > max_bytes:
        read_file(path, max_bytes=max_bytes)  # says why such a thing cannot be read
    file_hash, size = _hash_file(path)
    known = store.files.by_path(_key(path))
    current = known is not None and known.hash == file_hash and known.rules == rules_version()
    if known is not None and current:
        return _report(path, "unchanged", store.files.documents_of(known.id))
    elsewhere = store.files.by_hash(file_hash)
    if known is None and elsewhere:
        present = next((file for file in elsewhere if _exists(file)), None)
        if present is not None and present.rules != rules_version():
            # the copy that is known is read anew first: read by other rules it would look like another document
            _ingest_file(store, _place(present), max_bytes)
            return _ingest_file(store, path, max_bytes)
        if present is not None:
            same = f"same content as {present.name}"
            return _report(path, "duplicate", store.files.documents_of(present.id), reason=same)
        if present is None and elsewhere[0].name == shown(path) and elsewhere[0].rules == rules_version():
            _move(store, elsewhere[0], path)
            return _report(path, "unchanged", store.files.documents_of(elsewhere[0].id), reason="moved")
        if present is None:
            known = elsewhere[0]
    content = _read(path, file_hash, max_bytes)
    if known is not None and known.path != _key(path):
        _move(store, known, path)
    _save(store, path, file_hash, size, content)
    return FileReport(
        path=_key(path),
        name=shown(path),
        outcome="added" if known is None else "updated",
        reason=_why_updated(known, path, file_hash),
        documents=len(content.drafts),
        chunks=sum(len(draft.chunks) for draft in content.drafts),
        facts=sum(len(facts) for facts in content.facts),
        warnings=content.warnings,
        document_ids=tuple(draft.document.id for draft in content.drafts),
    )


def _move(store: Store, file: StoredFile, path: Path) -> None:
    with store.transaction():
        store.files.move(file.id, path=_key(path), name=shown(path))


def _exists(file: StoredFile) -> bool:
    return os.path.exists(_place(file))  # noqa: PTH110 - Path.exists raises on names that cannot exist here


def _place(file: StoredFile) -> Path:
    """Where the file lies; its name may hold bytes that are no text."""
    return Path(re.sub(r"\\udc([89a-f][0-9a-f])", lambda byte: chr(0xDC00 + int(byte[1], 16)), file.path))


def _why_updated(known: StoredFile | None, path: Path, file_hash: str) -> str:
    if known is None or known.hash != file_hash:
        return ""
    return "the reading rules have changed" if known.path == _key(path) else f"renamed from {known.name}"


def _read(path: Path, file_hash: str, max_bytes: int) -> _Content:
    raw = read_file(path, max_bytes=max_bytes)
    try:
        drafts = build_drafts(raw, source=shown(path), file_hash=file_hash)
        extractions = [extract_facts(draft) for draft in drafts]
    except Exception as error:  # a fault of ours in one file must not stop the rest
        _log_of_module.debug("reading %s", path, exc_info=True)
        raise DamagedFileError(
            f"{shown(path)}: its structure cannot be read ({type(error).__name__}: {error}); "
            "please report this file, or save it as plain text"
        ) from error
    if not drafts:
        raise EmptyFileError(f"{shown(path)}: holds no text; check that it is the right file")
    facts: tuple[tuple[Fact, ...], ...] = tuple(
        (*e.responsibilities, *e.targets, *e.deadlines) for e in extractions
    )
    kept = tuple(
        _with_warnings(draft, *(raw.warnings if position == 0 else ()), *extraction.warnings)
        for position, (draft, extraction) in enumerate(zip(drafts, extractions, strict=True))
    )
    warnings = dict.fromkeys(warning for draft in kept for warning in draft.document.warnings)
    return _Content(kept, facts, tuple(warnings))


def _with_warnings(draft: Draft, *more: str) -> Draft:
    """The draft whose document remembers what a maintainer should know, long after the upload."""
    warnings = tuple(dict.fromkeys((*more, *draft.document.warnings)))
    return replace(draft, document=replace(draft.document, warnings=warnings))


def _save(store: Store, path: Path, file_hash: str, size: int, content: _Content) -> None:
    store.keep_original(path, file_hash)
    with store.transaction():
        for draft, facts in zip(content.drafts, content.facts, strict=True):
            store.documents.save(draft.document, draft.sections, draft.chunks)
            store.facts.save(draft.document.id, facts)
        file_id = store.files.save(
            path=_key(path), name=shown(path), file_hash=file_hash, size=size, rules=rules_version()
        )
        store.files.link(file_id, tuple(draft.document.id for draft in content.drafts))


def _report(path: Path, outcome: Outcome, document_ids: tuple[str, ...], *, reason: str = "") -> FileReport:
    return FileReport(
        path=_key(path),
        name=shown(path),
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
        raise ReadError(
            f"{shown(path)}: cannot be opened ({error.strerror}); check its permissions"
        ) from error
    return digest.hexdigest(), size


def _key(path: Path) -> str:
    """What identifies the file between runs: its absolute path as valid text, whatever bytes it holds."""
    return os.path.realpath(path).encode("utf-8", "backslashreplace").decode()
