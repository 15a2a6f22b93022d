"""The web server: page, REST API and MCP on one port, behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request

from app.access import Access
from app.api import create_api
from app.api_context import ApiContext, Evaluate
from app.audit import AUDIT_FILE, AuditLog
from app.evaluation_run import Evaluator
from app.guard import Guard
from app.limits import Limits, RequestLimiter
from app.login_page import login_routes
from app.mcp_server import create_mcp
from app.service import Service
from app.users import User

if TYPE_CHECKING:
    import gradio


def create_app(
    service: Service,
    *,
    page: gradio.Blocks | None = None,
    access: Access,
    audit: AuditLog,
    limits: Limits,
    limiter: RequestLimiter | None = None,
    evaluate: Evaluate | None = None,
    page_options: Mapping[str, Any] | None = None,
) -> FastAPI:
    """The whole server. ``page_options`` (theme, css, head, allowed paths) go to Gradio's mount.

    ``limiter`` counts requests; give the one that the page's gate uses, so that both count alike.
    """
    limiter = limiter or request_limiter(limits)
    context = ApiContext(service, access, audit, limits, evaluate or Evaluator(service.settings.folder))
    mcp = create_mcp(context)
    # its session manager exists once its application does
    mcp_app = mcp.streamable_http_app(
        streamable_http_path="/mcp", json_response=True, stateless_http=True, host="0.0.0.0"
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        running: AbstractAsyncContextManager[None] = mcp.session_manager.run()
        async with running:
            yield

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(Guard, access=access, limiter=limiter)
    app.include_router(login_routes(access, audit))
    app.mount("/api", create_api(context))
    app.router.routes.extend(mcp_app.routes)
    if page is not None:
        _mount_page(app, page, limits, page_options or {})
    return app


def request_limiter(limits: Limits) -> RequestLimiter:
    """Counts requests by these limits."""
    return RequestLimiter(per_minute=limits.requests_per_minute, burst=limits.burst)


def audit_log(service: Service, *, enabled: bool = True) -> AuditLog:
    """The audit log in the knowledge base folder, or one that records nothing."""
    return AuditLog(service.settings.folder / AUDIT_FILE if enabled else None)


def _mount_page(app: FastAPI, page: gradio.Blocks, limits: Limits, options: Mapping[str, Any]) -> None:
    import gradio

    gradio.mount_gradio_app(
        app,
        page,
        path="/",
        **{
            "auth_dependency": _page_user,
            "max_file_size": limits.max_upload_bytes,
            "footer_links": [],
            "show_error": False,
            "run_history": False,
            "mcp_server": False,  # Gradio's own answers its schema to everybody
            "ssr_mode": False,
            **options,
        },
    )


def _page_user(request: Request) -> str | None:
    user: User | None = getattr(request.state, "user", None)
    return None if user is None else user.name
