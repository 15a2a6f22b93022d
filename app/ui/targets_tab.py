"""目标与期限: what is to be reached, by when, and what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from app.export.calendar import facts_ics, last_day
from app.export.fact_filter import FactFilter, select_facts
from app.export.facts_table import FactRow, FactType, fact_rows, subject, value_text
from app.export.spreadsheet import facts_xlsx
from app.ui import choices
from app.ui.clicks import clickable, read_action
from app.ui.context import QUIET, PageContext
from app.ui.downloads import Writer, write_download
from app.ui.duties_tab import unit_choices
from app.ui.fact_table import FactColumn, Order, render_facts, source_column, text_column
from app.ui.markup import Markup, action, join, tag
from app.ui.timeline import draw_timeline, due_class
from app.ui.words import Language, say
from kb.corpus import Corpus

_ALL = ""
_DUE = ("overdue", "this-year", "later", "undated")
# On a narrow screen the picture scrolls sideways; what matters is at its right end.
_SHOW_TODAY = """
watch('value', () => {
  const picture = element.querySelector('.scroll');
  if (picture) picture.scrollLeft = picture.scrollWidth;
});
"""
_KINDS: tuple[FactType, ...] = ("target", "deadline")


@dataclass(frozen=True, slots=True)
class Selection:
    """What was chosen; empty texts do not restrict."""

    region: str = ""
    unit: str = ""
    year: str = ""
    kind: str = ""
    due: str = ""
    """One of "overdue", "this-year", "later", "undated"."""


def dated_facts(corpus: Corpus, chosen: Selection) -> tuple[FactRow, ...]:
    """Targets and deadlines that fit, earliest first, undated last; ``due`` is not applied."""
    found = [
        fact
        for kind in _KINDS
        if chosen.kind in (_ALL, kind)
        for fact in select_facts(
            corpus,
            FactFilter(
                type=kind,
                region=chosen.region.strip() or None,
                unit=chosen.unit.strip() or None,
                year=int(chosen.year) if chosen.year else None,
            ),
        )
    ]
    rows = fact_rows(corpus, found)
    return tuple(sorted(rows, key=lambda row: last_day(row.deadline) or date.max))


def due_group(row: FactRow, today: date) -> str:
    """Which of the four groups a row belongs to."""
    return due_class(row.deadline, today) or "undated"


class TargetsTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self.order, self.due = gr.State(Order("deadline")), gr.State("")
        make = page.labels.make
        with gr.Row(elem_classes=["filters"]):
            self.region = make(
                gr.Dropdown, {"label": "duties.region"}, choices=[], value=None, elem_id="target-region"
            )
            self.unit = make(
                gr.Dropdown,
                {"label": "duties.unit"},
                choices=[],
                value=None,
                allow_custom_value=True,
                elem_id="target-unit",
            )
            self.year = make(
                gr.Dropdown,
                {"label": "targets.year"},
                choices=[("全部", _ALL)],
                value=_ALL,
                elem_id="target-year",
            )
            self.kind = make(
                gr.Dropdown, {"label": "column.kind"}, choices=_kinds("zh"), value=_ALL, elem_id="target-kind"
            )
        self.result = clickable("targets", script=_SHOW_TODAY)
        with gr.Row(elem_classes=["exports"]):
            self.ics = make(gr.Button, {"value": "export.ics"}, size="sm", elem_id="target-ics", scale=0)
            self.xlsx = make(gr.Button, {"value": "export.xlsx"}, size="sm", elem_id="target-xlsx", scale=0)
        self._chosen = [self.region, self.unit, self.year, self.kind, self.due]
        self._connect()
        self.changes: list[Any] = []
        self.fresh_inputs: list[Any] = [*self._chosen, self.order]
        self.fresh_outputs: list[Any] = [self.region, self.unit, self.year, self.kind, self.result]

    def _connect(self) -> None:
        page = self._page
        inputs = [*self._chosen, self.order, page.language]
        for event in (self.region.change, self.unit.change, self.year.change, self.kind.change):
            event(self._show, inputs, [self.result], **QUIET)
        self.result.click(self._act, inputs, [self.due, self.order, self.result], **QUIET)
        page.source.serve(self.result)
        for button, write in ((self.ics, self._write_ics), (self.xlsx, self._write_xlsx)):
            button.click(write, [*self._chosen, page.language], [page.source.download], **QUIET)

    def fresh(
        self, language: Language, user: str | None, region: str | None, unit: str | None,  # noqa: ARG002
        year: str | None, kind: str | None, due: str, order: Order,
    ) -> list[Any]:  # fmt: skip
        """Choices and content for a page that opens or a knowledge base that changed."""
        corpus = self._page.service.base.corpus
        return [
            gr.update(choices=choices.regions(corpus)),
            gr.update(choices=unit_choices(corpus)),
            gr.update(choices=_years(corpus, language)),
            gr.update(choices=_kinds(language)),
            self._render(_selection(region, unit, year, kind, due), order, language),
        ]

    def _show(
        self, region: str | None, unit: str | None, year: str | None, kind: str | None, due: str,
        order: Order, language: Language,
    ) -> Markup:  # fmt: skip
        return self._render(_selection(region, unit, year, kind, due), order, language)

    def _act(
        self, region: str | None, unit: str | None, year: str | None, kind: str | None, due: str,
        order: Order, language: Language, event: gr.EventData,
    ) -> tuple[Any, Any, Any]:  # fmt: skip
        act = read_action(event)
        if act.name == "sort":
            order = order.toggled(act.value)
        elif act.name == "due" and act.value in _DUE:
            due = "" if due == act.value else act.value
        else:
            return gr.skip(), gr.skip(), gr.skip()
        return due, order, self._render(_selection(region, unit, year, kind, due), order, language)

    def _render(self, chosen: Selection, order: Order, language: Language) -> Markup:
        corpus = self._page.service.base.corpus
        rows = dated_facts(corpus, chosen)
        kept = _due_only(rows, chosen.due, corpus.today)
        parts = [
            _groups(rows, chosen.due, corpus.today, language),
            draw_timeline(kept, corpus.today, language),
            render_facts(kept, _columns(corpus.today, language), order, language),
        ]
        return tag("div", join(parts), class_="card")

    def _write_ics(self, *inputs: Any) -> str:
        return self._write("file.deadlines", "ics", facts_ics, *inputs)

    def _write_xlsx(self, *inputs: Any) -> str:
        return self._write("file.targets", "xlsx", facts_xlsx, *inputs)

    def _write(self, title: str, ending: str, content: Writer, *inputs: Any) -> str:
        *values, language = inputs
        chosen, corpus = _selection(*values), self._page.service.base.corpus
        rows = _due_only(dated_facts(corpus, chosen), chosen.due, corpus.today)
        about = " ".join(part for part in (chosen.unit, chosen.region, chosen.year) if part)
        return write_download(f"{say(language, title)} {about}.{ending}", content(rows, language))


def _selection(*chosen: str | None) -> Selection:
    return Selection(*(value or "" for value in chosen))


def _due_only(rows: Sequence[FactRow], due: str, today: date) -> list[FactRow]:
    return [row for row in rows if due in ("", due_group(row, today))]


def _kinds(language: Language) -> choices.Choices:
    return [(say(language, "choice.all"), _ALL), *((say(language, f"kind.{kind}"), kind) for kind in _KINDS)]


def _years(corpus: Corpus, language: Language) -> choices.Choices:
    return [(say(language, "choice.all"), _ALL), *choices.years(corpus)]


def _groups(rows: Sequence[FactRow], due: str, today: date, language: Language) -> Markup:
    counts = Counter(due_group(row, today) for row in rows)
    buttons = [
        action(
            join([tag("strong", counts[group]), say(language, f"due.{group}")], " "),
            "due",
            group,
            class_=f"due {group}{' chosen' if group == due else ''}",
        )
        for group in _DUE
        if counts[group]
    ]
    return tag("div", join(buttons), class_="due-row")


def _columns(today: date, language: Language) -> list[FactColumn]:
    return [
        FactColumn(
            "deadline",
            lambda row: _deadline(row, today, language),
            lambda row: row.deadline or row.as_written and f"9999{row.as_written}",
        ),
        text_column("region", lambda row: row.fact.region or ""),
        text_column("subject_matter", lambda row: subject(row.fact)),
        text_column("value", lambda row: value_text(row.fact, language)),
        source_column(language),
    ]


def _deadline(row: FactRow, today: date, language: Language) -> Markup:
    group = due_group(row, today)
    words = row.as_written or row.deadline or ""
    dot = tag("span", class_=f"due-dot {group}", title=say(language, f"due.{group}"))
    return join([dot, tag("span", words)], " ")
