"""What the routes of the REST API work with, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.access import Access
from app.audit import AuditLog
from app.evaluation_run import EvaluationReport, EvaluationRequest
from app.limits import Limits
from app.service import Service
from app.users import User
from kb.errors import EmptyStoreError, ForbiddenError, SignInError

Evaluate = Callable[[EvaluationRequest], EvaluationReport]


@dataclass(frozen=True, slots=True)
class ApiContext:
    """Everything that the routes use."""

    service: Service
    access: Access
    audit: AuditLog
    limits: Limits
    evaluate: Evaluate

    def filled_service(self) -> Service:
        """The service, when it holds a document.

        Raises:
            EmptyStoreError: it holds none.
        """
        if not self.service.base.corpus.documents:
            raise EmptyStoreError("the knowledge base holds no document: upload one first")
        return self.service


def current_user(request: Request) -> User:
    """Who asks; the guard has put them there."""
    user: User | None = getattr(request.state, "user", None)
    if user is None:
        raise SignInError("sign in, or send a token as 'Authorization: Bearer TOKEN'")
    return user


def maintainer(user: Annotated[User, Depends(current_user)]) -> User:
    """Who asks, when they may change things.

    Raises:
        ForbiddenError: a reader.
    """
    if not user.is_maintainer:
        raise ForbiddenError(f"{user.name} is a reader: ask a maintainer to do this")
    return user


AnyUser = Annotated[User, Depends(current_user)]
Maintainer = Annotated[User, Depends(maintainer)]
