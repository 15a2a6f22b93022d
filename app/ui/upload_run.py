"""An upload with everything that follows it, as a series of states that the page draws."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.evaluation import KnowledgeBaseSystem, set_sources
from app.uploads import Upload, ingest_uploads
from eval.probes import ProbeReport, probe_documents
from kb.errors import KBError

if TYPE_CHECKING:
    from app.limits import Limits
    from app.service import Service
    from ingest.pipeline import FileReport


@dataclass(frozen=True, slots=True)
class Reading:
    """``done`` of ``total`` files are read; ``name`` is the last one."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Indexing:
    """``done`` of ``total`` passages have their vector."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Probing:
    """The new documents are being asked for."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The end; ``error`` says in one line why nothing was added."""

    reports: tuple[FileReport, ...] = ()
    probes: ProbeReport | None = None
    error: str = ""
    notes: tuple[str, ...] = field(default=())


Step = Reading | Indexing | Probing | Finished


def run_upload(
    service: Service, paths: Sequence[Path], *, limits: Limits, replacing: str | None = None
) -> Iterator[Step]:
    """Ingest uploaded files, replace a document where asked, and probe what is new.

    Yields each step as it happens; the last is always ``Finished``.
    """
    steps: queue.Queue[Step] = queue.Queue()

    def work() -> None:
        try:
            steps.put(_ingest(service, paths, limits, replacing, steps))
        except KBError as error:
            steps.put(Finished(error=str(error)))
        except Exception as error:
            steps.put(Finished(error=f"{type(error).__name__}: {error}"))
            raise

    threading.Thread(target=work, name="upload", daemon=True).start()
    yield Reading(0, len(paths), "")
    while True:
        step = steps.get()
        yield step
        if isinstance(step, Finished):
            return


def evaluation_sets(service: Service) -> tuple[str, ...]:
    """The sets that say something about this knowledge base: the user's own, and those run over it before."""
    sources = set_sources(service.settings.folder)
    own = [name for name, source in sources.items() if source.documents is None]
    before = [run.set_name for run in service.base.store.runs.all() if run.set_name in sources]
    return tuple(dict.fromkeys((*own, *before)))


def _ingest(
    service: Service, paths: Sequence[Path], limits: Limits, replacing: str | None, steps: queue.Queue[Step]
) -> Finished:
    old = _documents_of_file(service, replacing) if replacing else ()
    done: list[FileReport] = []

    def on_report(report: FileReport) -> None:
        done.append(report)
        steps.put(Reading(len(done), len(paths), report.name))

    with ExitStack() as stack:
        uploads = [Upload(path.name, stack.enter_context(path.open("rb"))) for path in paths]
        reports = ingest_uploads(
            service,
            uploads,
            limits=limits,
            on_report=on_report,
            progress=lambda count, total: steps.put(Indexing(count, total)),
        )
    new = [name for report in reports if report.outcome != "failed" for name in report.document_ids]
    if new:
        for document_id in old:
            if document_id not in new and document_id in service.base.corpus.documents:
                service.remove(document_id)
    steps.put(Probing())
    fresh = [n for r in reports if r.outcome in ("added", "updated") for n in r.document_ids]
    base = service.base
    probes = probe_documents(KnowledgeBaseSystem(base), base.corpus, fresh) if fresh else None
    return Finished(reports, probes)


def _documents_of_file(service: Service, document_id: str) -> tuple[str, ...]:
    """The document and its companions from the same file."""
    documents = service.base.corpus.documents
    if document_id not in documents:
        return ()
    file_hash = documents[document_id].file_hash
    return tuple(document.id for document in documents.values() if document.file_hash == file_hash)
