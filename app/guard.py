"""The one door of the server: every request passes here, whichever part answers it.

Gradio's own login leaves some of its routes open, so nothing is left to the parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access import Access, is_loopback
from app.limits import RequestLimiter
from app.users import User
from kb.errors import TooManyRequestsError

SESSION_COOKIE = "policy_kb_session"
PUBLIC_PATHS = frozenset({"/login", "/logout", "/api/health"})

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# what costs work; the page's own files and status streams are not counted
_COUNTED = ("/api/", "/mcp", "/gradio_api/queue/join", "/gradio_api/call/", "/gradio_api/run/")
_COUNTED_UPLOAD = "/gradio_api/upload"
_CONTENT_POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    # whatever a document smuggles in, the browser asks no other machine for anything
    "content-security-policy": _CONTENT_POLICY,
}


class Guard:
    """ASGI middleware: origin, identity and request rate. The user is left in ``request.state.user``."""

    def __init__(self, app: ASGIApp, *, access: Access, limiter: RequestLimiter) -> None:
        self._app = app
        self._access = access
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        user = self._user(scope)
        refusal = self._refusal(scope, user)
        if refusal is None:
            scope["state"] = {**scope.get("state", {}), "user": user}
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refusal(scope, receive, _with_headers(send))

    def _user(self, scope: Scope) -> User | None:
        if self._access.is_open:
            return self._access.user(None)
        headers = Headers(scope=scope)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._access.user_of_token(token.strip())
        key = session_key(headers)
        return self._access.user_of_session(key) if key else None

    def _refusal(self, scope: Scope, user: User | None) -> Response | None:
        """The answer to a request that goes no further."""
        headers, path = Headers(scope=scope), scope["path"]
        host = headers.get("host", "")
        if self._access.is_open and not is_loopback(_host_name(host)):
            # another site's name that was pointed at this machine (DNS rebinding)
            return _complaint(403, "without a users file only this machine is served: open 127.0.0.1")
        if scope.get("method", "GET") not in _READING and not _same_origin(headers, host):
            return _complaint(403, "the request comes from another site: open the page itself")
        if user is None and path not in PUBLIC_PATHS:
            return _sign_in_first(scope, headers)
        if user is not None and _is_counted(scope):
            try:
                self._limiter.take(user.name)
            except TooManyRequestsError as error:
                return _complaint(429, str(error), {"retry-after": str(error.retry_after_s)})
        return None


def session_key(headers: Headers) -> str | None:
    """The session key in the request's cookies."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(SESSION_COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def _sign_in_first(scope: Scope, headers: Headers) -> Response:
    path = scope["path"]
    wants_page = "text/html" in headers.get("accept", "") and not path.startswith(("/api/", "/mcp"))
    if wants_page and scope.get("method") == "GET":
        return RedirectResponse(f"/login?next={quote(path, safe='/')}", status_code=303)
    return _complaint(
        401, "sign in, or send a token as 'Authorization: Bearer TOKEN'", {"www-authenticate": "Bearer"}
    )


def _is_counted(scope: Scope) -> bool:
    path = scope["path"]
    if path in PUBLIC_PATHS:
        return False
    return path.startswith(_COUNTED) or (path == _COUNTED_UPLOAD and scope.get("method") == "POST")


def _same_origin(headers: Headers, host: str) -> bool:
    """Browsers say where a request comes from; programs say nothing."""
    if headers.get("sec-fetch-site", "same-origin") == "cross-site":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _host_name(host: str) -> str:
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _complaint(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status, headers=headers)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
