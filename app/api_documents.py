"""Routes of the documents: list, read, download, add and remove."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, JSONResponse

from app.api_context import AnyUser, ApiContext, Maintainer
from app.api_models import DocumentBody, DocumentsBody, RemovedBody, UploadResultBody
from app.commands.documents_command import list_documents
from app.uploads import Upload, ingest_uploads
from ingest.pipeline import FileReport
from kb.contract import JsonObject
from kb.corpus import Corpus
from kb.errors import DamagedFileError

_DocumentId = Annotated[str, PathParameter(min_length=1, max_length=100, description="a document's id")]


def document_routes(context: ApiContext) -> APIRouter:
    """``/documents`` and below."""
    router = APIRouter(prefix="/documents", tags=["documents"])

    @router.get("", response_model=DocumentsBody)
    def documents(user: AnyUser) -> JSONResponse:  # noqa: ARG001
        """The documents with status, versions and counts."""
        base = context.service.base
        rows = list_documents(
            base.corpus,
            chunk_counts=base.store.documents.chunk_counts(),
            fact_counts=base.store.facts.counts(),
        )
        return JSONResponse({"count": len(rows), "documents": rows})

    @router.get("/{document_id}", response_model=DocumentBody)
    def document(document_id: _DocumentId, user: AnyUser) -> JSONResponse:  # noqa: ARG001
        """Outline and text of one document."""
        return JSONResponse(document_json(context.service.base.corpus, document_id))

    @router.get(
        "/{document_id}/original",
        response_class=FileResponse,
        responses={200: {"content": {"application/octet-stream": {}}, "description": "The file as received"}},
    )
    def original(document_id: _DocumentId, user: AnyUser) -> FileResponse:  # noqa: ARG001
        """The file as received, to be saved: a browser never shows it as a page."""
        service = context.service
        found = service.base.corpus.document(document_id)
        return FileResponse(
            service.original(found.id),
            media_type="application/octet-stream",
            filename=found.source,
            headers={"content-security-policy": "sandbox"},
        )

    @router.post("", response_model=UploadResultBody)
    def upload(files: Annotated[list[UploadFile], File(min_length=1)], user: Maintainer) -> JSONResponse:
        """Add files; a file of a known name replaces what was uploaded under it before."""
        uploads = [Upload(file.filename or "", file.file) for file in files]
        reports = ingest_uploads(context.service, uploads, limits=context.limits)
        context.audit.upload(user.name, reports, via="api")
        if all(report.outcome == "failed" for report in reports):
            raise DamagedFileError("; ".join(f"{report.name}: {report.reason}" for report in reports))
        return JSONResponse({"files": [report_json(report) for report in reports]})

    @router.delete("/{document_id}", response_model=RemovedBody)
    def remove(document_id: _DocumentId, user: Maintainer) -> RemovedBody:
        """Remove a document with everything it brought."""
        found = context.service.base.corpus.document(document_id)
        context.service.remove(found.id)
        context.audit.removal(user.name, found.id, found.metadata.title, via="api")
        return RemovedBody(removed=found.id, title=found.metadata.title)

    return router


def document_json(corpus: Corpus, document_id: str) -> JsonObject:
    """A document with outline and text.

    Raises:
        UnknownDocumentError: there is no such document.
    """
    document = corpus.document(document_id)
    sections = []
    for section in corpus.sections(document.id):
        values = asdict(section)
        del values["document_id"]
        sections.append({**values, "path": list(section.path)})
    return {
        "id": document.id,
        "source": document.source,
        "status": corpus.status[document.id],
        "superseded_by": corpus.superseded_by.get(document.id),
        "metadata": asdict(document.metadata),
        "page_starts": list(document.page_starts),
        "warnings": list(document.warnings),
        "sections": sections,
        "text": document.text,
    }


def report_json(report: FileReport) -> JsonObject:
    """What became of a file, without the server's paths."""
    values = asdict(report)
    del values["path"]
    return values
