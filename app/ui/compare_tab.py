"""对照: one topic, two or more regions or documents side by side, every cell cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from app.export.facts_table import value_text
from app.ui import choices
from app.ui.clicks import clickable
from app.ui.context import PageContext, user_of
from app.ui.markup import Markup, badge, join, reference, table, tag, with_references
from app.ui.messages import in_language
from app.ui.words import Language, say
from kb.contract import Answer, Citation, DeadlineFact, ResponsibilityFact, TargetFact
from kb.corpus import Corpus
from kb.errors import KBError, UsageError
from kb.records import Filters
from kb.text import tokenize

if TYPE_CHECKING:
    from app.service import Service

_MAX_SUBJECTS = 6
_MAX_FACTS = 4
_SAME_TOPIC = 0.5
_ASPECTS: dict[str, tuple[str, str]] = {
    "target": ("{topic}的目标是多少？", "What is the target for {topic}?"),
    "responsibility": ("{topic}由哪个部门负责？", "Who is responsible for {topic}?"),
    "deadline": ("{topic}什么时候完成？", "When is {topic} due?"),
    "passage": ("关于{topic}有什么规定？", "What do the rules say about {topic}?"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One column: a region with its own documents, or one document."""

    name: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row: what was asked, with each subject's answer; None where a subject is silent."""

    name: str
    answers: tuple[Answer | None, ...]


def read_subjects(corpus: Corpus, regions: Sequence[str], document_ids: Sequence[str]) -> tuple[Subject, ...]:
    """The columns, regions first.

    Raises:
        UsageError: fewer than two, or more than six.
    """
    subjects = [
        Subject(region, tuple(d.id for d in corpus.documents.values() if d.metadata.region == region))
        for region in regions
    ]
    subjects += [Subject(corpus.document(name).metadata.title, (name,)) for name in document_ids]
    if not 2 <= len(subjects) <= _MAX_SUBJECTS:
        raise UsageError(f"{len(subjects)} regions or documents are chosen: choose two to {_MAX_SUBJECTS}")
    return tuple(subjects)


def compare(
    service: Service, topic: str, subjects: Sequence[Subject], language: Language
) -> tuple[Aspect, ...]:
    """Ask every subject the same; rows in which all are silent are left out.

    A topic that is itself a question makes a single row.
    """
    if topic.rstrip().endswith(("？", "?")):
        return (Aspect("answer", tuple(_ask(service, topic, subject, None) for subject in subjects)),)
    rows = []
    for name, questions in _ASPECTS.items():
        question = questions[0 if language == "zh" else 1].format(topic=topic.strip())
        answers = [_ask(service, question, subject, name) for subject in subjects]
        rows.append(Aspect(name, _same_topic(answers, topic)))
    spoken = [row for row in rows if any(row.answers)]
    return tuple(spoken or rows[-1:])


def _ask(service: Service, question: str, subject: Subject, kind: str | None) -> Answer | None:
    if not subject.document_ids:
        return None
    answer = service.ask(question, filters=Filters(document_ids=subject.document_ids))
    return answer if answer.answered and kind in (None, answer.kind) else None


def _same_topic(answers: Sequence[Answer | None], topic: str) -> tuple[Answer | None, ...]:
    """Once one subject names the whole topic, an answer about something merely similar counts as silence."""
    words = frozenset(tokenize(topic))
    named = [0.0 if answer is None else _share_named(answer, words) for answer in answers]
    if not words or max(named) < 1.0:
        return tuple(answers)
    return tuple(
        answer if share >= _SAME_TOPIC else None for answer, share in zip(answers, named, strict=True)
    )


def _share_named(answer: Answer, words: frozenset[str]) -> float:
    """The largest share of the topic's words that one quote holds."""
    return max(
        (len(words & set(tokenize(c.quote))) / max(1, len(words)) for c in answer.citations), default=0.0
    )


class CompareTab:
    """Builds the tab and handles its events."""

    def __init__(self, page: PageContext) -> None:
        self._page = page
        make = page.labels.make
        with gr.Row(elem_classes=["filters"]):
            self.topic = make(
                gr.Textbox,
                {"label": "compare.topic", "placeholder": "compare.topic_hint"},
                elem_id="compare-topic",
            )
            self.regions = make(
                gr.Dropdown,
                {"label": "compare.regions"},
                choices=[],
                multiselect=True,
                elem_id="compare-regions",
            )
            self.documents = make(
                gr.Dropdown,
                {"label": "compare.documents"},
                choices=[],
                multiselect=True,
                elem_id="compare-documents",
            )
            self.go = make(
                gr.Button,
                {"value": "compare.go"},
                variant="primary",
                scale=0,
                min_width=90,
                elem_id="compare-go",
            )
        self.result = clickable("compare")
        inputs = [self.topic, self.regions, self.documents, page.language]
        for event in (self.go.click, self.topic.submit):
            event(self._show, inputs, [self.result], show_progress="minimal", queue=False)
        page.source.serve(self.result)
        self.changes: list[Any] = []
        self.fresh_inputs: list[Any] = [self.topic]
        self.fresh_outputs: list[Any] = [self.regions, self.documents, self.result]

    def fresh(self, language: Language, user: str | None, topic: str | None) -> list[Any]:  # noqa: ARG002
        """Choices for a page that opens or a knowledge base that changed."""
        corpus = self._page.service.base.corpus
        own = {document.metadata.region for document in corpus.documents.values()}
        regions = [choice for choice in choices.regions(corpus) if choice[1] in own]
        shown: Any = gr.skip() if topic else _hint(language)
        return [gr.update(choices=regions), gr.update(choices=choices.documents(corpus)), shown]

    def _show(
        self,
        topic: str | None,
        regions: list[str],
        documents: list[str],
        language: Language,
        request: gr.Request,
    ) -> Markup:
        service, user = self._page.service, user_of(request)
        if not topic or not topic.strip():
            return _hint(language)
        try:
            self._page.gate.check_question(user)
            subjects = read_subjects(service.base.corpus, regions or (), documents or ())
            aspects = compare(service, topic, subjects, language)
            self._page.gate.record(user, "question", f"{topic}: {'、'.join(s.name for s in subjects)}")
        except UsageError:
            return tag("p", say(language, "compare.too_few", most=_MAX_SUBJECTS), class_="empty")
        except KBError as error:
            return tag("p", in_language(error, language), class_="empty")
        return render_comparison(subjects, aspects, language)


def _hint(language: Language) -> Markup:
    return tag("p", say(language, "compare.hint"), class_="empty")


def render_comparison(subjects: Sequence[Subject], aspects: Sequence[Aspect], language: Language) -> Markup:
    """The side-by-side table, a column a subject."""
    header = ["", *(subject.name for subject in subjects)]
    rows = [
        [
            tag("strong", say(language, f"aspect.{aspect.name}")),
            *(_cell(answer, language) for answer in aspect.answers),
        ]
        for aspect in aspects
    ]
    return tag("div", table(header, rows, class_="facts wide"), class_="card")


def _cell(answer: Answer | None, language: Language) -> Markup:
    if answer is None:
        return tag("span", say(language, "compare.silent"), class_="silent")
    by_number = {citation.n: citation for citation in answer.citations}
    if not answer.facts:
        lines = [line for line in answer.text.split("\n") if line.strip() and not line.startswith("——")]
        return join(
            tag("p", _line(line, answer.citations, language), class_="line") for line in lines[:_MAX_FACTS]
        )
    return join(
        tag("p", join([_fact(fact, language), _proof(by_number.get(fact.citation), language)]), class_="line")
        for fact in answer.facts[:_MAX_FACTS]
    )


def _line(line: str, citations: Sequence[Citation], language: Language) -> Markup:
    used = [citation for citation in citations if f"[{citation.n}]" in line]
    return join(
        [with_references(line.split("——")[0], citations), *(badge(c.status, language) for c in used[:1])]
    )


def _fact(fact: TargetFact | ResponsibilityFact | DeadlineFact, language: Language) -> Markup:
    match fact:
        case TargetFact():
            due = f"（{fact.deadline}）" if fact.deadline else ""
            return join([fact.metric, " ", tag("strong", value_text(fact, language)), due])
        case ResponsibilityFact():
            named = [(role, getattr(fact, role)) for role in ("lead", "responsible", "participating")]
            units = "；".join(
                f"{say(language, f'role.{role}')}：{'、'.join(names)}" for role, names in named if names
            )
            return join([tag("strong", units), tag("span", f" {fact.task}", class_="note")])
        case DeadlineFact():
            return join([tag("strong", fact.as_written or fact.deadline or ""), f" {fact.task}"])


def _proof(citation: Citation | None, language: Language) -> Markup:
    return Markup("") if citation is None else join([reference(citation), badge(citation.status, language)])
