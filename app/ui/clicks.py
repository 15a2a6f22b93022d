"""Clicks inside the page's own markup reach Python as actions with a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

# One listener for everything inside; the markup is replaced below it, the listener stays.
_LISTEN = """
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-action]');
  if (!target || !element.contains(target)) return;
  event.preventDefault();
  if (target.dataset.action === 'copy') { copyText(target); return; }
  trigger('click', {action: target.dataset.action, value: target.dataset.value || ''});
});
function copyText(button) {
  const text = button.dataset.value || '';
  const done = () => {
    const label = button.textContent;
    button.textContent = button.dataset.done || label;
    button.classList.add('done');
    setTimeout(() => { button.textContent = label; button.classList.remove('done'); }, 1500);
  };
  const byHand = () => {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    done();
  };
  if (navigator.clipboard && window.isSecureContext) {
    navigator.clipboard.writeText(text).then(done, byHand);
  } else {
    byHand();
  }
}
"""


@dataclass(frozen=True, slots=True)
class Action:
    """What was clicked."""

    name: str
    value: str


def clickable(elem_id: str, value: str | Callable[[], str] = "", *, script: str = "") -> gr.HTML:
    """An area of own markup whose actions are reported; a callable value is asked when the page opens.

    ``script`` runs once when the area is there.
    """
    return gr.HTML(
        value,
        elem_id=elem_id,
        elem_classes=["own"],
        js_on_load=_LISTEN + script,
        apply_default_css=False,
        padding=False,
    )


def read_action(event: gr.EventData) -> Action:
    """The action of a click; anything malformed is an action without a name."""
    data: Any = event._data
    if not isinstance(data, dict):
        return Action("", "")
    return Action(str(data.get("action", "")), str(data.get("value", "")))
