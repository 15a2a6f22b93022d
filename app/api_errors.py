"""Errors of the REST API: one line of JSON with the remedy, never a traceback."""

from __future__ import annotations

import logging
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.api_models import ErrorBody
from kb.errors import (
    EmptyStoreError,
    FileTooLargeError,
    ForbiddenError,
    IndexStateError,
    InvalidQuestionError,
    KBError,
    LockedError,
    ModelError,
    ReadError,
    SignInError,
    StoreError,
    TooManyRequestsError,
    UnknownDocumentError,
    UnsupportedFormatError,
    UsageError,
)

# the first class that fits decides
_STATUS: tuple[tuple[type[KBError], int], ...] = (
    (UnknownDocumentError, 404),
    (InvalidQuestionError, 422),
    (UsageError, 400),
    (UnsupportedFormatError, 415),
    (FileTooLargeError, 413),
    (ReadError, 422),
    (LockedError, 409),
    (EmptyStoreError, 409),
    (IndexStateError, 409),
    (SignInError, 401),
    (ForbiddenError, 403),
    (TooManyRequestsError, 429),
    (ModelError, 503),
    (StoreError, 503),
)

RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": description}
    for status, description in (
        (400, "The request cannot be carried out"),
        (401, "No valid token or session"),
        (403, "The role does not allow it"),
        (404, "No such document"),
        (405, "No such method here"),
        (409, "Not in the present state: empty, or another is writing"),
        (413, "Too large"),
        (415, "A kind of file that is not read"),
        (422, "Invalid input"),
        (429, "Asked too often"),
        (503, "The model or the store cannot be used"),
    )
}

_log = logging.getLogger(__name__)


def status_of(error: KBError) -> int:
    """The HTTP status for an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of ``app`` an ``ErrorBody``."""

    @app.exception_handler(KBError)
    def known(_request: Request, error: KBError) -> JSONResponse:
        headers = (
            {"retry-after": str(error.retry_after_s)} if isinstance(error, TooManyRequestsError) else None
        )
        return _body(status_of(error), str(error), headers)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers or {})
        if error.status_code == 405:
            headers["Allow"] = ", ".join(_allowed_methods(app, request))
        return _body(error.status_code, str(error.detail), headers)

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # the values themselves are not repeated: they may be long, or no valid text
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'][1:]) or problem['loc'][0]}: {problem['msg']}"
            for problem in error.errors()[:5]
        ]
        return _body(422, "; ".join(problems))

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> JSONResponse:
        _log.exception("%s %s failed", request.method, request.url.path, exc_info=error)
        return _body(500, "internal error: the server's log tells more")


def _allowed_methods(app: FastAPI, request: Request) -> list[str]:
    """Methods of every route of this path; Starlette itself names only those of the first."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    methods: set[str] = set()
    for template, operations in app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            methods.update(name.upper() for name in operations)
    return sorted(methods)


def _body(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    line = " ".join(detail.encode("utf-8", "backslashreplace").decode().split())
    return JSONResponse({"detail": line}, status_code=status, headers=headers)
