"""文件库: what the knowledge base holds, and adding to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from app.evaluation_run import EvaluationRequest
from app.ui.clicks import clickable, read_action
from app.ui.context import QUIET, PageContext, user_of
from app.ui.library_view import render_evaluation, render_library, render_step
from app.ui.markup import Markup, action, join, tag, text
from app.ui.messages import in_language
from app.ui.upload_run import Finished, evaluation_sets, run_upload
from app.ui.words import Language, say
from ingest.readers.registry import supported_suffixes
from kb.errors import KBError


class LibraryTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self.asked, self.replacing = gr.State(""), gr.State("")
        make = page.labels.make
        with gr.Row(elem_id="upload-row"):
            self.files = make(
                gr.UploadButton,
                {"label": "library.upload"},
                file_count="multiple",
                file_types=list(supported_suffixes()),
                type="filepath",
                variant="primary",
                elem_id="upload",
                scale=0,
                min_width=120,
            )
            self.hint = gr.HTML(elem_id="upload-hint", apply_default_css=False, padding=False)
        self.note = clickable("library-note")
        self.progress = clickable("upload-progress")
        self.evaluated = clickable("upload-evaluated")
        self.search = make(
            gr.Textbox,
            {"placeholder": "library.search"},
            show_label=False,
            container=False,
            elem_id="library-search",
        )
        self.list = clickable("library")
        self._connect()
        self.changes: list[Any] = [self._uploaded, self._clicked]
        self.fresh_inputs: list[Any] = [self.asked, self.search]
        self.fresh_outputs: list[Any] = [self.files, self.hint, self.list]

    def _connect(self) -> None:
        page = self._page
        shown = [self.asked, self.search, page.language]
        self.search.change(self._show, shown, [self.list], **QUIET)
        self._clicked = self.list.click(
            self._act,
            [*shown, self.replacing, page.changed],
            [self.asked, self.replacing, self.note, self.list, page.changed],
            **QUIET,
        )
        self.note.click(self._cancel_replacing, None, [self.replacing, self.note], **QUIET)
        self._uploaded = self.files.upload(
            self._upload,
            [self.files, self.replacing, page.language, page.changed],
            [self.files, self.replacing, self.note, self.progress, self.evaluated, page.changed],
            show_progress="hidden",
            concurrency_limit=2,
        )
        self._uploaded.then(self._announce, [page.language], [self.evaluated], **QUIET).then(
            self._evaluate, [page.language], [self.evaluated], show_progress="hidden", concurrency_limit=1
        )
        for area in (self.list, self.progress):
            page.source.serve(area)

    def fresh(self, language: Language, user: str | None, asked: str, search: str | None) -> list[Any]:
        """The list for a page that opens or a knowledge base that changed; readers get no upload."""
        may_change = self._page.gate.may_change(user)
        key = "library.formats" if may_change else "library.readers"
        hint = tag("p", say(language, key, suffixes=" ".join(supported_suffixes())), class_="empty")
        return [
            gr.update(visible=may_change),
            hint,
            self._render(asked, search, language, may_change=may_change),
        ]

    def _render(self, asked: str, search: str | None, language: Language, *, may_change: bool) -> Markup:
        base = self._page.service.base
        return render_library(
            base.corpus,
            base.store.documents.chunk_counts(),
            may_change=may_change,
            asked_to_remove=asked,
            search=search or "",
            language=language,
        )

    def _show(self, asked: str, search: str | None, language: Language, request: gr.Request) -> Markup:
        may_change = self._page.gate.may_change(user_of(request))
        return self._render(asked, search, language, may_change=may_change)

    def _act(
        self,
        asked: str,
        search: str | None,
        language: Language,
        replacing: str,
        changed: int,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, ...]:
        act, user = read_action(event), user_of(request)
        if act.name not in ("replace", "ask-remove", "remove", "keep"):
            return (gr.skip(),) * 5
        if not self._page.gate.may_change(user):
            gr.Warning(say(language, "library.readers"))
            return (gr.skip(),) * 5
        note: Any = gr.skip()
        asked = act.value if act.name == "ask-remove" else ""
        if act.name == "replace":
            replacing, note = act.value, self._replacing_note(act.value, language)
        elif act.name == "remove" and self._removed(act.value, user):
            changed += 1
        return asked, replacing, note, self._render(asked, search, language, may_change=True), changed

    def _removed(self, document_id: str, user: str | None) -> bool:
        try:
            title = self._page.service.base.corpus.document(document_id).metadata.title
            self._page.service.remove(document_id)
        except KBError as error:
            gr.Warning(text(error))
            return False
        self._page.gate.record(user, "removal", f"{document_id} {title}")
        return True

    def _replacing_note(self, document_id: str, language: Language) -> Markup:
        document = self._page.service.base.corpus.documents.get(document_id)
        if document is None:
            return Markup("")
        words = say(language, "library.replacing", title=document.metadata.title)
        cancel = action(say(language, "library.cancel"), "cancel", class_="link")
        return tag("p", join([words, cancel], " "), class_="warning")

    def _cancel_replacing(self) -> tuple[str, str]:
        return "", ""

    def _upload(
        self, files: list[str] | None, replacing: str, language: Language, changed: int, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        user, skip = user_of(request), gr.skip()
        if not files:
            return
        if not self._page.gate.may_change(user):
            refused = render_step(Finished(error=say(language, "library.readers")), language)
            yield None, "", "", refused, "", skip
            return
        paths = [Path(name) for name in files]
        for step in run_upload(
            self._page.service, paths, limits=self._page.limits, replacing=replacing or None
        ):
            drawn = render_step(step, language)
            if not isinstance(step, Finished):
                yield skip, skip, skip, drawn, "", skip
                continue
            for report in step.reports:
                self._page.gate.record(user, "upload", f"{report.outcome} {report.name}")
            yield None, "", "", drawn, "", changed + 1 if step.reports else skip

    def _announce(self, language: Language) -> Any:
        sets = evaluation_sets(self._page.service)
        if not sets:
            return ""
        return tag("p", say(language, "upload.evaluating", sets="、".join(sets)), class_="empty")

    def _evaluate(self, language: Language) -> Any:
        """After an upload: the sets of this knowledge base, against their last run."""
        sets = evaluation_sets(self._page.service)
        if not sets:
            return ""
        try:
            result = self._page.evaluator(EvaluationRequest(sets=sets))
        except KBError as error:
            return tag("p", in_language(error, language), class_="warning")
        return render_evaluation(result.report, language)
