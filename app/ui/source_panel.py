"""The source beside the answer: its section or the whole document, with the quote highlighted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from app.ui.clicks import Action, clickable, read_action
from app.ui.context import QUIET
from app.ui.downloads import copy_download
from app.ui.library_view import render_outline
from app.ui.markup import Markup, action, badge, join, tag, text
from app.ui.words import Language, say
from kb.corpus import Corpus
from kb.errors import KBError
from kb.records import Document, Section

if TYPE_CHECKING:
    from app.service import Service

_READABLE_CHARS = 1200
# The panel scrolls inside itself, so the page behind it stays where it is.
_SHOW_QUOTE = """
watch('value', () => {
  const body = element.querySelector('.src-body');
  if (!body) return;
  const mark = body.querySelector('mark');
  body.scrollTop = mark ? Math.max(0, mark.offsetTop - body.clientHeight / 3) : 0;
});
"""
_FETCH = """(file) => {
  if (!file) return;
  const link = document.createElement('a');
  link.href = file.url;
  link.download = file.orig_name || '';
  document.body.appendChild(link);
  link.click();
  link.remove();
}"""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document; ``whole`` shows the document rather than the section."""

    document_id: str
    start: int
    end: int
    whole: bool = False


def read_place(value: str, *, whole: bool = False) -> Place | None:
    """A place as written in an action ("id:start:end", or "id" alone for its beginning)."""
    document_id, *span = value.split(":")
    if not span:
        return Place(document_id, 0, 0, whole=whole)
    if len(span) != 2 or not all(part.isdecimal() for part in span):
        return None
    return Place(document_id, int(span[0]), int(span[1]), whole=whole)


def render_source(corpus: Corpus, place: Place, language: Language) -> Markup:
    """The panel's content."""
    document = corpus.documents.get(place.document_id)
    if document is None:
        return tag("div", join([_bar(language), tag("p", say(language, "source.gone"))]), class_="src")
    section = corpus.section_at(document.id, place.start)
    start, end = 0, len(document.text)
    if section is not None and not place.whole:
        around = _surroundings(corpus, section)
        start, end = around.start, max(around.end, place.end)
    parts = [
        _bar(language),
        tag("h3", document.metadata.title),
        _facts_of_document(corpus, document, place, language),
        _path(section, language) if not place.whole else "",
        _buttons(place, language),
        tag(
            "div",
            render_text(corpus, document, start, end, highlight=(place.start, place.end)),
            class_="src-body",
            tabindex="0",
        ),
    ]
    return tag("div", join(parts), class_="src", role="complementary")


def _surroundings(corpus: Corpus, section: Section) -> Section:
    """The section, or the one above it while that is short enough to read at a glance."""
    while section.parent_id is not None:
        parent = corpus.section(section.parent_id)
        if parent.end - parent.start > _READABLE_CHARS:
            break
        section = parent
    return section


def render_outline_panel(corpus: Corpus, document_id: str, language: Language) -> Markup:
    """The panel with a document's outline instead of its text."""
    document = corpus.documents.get(document_id)
    place = Place(document_id, 0, 0)
    if document is None:
        return render_source(corpus, place, language)
    body = tag("div", render_outline(corpus, document, language), class_="src-body", tabindex="0")
    parts = [
        _bar(language),
        tag("h3", document.metadata.title),
        _facts_of_document(corpus, document, place, language),
        _buttons(Place(document_id, 0, 0), language),
        body,
    ]
    return tag("div", join(parts), class_="src", role="complementary")


def render_text(
    corpus: Corpus, document: Document, start: int, end: int, *, highlight: tuple[int, int]
) -> Markup:
    """``document.text[start:end]`` as paragraphs, headings and table rows, with a span marked."""
    headings = {
        section.start: section
        for section in corpus.sections(document.id)
        if section.heading_end > section.start
    }
    lines = []
    for line_start, line_end in _lines(document.text, start, end):
        content = _marked(document.text, line_start, line_end, highlight)
        heading = headings.get(line_start)
        level = (
            f"heading level-{min(heading.level, 4)}" if heading and heading.heading_end >= line_end else None
        )
        lines.append(tag("p", content, class_=level))
    return join(lines)


def _lines(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < end:
        stop = whole.find("\n", position, end)
        stop = end if stop < 0 else stop
        if whole[position:stop].strip():
            yield position, stop
        position = stop + 1


def _marked(whole: str, start: int, end: int, highlight: tuple[int, int]) -> Markup:
    first, last = max(start, highlight[0]), min(end, highlight[1])
    if first >= last:
        return _cells(whole[start:end])
    return join([_cells(whole[start:first]), tag("mark", _cells(whole[first:last])), _cells(whole[last:end])])


def _cells(part: str) -> Markup:
    """Table rows are written with " | " between cells; the bar is made quiet."""
    return join((text(piece) for piece in part.split(" | ")), separator='<span class="cell-bar">｜</span>')


def _bar(language: Language) -> Markup:
    title = tag("span", say(language, "source.title"), class_="src-label")
    close = action("✕", "close", class_="close", title=say(language, "source.close"))
    return tag("div", join([title, close]), class_="src-bar")


def _facts_of_document(corpus: Corpus, document: Document, place: Place, language: Language) -> Markup:
    page = document.page_at(place.start)
    metadata = document.metadata
    facts: list[object] = [badge(corpus.status[document.id], language)]
    words = [
        metadata.number,
        metadata.region,
        metadata.issued,
        say(language, "ask.page", page=page) if page else None,
        document.source,
    ]
    facts += [tag("span", word) for word in words if word]
    newer = corpus.documents.get(corpus.superseded_by.get(document.id, ""))
    if newer is not None:
        label = say(language, "source.newer", title=newer.metadata.title)
        facts.append(action(label, "document", newer.id))
    return tag("div", join(facts), class_="src-meta")


def _path(section: Section | None, language: Language) -> Markup:
    path = section.path if section is not None and section.path else (say(language, "source.preface"),)
    return tag("div", join((tag("span", step) for step in path), separator=" › "), class_="src-path")


def _buttons(place: Place, language: Language) -> Markup:
    value = f"{place.document_id}:{place.start}:{place.end}"
    other = ("cite", "source.section") if place.whole else ("document", "source.whole")
    buttons = [action(say(language, "source.original"), "original", place.document_id, class_="chip")]
    if place.end > place.start or not place.whole:
        buttons.insert(0, action(say(language, other[1]), other[0], value, class_="chip"))
    return tag("div", join(buttons), class_="src-buttons")


class SourcePanel:
    """The panel with the actions that every tab shares: cite, document, original, close."""

    def __init__(self, service: Service, language: gr.State) -> None:
        self._service = service
        self._language = language
        with gr.Column(elem_id="source-column", min_width=0):
            self.html = clickable("source", script=_SHOW_QUOTE)
        # every new file changes it, and a change hands the file to the browser
        self.download = gr.File(visible="hidden", elem_id="download")
        self.download.change(None, [self.download], js=_FETCH)
        self.serve(self.html)

    def serve(self, area: gr.HTML) -> None:
        """Let citations and documents inside ``area`` open here."""
        area.click(self._act, [self._language], [self.html, self.download], **QUIET)

    def _act(self, language: Language, event: gr.EventData) -> tuple[Any, Any]:
        act = read_action(event)
        if act.name == "close":
            return "", gr.skip()
        if act.name == "original":
            return gr.skip(), self._original(act.value)
        if act.name == "outline":
            return render_outline_panel(self._service.base.corpus, act.value, language), gr.skip()
        if act.name in ("cite", "document"):
            return self._render(act, language), gr.skip()
        return gr.skip(), gr.skip()

    def _render(self, act: Action, language: Language) -> str:
        place = read_place(act.value, whole=act.name == "document")
        return "" if place is None else render_source(self._service.base.corpus, place, language)

    def _original(self, document_id: str) -> str | None:
        try:
            path = self._service.original(document_id)
            name = self._service.base.corpus.document(document_id).source
        except KBError as error:
            gr.Warning(text(error))
            return None
        return copy_download(path, name)
