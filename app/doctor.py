"""What is installed, which model runs, and whether the index fits the store."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kb.errors import IndexStateError, KBError
from kb.settings import Settings
from kb.store.store import DATABASE_NAME, Store, open_store

if TYPE_CHECKING:
    from index.embedder import Embedder

State = Literal["ok", "note", "todo"]
LoadEmbedder = Callable[[str | None], "Embedder"]

_SMALL_DISK_BYTES = 1_000_000_000
_PROBE = "牵头单位是谁"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. "note" is worth knowing, "todo" needs somebody to do what ``remedy`` says."""

    check: str
    state: State
    found: str
    remedy: str = ""


def examine(settings: Settings, *, load: LoadEmbedder) -> Iterator[Finding]:
    """Every finding, as soon as it is known; ``load`` gets the name of a model, None for the bundled one."""
    yield Finding("program", "ok", f"Policy KB {_version('policy-kb') or 'from a checkout'}, {_platform()}")
    yield from _packages()
    yield from _helpers()
    yield _disk(settings.folder)
    store, opened = _open(settings.folder)
    yield opened
    name = settings.embedding_model or (store.get_meta("embedding_model") if store else None)
    model, loaded = _model(name, load)
    yield loaded
    if store is not None:
        yield _index(store, settings.index_dir, model)
        yield from _files(store)


def _platform() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _packages() -> Iterator[Finding]:
    """The program's own requirements, as its metadata lists them."""
    from packaging.requirements import Requirement

    try:
        listed = [Requirement(line) for line in requires("policy-kb") or ()]
    except PackageNotFoundError:
        yield Finding("packages", "note", "the program is not installed as a package", "pip install -e .")
        return
    needed = [r for r in listed if r.marker is None or r.marker.evaluate({"extra": ""})]
    wrong = []
    for requirement in needed:
        installed = _version(requirement.name)
        if installed is None:
            wrong.append((requirement, f"{requirement.name} is missing"))
        elif not requirement.specifier.contains(installed, prereleases=True):
            wrong.append((requirement, f"{requirement.name} {installed} does not fit"))
    for requirement, problem in wrong:
        wanted = f"{requirement.name}{requirement.specifier}"
        yield Finding("packages", "todo", problem, f"pip install '{wanted}'")
    if not wrong:
        yield Finding("packages", "ok", f"all {len(needed)} required packages are installed")


def _helpers() -> Iterator[Finding]:
    """What is not needed, but widens what can be read."""
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield Finding("LibreOffice", "ok", "found: .doc, .wps and .rtf files are converted")
    else:
        yield Finding(
            "LibreOffice", "note", "not found: .doc, .wps and .rtf files are refused", "install LibreOffice"
        )


def _disk(folder: Path) -> Finding:
    place = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(place).free
    state: State = "ok" if free > _SMALL_DISK_BYTES else "todo"
    return Finding(
        "disk",
        state,
        f"{free / 1e9:.1f} GB free at {place}",
        "" if state == "ok" else "free some space: 1 GB is wanted",
    )


def _open(folder: Path) -> tuple[Store | None, Finding]:
    if not (folder / DATABASE_NAME).exists():
        return None, Finding(
            "knowledge base", "todo", f"none in {folder}", f"policy-kb ingest --kb {folder} PATH"
        )
    try:
        store = open_store(folder)
        verdict = str(store.connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        count = len(store.documents.ids())
    except (KBError, sqlite3.Error) as error:
        return None, Finding(
            "knowledge base",
            "todo",
            " ".join(str(error).split()),
            "restore a copy, or ingest into a new folder",
        )
    if verdict != "ok":
        damaged = Finding(
            "knowledge base", "todo", f"damaged: {verdict}", "restore a copy, or ingest into a new folder"
        )
        return store, damaged
    if count == 0:
        return store, Finding(
            "knowledge base", "todo", f"no document in {folder}", f"policy-kb ingest --kb {folder} PATH"
        )
    facts = sum(store.facts.counts().values())
    return store, Finding("knowledge base", "ok", f"{count} documents and {facts} facts in {folder}")


def _model(name: str | None, load: LoadEmbedder) -> tuple[Embedder | None, Finding]:
    """Load the model and embed a question: nothing less proves that it works."""
    started = time.perf_counter()
    try:
        model = load(name)
        loaded = time.perf_counter()
        model.encode_query(_PROBE)
    except KBError as error:
        return None, Finding(
            "model", "todo", " ".join(str(error).split()), "do what the message says, then run doctor again"
        )
    took_ms = round((time.perf_counter() - loaded) * 1000)
    return model, Finding(
        "model",
        "ok",
        f"{model.name}, {model.dimension} dimensions, loads in {loaded - started:.1f} s, "
        f"first question {took_ms} ms",
    )


def _index(store: Store, index_dir: Path, model: Embedder | None) -> Finding:
    from index.snapshot import open_snapshot

    rebuild = "run 'policy-kb ingest' again with any file of the knowledge base"
    if not store.documents.ids() and not index_dir.exists():
        return Finding("index", "ok", "nothing to index yet")

    def embedder() -> Embedder:
        raise AssertionError("opening a snapshot embeds nothing")

    try:
        manifest = open_snapshot(index_dir, embedder=embedder).manifest
        if model is not None:
            manifest.check_model(model.name, model.dimension)
    except IndexStateError as error:
        return Finding("index", "todo", " ".join(str(error).split()), rebuild)
    if manifest.corpus_hash != store.documents.corpus_hash():
        return Finding(
            "index",
            "todo",
            f"behind the store: it holds {manifest.chunk_count} passages and {manifest.fact_count} facts",
            rebuild,
        )
    return Finding("index", "ok", f"fits the store: {manifest.chunk_count} passages")


def _files(store: Store) -> Iterator[Finding]:
    from ingest.pipeline import rules_version

    files = store.files.all()
    lost = [file.name for file in files if not store.original_path(file.hash, file.name).exists()]
    if lost:
        yield Finding("originals", "todo", f"not kept: {_some(lost)}", "ingest these files again")
    old = [file.name for file in files if file.rules != rules_version()]
    if old:
        yield Finding(
            "reading rules",
            "note",
            f"{len(old)} files were read by an earlier version of the program",
            "ingest them again to use what it reads better now",
        )
    latest: dict[str, str] = {}
    for entry in store.files.log_entries():
        latest.setdefault(entry.path, f"{entry.name} ({entry.reason})" if entry.outcome == "failed" else "")
    failed = [problem for problem in latest.values() if problem]
    if failed:
        yield Finding("files", "note", f"could not be read: {_some(failed)}", "mend and ingest them again")


def _some(names: list[str]) -> str:
    shown = "; ".join(" ".join(name.split()) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
