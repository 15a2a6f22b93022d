"""Routes that answer: ask, search and facts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from app.api_context import AnyUser, ApiContext
from app.api_models import AnswerBody, AskBody, FactsBody, FiltersBody, SearchResultBody
from app.commands.search_command import passage_json
from app.export.fact_filter import FactFilter, select_facts
from app.export.facts_table import FactRow, FactType, citations, fact_rows
from app.open import SearchMode
from kb.contract import Answer, JsonObject
from kb.corpus import Corpus
from kb.records import Filters, Role

_Names = Annotated[list[Annotated[str, Query(max_length=500)]], Query(max_length=100, default_factory=list)]
_Years = Annotated[list[Annotated[int, Query(ge=1900, le=2200)]], Query(max_length=100, default_factory=list)]
_Name = Annotated[str | None, Query(min_length=1, max_length=500)]


def asking_routes(context: ApiContext) -> APIRouter:
    """``/ask``, ``/search`` and ``/facts``."""
    router = APIRouter()

    @router.post("/ask", response_model=AnswerBody, tags=["ask"])
    def ask(body: AskBody, user: AnyUser) -> JSONResponse:
        """Answer a question with citations, or say what the documents lack."""
        service = context.filled_service()
        filters = filters_of(body.filters, service.base.corpus)
        answer = service.ask(body.question, turns=body.turns, filters=filters)
        context.audit.question(user.name, answer, via="api")
        return JSONResponse(answer.to_json())

    @router.get("/search", response_model=SearchResultBody, tags=["ask"])
    def search(
        user: AnyUser,
        region: _Names,
        year: _Years,
        document: _Names,
        q: Annotated[str, Query(min_length=1, max_length=2000, pattern=r"\S")],
        k: Annotated[int, Query(ge=1, le=100)] = 10,
        mode: SearchMode = "hybrid",
    ) -> JSONResponse:
        """Ranked passages."""
        service = context.filled_service()
        body = FiltersBody(regions=region, years=year, documents=document)
        filters = filters_of(body, service.base.corpus)
        found = service.search(q, top_k=k, mode=mode, filters=filters)
        context.audit.record(user.name, "search", via="api", query=q)
        return JSONResponse({"query": q, "passages": [passage_json(passage) for passage in found]})

    @router.get("/facts", response_model=FactsBody, tags=["facts"])
    def facts(
        user: AnyUser,  # noqa: ARG001
        type: FactType | None = None,
        unit: _Name = None,
        role: Role | None = None,
        region: _Name = None,
        year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
        document: _Name = None,
        topic: _Name = None,
        limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> JSONResponse:
        """Responsibilities, targets and deadlines with the passages that prove them."""
        corpus = context.service.base.corpus
        wanted = FactFilter(
            type=type,
            unit=unit,
            role=role,
            region=region,
            year=year,
            document=corpus.resolve_document(document).id if document else None,
            topic=topic,
        )
        chosen = select_facts(corpus, wanted)
        rows = fact_rows(corpus, chosen[offset : offset + limit])
        return JSONResponse({"count": len(chosen), **facts_json(rows)})

    return router


def filters_of(body: FiltersBody, corpus: Corpus) -> Filters:
    """The filters that a request names.

    Raises:
        UnknownDocumentError: a document that there is not.
    """
    return Filters(
        regions=tuple(body.regions),
        document_ids=tuple(corpus.resolve_document(name).id for name in body.documents),
        years=tuple(body.years),
        statuses=tuple(body.statuses),
    )


def facts_json(rows: tuple[FactRow, ...]) -> JsonObject:
    """Facts and citations, each in the contract's shape."""
    shown = Answer(
        question="",
        kind="unit_tasks",
        text="",
        facts=tuple(row.fact for row in rows),
        citations=citations(rows),
    ).to_json()
    return {"facts": shown["facts"], "citations": shown["citations"]}
