"""From a question to an answer: understand, try the kind that is asked for, else quote, else refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from kb.answer.cells import answer_cell
from kb.answer.changed_values import asks_change
from kb.answer.comparison import (
    answer_change,
    answer_comparison,
    answer_versions,
    answer_years,
    speaks_of_topic,
)
from kb.answer.deadlines import answer_dated, answer_deadline
from kb.answer.due_lists import answer_due_list
from kb.answer.evidence import Evidence
from kb.answer.focus import is_about_asked
from kb.answer.further import further_passages
from kb.answer.items import Narrow
from kb.answer.metadata import answer_metadata
from kb.answer.parts import Ask, answer_parts
from kb.answer.passage import answer_passage
from kb.answer.refusal import explain, refuse, unknown_regions
from kb.answer.responsibility import answer_responsibility
from kb.answer.sides import find_sides, names_several
from kb.answer.targets import answer_target
from kb.answer.unit_tasks import answer_unit_tasks
from kb.answer.version_words import unversioned
from kb.contract import Answer, AnswerKind
from kb.corpus import Corpus
from kb.interfaces import PassageFinder
from kb.question.courtesy import is_courtesy
from kb.question.followup import understand_in_context
from kb.question.local_places import of_places
from kb.question.model import Question
from kb.question.vocabulary import QuestionVocabulary, build_vocabulary
from kb.records import Filters, Hit
from kb.text import normalize

Composer = Callable[[Evidence], Answer | None]


class Answerer:
    """Answers questions over one corpus and its index."""

    def __init__(self, corpus: Corpus, finder: PassageFinder) -> None:
        self._corpus = corpus
        self._finder = finder

    @cached_property
    def vocabulary(self) -> QuestionVocabulary:
        """The names that questions may use."""
        return build_vocabulary(self._corpus)

    def understand(self, text: str, *, turns: Sequence[str] = ()) -> Question:
        """What is asked, with what a follow-up omits filled in."""
        return understand_in_context(text, turns, self.vocabulary)

    def evidence(self, text: str, *, turns: Sequence[str] = (), filters: Filters = Filters()) -> Evidence:
        """What is looked up for a question; for evaluation and for the curious."""
        return self._evidence(self.understand(text, turns=turns), filters)

    def answer(self, text: str, *, turns: Sequence[str] = (), filters: Filters = Filters()) -> Answer:
        """The answer, or a refusal that names the gap."""
        if is_courtesy(normalize(text)):
            return explain(text)
        question = self.understand(text, turns=turns)
        local = self._of_local_place(question, filters)
        if local is not None and local.kind != "passage":
            return local
        evidence = self._evidence(question, filters)
        answer = self._answered(evidence, filters)
        if local is not None and (answer is None or answer.kind == "passage"):
            return local
        if answer is not None:
            return answer
        strange = _names_the_unknown(evidence) or not evidence.documents
        return refuse(self._unscoped(evidence) if strange else evidence)

    def _of_local_place(self, question: Question, filters: Filters) -> Answer | None:
        """What documents say of a town or zone itself; None where they only speak of all around it."""
        return (
            self._answered(self._evidence(of_places(question), filters), filters) if question.places else None
        )

    def _answered(self, evidence: Evidence, filters: Filters) -> Answer | None:
        """What answers the whole of a question or its parts; None where nothing does."""
        answer = self._composed(evidence)
        if not _names_the_unknown(evidence):
            answer = answer_parts(evidence, answer, self._narrowing(filters), self._asking(filters))
        return answer

    def further(
        self, answer: Answer, *, turns: Sequence[str] = (), filters: Filters = Filters(), top_k: int = 10
    ) -> tuple[Hit, ...]:
        """What to read after an answer of this answerer: its cited passages, then what else bears on it."""
        evidence = self.evidence(answer.question, turns=turns, filters=filters)
        return further_passages(evidence, answer, lambda q: self._evidence(q, filters), top_k=top_k)

    def composers(self, evidence: Evidence) -> tuple[Composer, ...]:
        """The kinds of answer to try in turn; none for a question about what is not there."""
        if _names_the_unknown(evidence):
            return ()

        def compare(evidence: Evidence) -> Answer | None:
            return answer_comparison(evidence, self._narrowing(evidence.filters))

        def compare_versions(evidence: Evidence) -> Answer | None:
            return answer_versions(evidence, self._narrowing(evidence.filters))

        def compare_years(evidence: Evidence) -> Answer | None:
            return answer_years(evidence, self._narrowing(evidence.filters))

        def change(evidence: Evidence) -> Answer | None:
            return answer_change(evidence, self._narrowing(evidence.filters))

        def passage_of_versions(evidence: Evidence) -> Answer | None:
            answer = answer_passage(evidence.about(unversioned(evidence.question)))
            return answer if answer is not None and speaks_of_topic(evidence, answer) else None

        by_kind: dict[AnswerKind, tuple[Composer, ...]] = {
            "responsibility": (answer_cell, answer_responsibility, answer_passage),
            "passage": (answer_cell, answer_passage),
            "unit_tasks": (answer_unit_tasks, answer_passage),
            "target": (answer_target, answer_passage),
            "deadline": (answer_deadline, answer_passage),
            "due_list": (answer_due_list,),
            "comparison": (compare, passage_of_versions),
            "metadata": (answer_metadata, answer_dated, answer_passage),
        }
        kind = evidence.question.kind
        usual = by_kind.get(kind, (answer_passage,))
        if kind not in ("target", "deadline", "passage"):
            return usual
        if kind != "passage" and names_several(evidence):
            return (compare, *usual)
        if kind != "target":
            return (compare_versions, *usual)
        if asks_change(evidence.question.reading):
            apart = (compare,) if len(find_sides(evidence)) > 1 else ()
            return (compare_versions, *apart, compare_years, change, *usual)
        return (compare_versions, answer_target, compare_years, answer_passage)

    def _composed(self, evidence: Evidence) -> Answer | None:
        """The first answer that speaks of what is asked about; None when no kind of answer fits."""
        for compose in self.composers(evidence):
            answer = compose(evidence)
            if answer is not None and is_about_asked(evidence, answer):
                return answer
        return None

    def _narrowing(self, filters: Filters) -> Narrow:
        def narrow(question: Question, documents: tuple[str, ...]) -> Evidence:
            return self._evidence(
                question, replace(filters, document_ids=documents) if documents else filters
            )

        return narrow

    def _asking(self, filters: Filters) -> Ask:
        narrow = self._narrowing(filters)

        def ask(question: Question, documents: tuple[str, ...]) -> Answer | None:
            return self._composed(narrow(question, documents))

        return ask

    def _evidence(self, question: Question, filters: Filters) -> Evidence:
        return Evidence(question, self._corpus, self._finder, self.vocabulary, filters)

    def _unscoped(self, evidence: Evidence) -> Evidence:
        """The same question without its region, so that a refusal can show what is nearest elsewhere."""
        return _Anywhere(evidence.question, self._corpus, self._finder, self.vocabulary, evidence.filters)


def _names_the_unknown(evidence: Evidence) -> bool:
    """Whether the question is about a region or a document that is not there."""
    if evidence.unknown_documents:
        return True
    compares = evidence.question.kind == "comparison"
    return not compares and (not evidence.documents or bool(unknown_regions(evidence)))


class _Anywhere(Evidence):
    """Evidence from all documents, whatever region the question names."""

    @cached_property
    def scope(self) -> Filters:
        return self.filters
