"""What every tab works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from app.ui.gate import Gate
from app.ui.words import Labels

if TYPE_CHECKING:
    from app.evaluation_run import Evaluator
    from app.limits import Limits
    from app.service import Service
    from app.ui.source_panel import SourcePanel

# Short events answer directly. Gradio's queue drops an event that joins while the stream of one before
# it is being closed, which two events of one click do easily; it is left to the long ones with progress.
QUIET: dict[str, Any] = {"show_progress": "hidden", "queue": False}


@dataclass(frozen=True, slots=True)
class PageContext:
    """The service behind the page and what the tabs share."""

    service: Service
    gate: Gate
    labels: Labels
    language: gr.State
    """"zh" or "en", of this session."""
    source: SourcePanel
    limits: Limits
    evaluator: Evaluator
    changed: gr.State
    """Counts up whenever this session has changed the knowledge base or marked an answer."""


def user_of(request: gr.Request | None) -> str | None:
    """Who is asking; None where nobody logs in."""
    name: Any = getattr(request, "username", None)
    return str(name) if name else None
