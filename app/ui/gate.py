"""What the page asks of access control: who may do what, how often, and what is written down."""

from __future__ import annotations

from typing import Protocol


class Gate(Protocol):
    """Roles, request limits and the audit log. ``user`` is None where nobody logs in."""

    def check_question(self, user: str | None) -> None:
        """Raises a ``KBError`` when the user asks too often."""
        ...

    def may_change(self, user: str | None) -> bool:
        """Whether the user may upload, replace and remove documents."""
        ...

    def record(self, user: str | None, action: str, detail: str) -> None:
        """Write to the audit log, where there is one."""
        ...


class OpenGate:
    """No users file: whoever reaches the page may do everything."""

    def check_question(self, user: str | None) -> None:
        """Never refuses."""

    def may_change(self, user: str | None) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def record(self, user: str | None, action: str, detail: str) -> None:
        """Nothing is written down."""
