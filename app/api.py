"""The REST API under ``/api``: an application of its own, with its own OpenAPI document and errors."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer

from app.api_asking import asking_routes
from app.api_context import ApiContext
from app.api_documents import document_routes
from app.api_errors import RESPONSES, add_error_handlers
from app.api_evaluation import evaluation_routes
from app.api_health import health_routes, program_version
from app.body_limit import BodyLimit

_DESCRIPTION = (
    "Cited answers from policy documents. Every statement of an answer is a verbatim quote with its "
    "place. Send a token as `Authorization: Bearer TOKEN` where the server has a users file."
)
_MULTIPART_BYTES = 100_000
"""What boundaries and headers of an upload may add to its files."""


def create_api(context: ApiContext) -> FastAPI:
    """The API over one service. Requests must have passed ``app.guard.Guard``, which says who asks."""
    api = FastAPI(
        title="Policy KB",
        version=program_version(),
        description=_DESCRIPTION,
        docs_url=None,  # FastAPI's documentation pages load scripts from another host
        redoc_url=None,
        responses=RESPONSES,
    )
    add_error_handlers(api)
    api.add_middleware(
        BodyLimit,
        max_body_bytes=context.limits.max_body_bytes,
        upload_path="/api/documents",
        max_upload_bytes=context.limits.max_upload_bytes + _MULTIPART_BYTES,
    )
    # only for the OpenAPI document: the guard has already decided
    signed: list[Any] = [] if context.access.is_open else [Depends(HTTPBearer(auto_error=False))]
    api.include_router(health_routes(context))
    for routes in (asking_routes(context), document_routes(context), evaluation_routes(context)):
        api.include_router(routes, dependencies=signed)
    return api
