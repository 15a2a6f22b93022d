"""Requests above a size are refused, by what they announce and again while they arrive."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware. ``upload_path`` takes bodies of ``max_upload_bytes``, all others ``max_body_bytes``."""

    def __init__(self, app: ASGIApp, *, max_body_bytes: int, upload_path: str, max_upload_bytes: int) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes
        self._upload_path = upload_path
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._max_upload_bytes if scope["path"] == self._upload_path else self._max_body_bytes
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isascii() and announced.isdigit() and int(announced) > limit:
            await JSONResponse({"detail": _message(limit)}, status_code=413)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    received = 0

    async def receive_counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            # FastAPI passes this on from wherever it reads the body
            raise HTTPException(413, _message(limit))
        return message

    return receive_counted


def _message(limit: int) -> str:
    return f"the request is larger than {limit / 1e6:.1f} MB: send less, or a split file"
