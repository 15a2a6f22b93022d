"""问答: the conversation."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import gradio as gr

from app.ui import choices
from app.ui.answer_card import render_answer
from app.ui.clicks import clickable, read_action
from app.ui.context import QUIET, PageContext, user_of
from app.ui.downloads import download_path
from app.ui.feedback import MARKS, save_mark
from app.ui.markup import Markup, action, join, tag
from app.ui.messages import in_language
from app.ui.suggestions import Suggestions
from app.ui.words import Language, say
from kb.contract import Answer
from kb.errors import KBError
from kb.records import Filters

_MAX_TURNS = 50
_log = logging.getLogger(__name__)
# A new question moves to the top, so that its answer is read from its first line.
_FOLLOW = """
let turns = 0;
watch('value', () => {
  const found = element.querySelectorAll('.turn');
  if (found.length > turns) found[found.length - 1].scrollIntoView({block: 'start', behavior: 'smooth'});
  turns = found.length;
});
"""
# The question stands there at once, as text, until the answer's markup takes its place.
_SHOW_QUESTION = """(...inputs) => {
  const question = (inputs[0] || '').trim();
  const area = document.querySelector('#chat .turns, #chat .welcome');
  if (question && area) {
    const part = (parent, name, words) => {
      const made = document.createElement('div');
      made.className = name;
      if (words) made.textContent = words;
      return parent.appendChild(made);
    };
    const turn = part(area, 'turn');
    part(part(turn, 'asked'), 'bubble', question);
    part(turn, 'card pending', '……');
    turn.scrollIntoView({block: 'start', behavior: 'smooth'});
  }
  return inputs;
}"""
_TOGGLE_FILTERS = "() => { document.body.classList.toggle('show-filters'); }"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with what came of it."""

    question: str
    answer: Answer | None = None
    error: str = ""
    """Why there is no answer; empty for a fault of ours."""
    scope: str = ""
    """The filters in words."""
    mark: str | None = None


Turns = tuple[Turn, ...]


class AskTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        self._suggestions = Suggestions()
        self.turns = gr.State(())
        self.chat = clickable("chat", script=_FOLLOW)
        with gr.Column(elem_id="composer"):
            self._build_composer()
        self._connect()
        self.changes: list[Any] = [self._clicked]
        self.fresh_inputs: list[Any] = [self.turns]
        self.fresh_outputs: list[Any] = [*self.filters, self.chat]

    def _build_composer(self) -> None:
        make = self._page.labels.make
        with gr.Row(elem_id="filters"):
            self.filters = [
                make(gr.Dropdown, {"label": key}, choices=[], multiselect=True, elem_id=key.replace(".", "-"))
                for key in ("ask.regions", "ask.years", "ask.documents")
            ]
        with gr.Row(elem_id="question-row"):
            self.question = make(
                gr.Textbox,
                {"placeholder": "ask.placeholder"},
                show_label=False,
                container=False,
                elem_id="question",
                max_lines=5,
                autofocus=True,
            )
            self.send = make(
                gr.Button, {"value": "ask.send"}, variant="primary", elem_id="send", min_width=72, scale=0
            )
        with gr.Row(elem_id="chat-tools"):
            self.narrow = make(gr.Button, {"value": "ask.filters"}, size="sm", elem_id="narrow")
            self.new = make(gr.Button, {"value": "ask.new"}, size="sm", elem_id="new-chat")
            self.memo = make(gr.Button, {"value": "ask.memo"}, size="sm", elem_id="memo")

    def _connect(self) -> None:
        page = self._page
        inputs = [self.question, self.turns, page.language, *self.filters]
        outputs = [self.question, self.turns, self.chat]
        for event in (self.question.submit, self.send.click):
            event(self._ask, inputs, outputs, js=_SHOW_QUESTION, **QUIET)
        self._clicked = self.chat.click(
            self._act,
            [self.turns, page.language, *self.filters, page.changed],
            [self.turns, self.chat, page.changed],
            **QUIET,
        )
        page.source.serve(self.chat)
        self.narrow.click(None, js=_TOGGLE_FILTERS)
        self.new.click(self._clear, [page.language], outputs, **QUIET)
        self.memo.click(self._write_memo, [self.turns, page.language], [page.source.download], **QUIET)

    def fresh(self, language: Language, user: str | None, turns: Turns) -> list[Any]:  # noqa: ARG002
        """Choices for a page that opens or a knowledge base that changed; the conversation stays."""
        corpus = self._page.service.base.corpus
        found = [choices.regions(corpus), choices.years(corpus), choices.documents(corpus)]
        return [*(gr.update(choices=each) for each in found), self._render(turns, language)]

    def _ask(
        self,
        question: str | None,
        turns: Turns,
        language: Language,
        regions: Sequence[str],
        years: Sequence[str],
        documents: Sequence[str],
        request: gr.Request,
    ) -> tuple[Any, Any, Any]:
        if not question or not question.strip():
            return gr.skip(), gr.skip(), gr.skip()
        filters = choices.read_filters(regions, years, documents)
        turns = self._answered(question, turns, filters, user_of(request))
        return "", turns, self._render(turns, language)

    def _answered(self, question: str, turns: Turns, filters: Filters, user: str | None) -> Turns:
        service, gate = self._page.service, self._page.gate
        scope = "、".join((*filters.regions, *map(str, filters.years), *self._titles(filters.document_ids)))
        try:
            gate.check_question(user)
            earlier = [turn.question for turn in turns if turn.answer is not None]
            answer = service.ask(question, turns=earlier, filters=filters)
            gate.record(user, "question", question)
        except KBError as error:
            return (*turns, Turn(question, error=str(error), scope=scope))[-_MAX_TURNS:]
        except Exception:
            # a fault of ours must not leave the person waiting; the log has the details
            _log.exception("a question failed")
            return (*turns, Turn(question, error="", scope=scope))[-_MAX_TURNS:]
        return (*turns, Turn(question, answer=answer, scope=scope))[-_MAX_TURNS:]

    def _titles(self, document_ids: Sequence[str]) -> list[str]:
        documents = self._page.service.base.corpus.documents
        return [documents[name].metadata.title for name in document_ids if name in documents]

    def _act(
        self,
        turns: Turns,
        language: Language,
        regions: Sequence[str],
        years: Sequence[str],
        documents: Sequence[str],
        changed: int,
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, Any, Any]:
        act = read_action(event)
        if act.name == "ask":
            filters = choices.read_filters(regions, years, documents)
            turns = self._answered(act.value, turns, filters, user_of(request))
        elif act.name == "mark":
            turns, changed = self._marked(act.value, turns, user_of(request)), changed + 1
        else:
            return gr.skip(), gr.skip(), gr.skip()
        return turns, self._render(turns, language), changed

    def _marked(self, value: str, turns: Turns, user: str | None) -> Turns:
        number, _, mark = value.partition(":")
        place = int(number) if number.isdecimal() else len(turns)
        if place >= len(turns) or mark not in MARKS:
            return turns
        turn = turns[place]
        if turn.answer is None or turn.mark is not None:
            return turns
        earlier = [other.question for other in turns[:place] if other.answer is not None]
        save_mark(self._page.service, turn.answer, mark, turns=earlier)
        self._page.gate.record(user, "mark", f"{mark}: {turn.question}")
        return (*turns[:place], replace(turn, mark=mark), *turns[place + 1 :])

    def _clear(self, language: Language) -> tuple[str, Turns, Markup]:
        return "", (), self._render((), language)

    def _write_memo(self, turns: Turns, language: Language) -> str | None:
        from app.export.memo import write_memo

        answered = [(turn.question, turn.answer) for turn in turns if turn.answer is not None]
        if not answered:
            return None
        path = download_path(f"{say(language, 'file.memo')} {date.today().isoformat()}.docx")
        write_memo(path, answered, language)
        return str(path)

    def _render(self, turns: Turns, language: Language) -> Markup:
        if not turns:
            return self._welcome(language)
        return tag(
            "div", join(_turn(turn, place, language) for place, turn in enumerate(turns)), class_="turns"
        )

    def _welcome(self, language: Language) -> Markup:
        base = self._page.service.base
        if not base.corpus.documents:
            return tag("div", tag("p", say(language, "ask.empty")), class_="welcome")
        examples = [
            action(question, "ask", question, class_="example")
            for question in self._suggestions.of(base, language)
        ]
        parts = [
            tag("h2", say(language, "ask.welcome")),
            tag("p", say(language, "ask.promise"), class_="promise"),
            tag("div", say(language, "ask.examples"), class_="examples-title") if examples else "",
            tag("div", join(examples), class_="examples"),
        ]
        return tag("div", join(parts), class_="welcome")


def _turn(turn: Turn, place: int, language: Language) -> Markup:
    asked = [tag("div", turn.question, class_="bubble")]
    if turn.scope:
        asked.append(tag("div", say(language, "ask.filtered", scope=turn.scope), class_="scope"))
    if turn.answer is not None:
        card = render_answer(turn.answer, language, turn=place, mark=turn.mark)
    else:
        title = tag("p", say(language, "ask.failed"), class_="conclusion")
        card = tag(
            "div",
            join(
                [
                    title,
                    tag("p", in_language(turn.error, language) or say(language, "ask.fault"), class_="line"),
                ]
            ),
            class_="card refusal",
        )
    return tag("div", join([tag("div", join(asked), class_="asked"), card]), class_="turn")
