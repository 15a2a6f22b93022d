"""The page: six tabs, one source panel, one language switch."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from app.ui.gate import Gate, OpenGate
from app.ui.markup import Markup, join, tag
from app.ui.words import Labels, Language, say

if TYPE_CHECKING:
    import gradio as gr

    from app.service import Service

_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]


def build_page(service: Service, *, gate: Gate | None = None) -> gr.Blocks:
    """The page over a running service; mount it with ``mount_page``."""
    _stay_offline()
    import gradio as gr

    from app.ui.ask_tab import AskTab
    from app.ui.context import PageContext
    from app.ui.source_panel import SourcePanel

    labels = Labels()
    page = gr.Blocks(title=say("zh", "page.title"), fill_width=True, delete_cache=(3600, 3600))
    with page:
        language, changed = gr.State("zh"), gr.State(0)
        with gr.Row(elem_id="top"):
            heading = gr.HTML(elem_id="heading", apply_default_css=False, padding=False)
            switch = labels.make(
                gr.Button, {"value": "page.switch"}, size="sm", elem_id="language", scale=0, min_width=90
            )
        with gr.Row(elem_id="work"):
            with gr.Column(elem_id="tabs-column", min_width=0):
                tabs = gr.Tabs(elem_id="tabs")
            with gr.Column(elem_id="source-slot", min_width=0):
                source = SourcePanel(service, language)
        context = PageContext(service, gate or OpenGate(), labels, language, source, changed)
        with tabs, labels.make(gr.Tab, {"label": "tab.ask"}, id="ask"):
            ask = AskTab(context)

        def switched(shown: Language) -> list[Any]:
            other: Language = "en" if shown == "zh" else "zh"
            return [other, _heading(service, other), *labels.updates(other)]

        def opened(shown: Language, turns: Any) -> list[Any]:
            return [_heading(service, shown), *ask.fresh(turns, shown)]

        quiet: dict[str, Any] = {"show_progress": "hidden", "queue": False}
        switch.click(switched, [language], [language, heading, *labels.components], **quiet)
        for event in (page.load, changed.change):
            event(opened, [language, ask.turns], [heading, *ask.fresh_outputs], **quiet)
    page.queue(default_concurrency_limit=8)
    return page


def mount_options() -> dict[str, Any]:
    """Look and offline behaviour, as keyword arguments of ``gr.mount_gradio_app``."""
    import gradio as gr

    theme = gr.themes.Soft(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=_FONTS,
        font_mono=["monospace"],
    )
    return {
        "theme": theme,
        "css": (files("app.ui") / "static" / "page.css").read_text(encoding="utf-8"),
        "run_history": False,
        "footer_links": [],
        "show_error": False,
        "pwa": False,
        "mcp_server": False,
    }


def _heading(service: Service, language: Language) -> Markup:
    corpus = service.base.corpus
    subtitle = say(language, "page.subtitle", documents=len(corpus.documents), facts=len(corpus.facts))
    return join([tag("h1", say(language, "page.title")), tag("p", subtitle)])


def _stay_offline() -> None:
    """Gradio and its hub client look these up when they are imported."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
