"""``policy-kb ingest``: files and folders become part of the knowledge base."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json, print_json

if TYPE_CHECKING:
    from index.embedder import Embedder
    from ingest.pipeline import FileReport, Outcome
    from kb.settings import Settings
    from kb.store.store import Store

_EXIT_PARTLY = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")
    parser.add_argument(
        "--embedding-model", help="sentence-transformers model, by name or folder, for a new base"
    )
    parser.add_argument("--allow-download", action="store_true", help="let the model be fetched from a hub")
    parser.add_argument(
        "--eval",
        action="store_true",
        help="probe the new documents, then run the base's own question sets (exit 4 when worse)",
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Ingest, then bring the index up to date."""
    from app.indexing import refresh_index
    from app.open import read_settings
    from ingest.pipeline import find_files, ingest_files

    settings = read_settings(
        options.kb, embedding_model=options.embedding_model, allow_download=options.allow_download
    )
    files = find_files(options.paths)
    store, embedder = _open_for_writing(settings)
    reports: list[FileReport] = []
    with store.writing(), _progress(enabled=not options.json) as bar:
        reading = bar.add_task("reading", total=len(files))
        for report in ingest_files(store, files):
            reports.append(report)
            bar.advance(reading)
            if not options.json:
                _print_report(report)
        embedding = bar.add_task("indexing", total=None)
        rebuilt = refresh_index(
            store,
            settings.index_dir,
            embedder,
            progress=lambda done, total: bar.update(embedding, completed=done, total=total),
        )
        bar.update(embedding, completed=1, total=1)
    counts = Counter(report.outcome for report in reports)
    if options.json:
        print_json({"files": [_report_json(r) for r in reports], "counts": counts, "index_rebuilt": rebuilt})
    else:
        _print_summary(reports, counts, documents=len(store.documents.ids()))
    code = _EXIT_PARTLY if counts["failed"] else 0
    return _evaluate(options.kb, settings, reports) or code if options.eval else code


def _evaluate(folder: Path, settings: Settings, reports: Sequence[FileReport]) -> int:
    """Say which new documents cannot be found by their own facts, then run the base's own question sets."""
    from app.commands import eval_command
    from app.evaluation import KnowledgeBaseSystem
    from app.open import open_knowledge_base
    from eval.probes import probe_documents

    base = open_knowledge_base(settings)
    new = [i for report in reports if report.outcome in ("added", "updated") for i in report.document_ids]
    for line in probe_documents(KnowledgeBaseSystem(base), base.corpus, new).lines():
        print(line, file=sys.stderr)
    own_sets = sorted(path.parent.name for path in folder.glob("sets/*/questions.jsonl"))
    if not own_sets:
        print(
            f"no question set in {folder / 'sets'}: 'policy-kb eval' runs the bundled ones", file=sys.stderr
        )
        return 0
    parser = argparse.ArgumentParser()
    eval_command.add_arguments(parser)
    options = parser.parse_args(own_sets)
    options.kb = folder
    return int(eval_command.run(options))


def _open_for_writing(settings: Settings) -> tuple[Store, Callable[[], Embedder]]:
    """The store and its embedder; a model that is asked for must load before a base is made with it."""
    from app.indexing import check_model, record_model
    from app.open import lazy_embedder
    from kb.store.store import DATABASE_NAME, Store, create_store

    embedder = lazy_embedder(settings, Store(settings.folder))
    if settings.embedding_model is None:
        return create_store(settings.folder), embedder
    if (settings.folder / DATABASE_NAME).exists():
        check_model(create_store(settings.folder), settings.embedding_model)
    model = embedder()
    store = create_store(settings.folder)
    with store.writing():
        check_model(store, settings.embedding_model)
        record_model(store, model)
    return store, embedder


class _NoProgress:
    """Stands in for rich's progress bar where nobody watches."""

    def add_task(self, *_args: Any, **_kwargs: Any) -> int:
        return 0

    def advance(self, *_args: Any) -> None:
        return None

    def update(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _progress(*, enabled: bool) -> AbstractContextManager[Any]:
    if not (enabled and sys.stderr.isatty()):
        return nullcontext(_NoProgress())
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True)


def _print_report(report: FileReport) -> None:
    size = (
        f"  {report.documents} documents, {report.chunks} chunks, {report.facts} facts"
        if report.chunks
        else ""
    )
    reason = f"  {report.reason}" if report.reason else ""
    print(f"{report.outcome:<9}  {report.name}{size}{reason}", flush=True)
    for warning in report.warnings:
        print(f"           note: {warning}")


def _print_summary(reports: list[FileReport], counts: Mapping[Outcome, int], *, documents: int) -> None:
    outcomes: tuple[Outcome, ...] = ("added", "updated", "unchanged", "duplicate", "failed")
    parts = [f"{counts[name]} {name}" for name in outcomes]
    print(f"{len(reports)} files: {', '.join(parts)}; the knowledge base holds {documents} documents")


def _report_json(report: FileReport) -> dict[str, Any]:
    return asdict(report)
