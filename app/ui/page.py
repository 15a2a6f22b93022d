"""The page: six tabs over a running service. Gradio is imported when the page is built, not before."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from app.ui.gate import Gate, OpenGate

if TYPE_CHECKING:
    import gradio as gr

    from app.evaluation_run import Evaluator
    from app.limits import Limits
    from app.service import Service

_FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif"]

# Gradio's own components in the colours of page.css; the variables change with the dark mode.
_LOOK: dict[str, Any] = {
    "block_background_fill": "transparent",
    "block_shadow": "none",
    "block_border_width": "0px",
    "block_padding": "0px",
    "block_title_background_fill": "transparent",
    "block_title_text_color": "var(--muted)",
    "block_title_text_weight": "500",
    "block_title_text_size": "13px",
    "block_title_padding": "0 0 2px",
    "input_background_fill": "var(--paper)",
    "input_border_width": "1px",
    "input_border_color": "var(--line)",
    "input_shadow": "none",
    "button_primary_background_fill": "#1d4f91",
    "button_primary_background_fill_hover": "#163f76",
    "button_primary_text_color": "#ffffff",
    "button_secondary_background_fill": "var(--paper)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--line)",
    "button_border_width": "1px",
    "button_secondary_shadow": "none",
    "button_primary_shadow": "none",
}
_ALSO_DARK = frozenset(_LOOK) - {
    "block_padding", "block_title_text_weight", "block_title_text_size", "block_title_padding",
}  # fmt: skip


def build_page(
    service: Service,
    *,
    gate: Gate | None = None,
    limits: Limits | None = None,
    evaluator: Evaluator | None = None,
) -> gr.Blocks:
    """The page; mount it with the options of ``mount_options``. Without a gate everybody may do everything."""
    _stay_offline()
    from app.evaluation_run import Evaluator
    from app.limits import Limits
    from app.ui.layout import lay_out

    return lay_out(
        service,
        gate=gate or OpenGate(),
        limits=limits or Limits.local(),
        evaluator=evaluator or Evaluator(service.settings.folder),
    )


def mount_options() -> dict[str, Any]:
    """Look and offline behaviour, as keyword arguments of ``gr.mount_gradio_app``."""
    import gradio as gr

    theme = gr.themes.Soft(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        font=_FONTS,
        font_mono=["monospace"],
    ).set(**_LOOK, **{f"{name}_dark": value for name, value in _LOOK.items() if name in _ALSO_DARK})
    style = (files("app.ui") / "static" / "page.css").read_text(encoding="utf-8")
    return {
        "theme": theme,
        # as a plain style sheet: Gradio's css option rewrites selectors
        "head": f"<style>{style}</style>",
        "run_history": False,
        "footer_links": [],
        "show_error": False,
        "mcp_server": False,
    }


def _stay_offline() -> None:
    """Gradio and its hub client look these up when they are imported."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
