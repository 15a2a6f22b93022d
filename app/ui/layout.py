"""The six tabs, the source panel and the language switch put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import gradio as gr

from app.access import LOCAL_USER
from app.ui.ask_tab import AskTab
from app.ui.compare_tab import CompareTab
from app.ui.context import QUIET, PageContext, user_of
from app.ui.duties_tab import DutiesTab
from app.ui.evaluation_tab import EvaluationTab
from app.ui.gate import Gate
from app.ui.library_tab import LibraryTab
from app.ui.markup import Markup, join, tag
from app.ui.source_panel import SourcePanel
from app.ui.targets_tab import TargetsTab
from app.ui.words import Labels, Language, say

if TYPE_CHECKING:
    from app.evaluation_run import Evaluator
    from app.limits import Limits
    from app.service import Service


class Tab(Protocol):
    """What the page needs of a tab."""

    changes: list[Any]
    """Events after which other tabs have to look again."""
    fresh_inputs: list[Any]
    """What ``fresh`` needs to keep what is chosen."""
    fresh_outputs: list[Any]
    """What ``fresh`` updates."""

    def fresh(self, language: Language, user: str | None, *chosen: Any) -> list[Any]:
        """Choices and content for a page that opens or a knowledge base that changed."""
        ...


def lay_out(service: Service, *, gate: Gate, limits: Limits, evaluator: Evaluator) -> gr.Blocks:
    """The page with all its events."""
    labels = Labels()
    page: gr.Blocks = gr.Blocks(title=say("zh", "page.title"), fill_width=True, delete_cache=(3600, 3600))
    with page:
        language, changed, seen = gr.State("zh"), gr.State(0), gr.State(0)
        with gr.Row(elem_id="top"):
            heading = gr.HTML(elem_id="heading", apply_default_css=False, padding=False)
            switch = labels.make(
                gr.Button, {"value": "page.switch"}, size="sm", elem_id="language", scale=0, min_width=90
            )
        with gr.Row(elem_id="work"):
            with gr.Column(elem_id="tabs-column", min_width=0):
                slots = gr.Tabs(elem_id="tabs")
            with gr.Column(elem_id="source-slot", min_width=0):
                source = SourcePanel(service, language)
        context = PageContext(
            service=service,
            gate=gate,
            labels=labels,
            language=language,
            source=source,
            limits=limits,
            evaluator=evaluator,
            changed=changed,
        )
        with slots:
            tabs = _build_tabs(context)

        def switched(shown: Language) -> list[Any]:
            other: Language = "en" if shown == "zh" else "zh"
            return [other, *labels.updates(other)]

        def refresh(request: gr.Request, shown: Language, *chosen: Any) -> list[Any]:
            user = user_of(request)
            left, updates = list(chosen), [_heading(service, shown, user)]
            for tab in tabs:
                own, left = left[: len(tab.fresh_inputs)], left[len(tab.fresh_inputs) :]
                updates += tab.fresh(shown, user, *own)
            return updates

        def follow(request: gr.Request, count: int, known: int, shown: Language, *chosen: Any) -> list[Any]:
            if count == known:
                return [gr.skip()] * (len(outputs) + 1)
            return [count, *refresh(request, shown, *chosen)]

        inputs = [language, *(component for tab in tabs for component in tab.fresh_inputs)]
        outputs = [heading, *(component for tab in tabs for component in tab.fresh_outputs)]
        turned = switch.click(switched, [language], [language, *labels.components], **QUIET)
        turned.then(refresh, inputs, outputs, **QUIET)
        page.load(refresh, inputs, outputs, **QUIET)
        for tab in tabs:
            for event in tab.changes:
                event.then(follow, [changed, seen, *inputs], [seen, *outputs], **QUIET)
    page.queue(default_concurrency_limit=8)
    return page


def _build_tabs(context: PageContext) -> list[Tab]:
    kinds: dict[str, Callable[[PageContext], Any]] = {
        "ask": AskTab,
        "duties": DutiesTab,
        "targets": TargetsTab,
        "compare": CompareTab,
        "library": LibraryTab,
        "evaluation": EvaluationTab,
    }
    tabs: list[Tab] = []
    for name, kind in kinds.items():
        with context.labels.make(gr.Tab, {"label": f"tab.{name}"}, id=name, elem_id=f"tab-{name}"):
            tabs.append(kind(context))
    return tabs


def _heading(service: Service, language: Language, user: str | None) -> Markup:
    corpus = service.base.corpus
    subtitle = say(language, "page.subtitle", documents=len(corpus.documents), facts=len(corpus.facts))
    parts = [tag("h1", say(language, "page.title")), tag("p", subtitle)]
    # without a users file the server calls everybody by one name and nobody can sign out
    if user and user != LOCAL_USER.name:
        leave = tag("a", say(language, "page.sign_out"), href="/logout")
        parts.append(tag("p", join([user, leave], " · "), class_="user"))
    return join(parts)
