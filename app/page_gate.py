"""What the page asks of access control, answered from the users file, the limits and the audit log."""

from __future__ import annotations

from typing import cast

from app.access import LOCAL_USER, Access
from app.audit import Action, AuditLog
from app.limits import RequestLimiter

_DETAIL_NAMES = {"question": "question", "search": "query"}
"""As the API names them, so that one filter finds both."""


class ServerGate:
    """Implements ``app.ui.gate.Gate``. ``user`` is the name that the page was given; None is the local user."""

    def __init__(self, access: Access, limiter: RequestLimiter, audit: AuditLog) -> None:
        self._access = access
        self._limiter = limiter
        self._audit = audit

    def check_question(self, user: str | None) -> None:
        """Count a question.

        Raises:
            TooManyRequestsError: the user asks too often.
        """
        self._limiter.take(user or LOCAL_USER.name)

    def may_change(self, user: str | None) -> bool:
        """Whether the user is a maintainer, as of now."""
        known = self._access.user(user)
        return known is not None and known.is_maintainer

    def record(self, user: str | None, action: str, detail: str) -> None:
        """Write to the audit log."""
        name = _DETAIL_NAMES.get(action, "detail")
        self._audit.record(user or LOCAL_USER.name, cast(Action, action), via="page", **{name: detail})
