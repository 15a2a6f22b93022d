"""评测: how well it answers, over time, and what people marked wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import gradio as gr

from app.evaluation import set_sources
from app.evaluation_run import EvaluationRequest
from app.ui.clicks import clickable, read_action
from app.ui.context import QUIET, PageContext, user_of
from app.ui.evaluation_view import RunFigures, read_run, render_failures, render_feedback, render_figures
from app.ui.feedback import complete_entry, drop_entry, feedback_path, read_entries
from app.ui.markup import Markup, join, tag
from app.ui.messages import in_language
from app.ui.words import Language, say
from eval.dataset import Question
from kb.errors import KBError
from kb.store.runs import StoredRun

_PLOTTED_RUNS = 30


class EvaluationTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self.editing = gr.State("")
        make = page.labels.make
        with gr.Row(elem_classes=["filters"]):
            self.set = make(
                gr.Dropdown, {"label": "evaluation.set"}, choices=[], value=None, elem_id="evaluation-set"
            )
            self.go = make(
                gr.Button,
                {"value": "evaluation.run"},
                variant="primary",
                scale=0,
                min_width=120,
                elem_id="evaluation-run",
            )
        self.state = clickable("evaluation-state")
        self.figures = clickable("figures")
        self.plot = gr.LinePlot(
            x="run",
            y="share",
            color="category",
            y_lim=[0.0, 100.0],
            height=280,
            visible=False,
            elem_id="plot",
        )
        self.failures = clickable("failures")
        self.feedback = clickable("feedback")
        with gr.Row(visible=False, elem_classes=["filters"]) as self.editor:
            self.expected = make(
                gr.Textbox,
                {"label": "feedback.expected", "placeholder": "feedback.expected_hint"},
                elem_id="feedback-expected",
            )
            self.save = make(
                gr.Button,
                {"value": "feedback.save"},
                variant="primary",
                scale=0,
                min_width=90,
                elem_id="feedback-save",
            )
        self._connect()
        self.changes: list[Any] = []
        self.fresh_inputs: list[Any] = [self.set]
        self.fresh_outputs: list[Any] = [
            self.set,
            self.go,
            self.figures,
            self.plot,
            self.failures,
            self.feedback,
        ]

    def _connect(self) -> None:
        page = self._page
        views = [self.figures, self.plot, self.failures]
        self.set.change(self._show, [self.set, page.language], views, **QUIET)
        self.go.click(
            self._run,
            [self.set, page.language],
            [self.state, *views],
            show_progress="hidden",
            concurrency_limit=1,
        )
        self.feedback.click(
            self._act, [page.language], [self.editing, self.editor, self.expected, self.feedback], **QUIET
        )
        self.save.click(
            self._complete,
            [self.editing, self.expected, page.language],
            [self.editing, self.editor, self.feedback],
            **QUIET,
        )

    def fresh(self, language: Language, user: str | None, chosen: str | None) -> list[Any]:
        """Sets and the figures of the one that ran last; only maintainers run sets."""
        runs = self._page.service.base.store.runs.all(limit=1)
        names = self._sets()
        last = chosen if chosen in names else None
        last = last or (
            runs[0].set_name if runs and runs[0].set_name in names else (names[0] if names else None)
        )
        return [
            gr.update(choices=names, value=last),
            gr.update(visible=self._page.gate.may_change(user)),
            *self._show(last, language),
            self._feedback(language),
        ]

    def _sets(self) -> list[str]:
        sources = set_sources(self._page.service.settings.folder)
        return [name for name, source in sources.items() if not source.why_skipped()]

    def _questions(self, set_name: str) -> dict[str, Question]:
        source = set_sources(self._page.service.settings.folder).get(set_name)
        try:
            return {} if source is None else {q.id: q for q in source.load(source.questions)}
        except KBError:
            return {}

    def _runs(self, set_name: str) -> list[StoredRun]:
        """Comparable runs of the set, oldest first: those that asked the same selection as the last."""
        runs = [run for run in self._page.service.base.store.runs.all() if run.set_name == set_name]
        return [run for run in reversed(runs) if run.selection == runs[0].selection]

    def _show(self, set_name: str | None, language: Language) -> tuple[Any, Any, Any]:
        runs = self._runs(set_name) if set_name else []
        if not set_name or not runs:
            return tag("p", say(language, "evaluation.none"), class_="empty"), gr.update(visible=False), ""
        questions = self._questions(set_name)
        figures = [read_run(run, questions) for run in runs[-_PLOTTED_RUNS:]]
        now, before = figures[-1], figures[-2] if len(figures) > 1 else None
        card = tag("div", render_figures(now, before, language), class_="card")
        wrong = tag("div", render_failures(now, before, questions, language), class_="card")
        return card, _plot(figures, language), wrong

    def _run(
        self, set_name: str | None, language: Language, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        user, skip = user_of(request), gr.skip()
        if not set_name or not self._page.gate.may_change(user):
            return
        yield (
            tag("p", say(language, "upload.evaluating", sets=set_name), class_="card pending"),
            skip,
            skip,
            skip,
        )
        try:
            self._page.evaluator(EvaluationRequest(sets=(set_name,)))
            self._page.gate.record(user, "evaluation", set_name)
        except KBError as error:
            yield tag("p", in_language(error, language), class_="warning"), skip, skip, skip
            return
        yield "", *self._show(set_name, language)

    def _entries(self) -> list[dict[str, Any]]:
        return read_entries(feedback_path(self._page.service.settings.folder))

    def _feedback(self, language: Language) -> Markup:
        heading = tag("p", say(language, "feedback.title"), class_="conclusion")
        return tag("div", join([heading, render_feedback(self._entries(), language)]), class_="card")

    def _act(self, language: Language, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        act = read_action(event)
        if act.name not in ("complete", "drop") or not self._page.gate.may_change(user_of(request)):
            return (gr.skip(),) * 4
        if act.name == "drop":
            drop_entry(self._page.service.settings.folder, act.value)
            return "", gr.update(visible=False), "", self._feedback(language)
        return act.value, gr.update(visible=True), "", gr.skip()

    def _complete(
        self, editing: str, expected: str | None, language: Language, request: gr.Request
    ) -> tuple[Any, Any, Any]:
        pieces = _pieces(expected or "")
        if not editing or not pieces or not self._page.gate.may_change(user_of(request)):
            return gr.skip(), gr.skip(), gr.skip()
        complete_entry(self._page.service.settings.folder, editing, pieces)
        return "", gr.update(visible=False), self._feedback(language)


def _pieces(expected: str) -> list[str]:
    return [piece.strip() for piece in expected.replace(";", "；").split("；") if piece.strip()]


def _plot(figures: Sequence[RunFigures], language: Language) -> Any:
    if len(figures) < 2:
        return gr.update(visible=False)
    return gr.update(
        value=_frame(figures, language),
        visible=True,
        title=say(language, "evaluation.plot"),
        x_title=" ",
        y_title="%",
        color_title=" ",
    )


def _frame(figures: Sequence[RunFigures], language: Language) -> Any:
    pandas: Any = import_module("pandas")  # comes with Gradio, without types

    rows: list[Mapping[str, Any]] = [
        {
            "run": f"{number:02d} · {figure.time[5:16].replace('T', ' ')}",
            "share": round(share * 100, 1),
            "category": say(language, f"category.{category}"),
        }
        for number, figure in enumerate(figures, start=1)
        for category, (share, _) in figure.shares.items()
    ]
    return pandas.DataFrame(rows)
