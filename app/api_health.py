"""``GET /api/health``: the one route that needs no sign-in."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter

from app.api_context import ApiContext
from app.api_models import HealthBody


def program_version() -> str:
    """Version of the installed program; "0" in a checkout that is not installed."""
    try:
        return version("policy-kb")
    except PackageNotFoundError:
        return "0"


def health_routes(context: ApiContext) -> APIRouter:
    """The route."""
    router = APIRouter(tags=["health"])

    @router.get("/health")
    def health() -> HealthBody:
        """Whether the server answers, and how many documents it holds."""
        count = len(context.service.base.corpus.documents)
        return HealthBody(status="ok" if count else "empty", version=program_version(), documents=count)

    return router
