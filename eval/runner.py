"""Running question sets: every system answers every question in the same run."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from eval.answer_metrics import answer_measures
from eval.dataset import Question
from eval.metrics import Judged, RankedChunk, retrieval_measures
from eval.relevance import Library
from kb.contract import Answer
from kb.errors import KBError

SearchMode = Literal["bm25", "dense", "hybrid"]
SystemName = Literal["bm25", "dense", "hybrid", "full"]
BASELINES: tuple[SearchMode, ...] = ("bm25", "dense", "hybrid")
DEPTH = 100
"""How many passages are looked at; recall@100 needs as many."""

Measures = Mapping[str, float]
Progress = Callable[[int, int], None]
"""Called with questions done and questions in all."""


class System(Protocol):
    """What is measured."""

    def ask(self, question: str, turns: Sequence[str]) -> Answer:
        """The answer to the last question of a conversation."""
        ...

    def read_on(self, answer: Answer, turns: Sequence[str], top_k: int) -> Sequence[RankedChunk]:
        """At most ``top_k`` chunks that a reader of the answer is led to, the cited ones first."""
        ...

    def search(self, query: str, mode: SearchMode, top_k: int) -> Sequence[RankedChunk]:
        """At most ``top_k`` chunks, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the full system made of one question."""

    kind: str
    """Kind of the answer; "failed" when asking raised an error."""
    text: str
    elapsed_ms: int
    ungrounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetRun:
    """One set's questions with every system's measures by question id."""

    set_name: str
    questions: tuple[Question, ...]
    corpus_hash: str
    documents_hash: str
    """Over the files alone: stays when only the program or its settings change."""
    documents: int
    systems: Mapping[SystemName, Mapping[str, Measures]]
    outcomes: Mapping[str, Outcome]
    missing: Mapping[str, tuple[str, ...]]
    """Evidence documents that the knowledge base does not hold, by question id; only questions that lack some."""
    notes: tuple[str, ...] = ()
    elapsed_s: float = 0.0

    def values(self, system: SystemName, measure: str) -> dict[str, float]:
        """The measure of each question that it applies to."""
        rows = self.systems.get(system, {})
        return {question: measures[measure] for question, measures in rows.items() if measure in measures}


def select(
    questions: Sequence[Question], *, split: Literal["dev", "test", "all"] = "all", limit: int | None = None
) -> tuple[Question, ...]:
    """The questions of a split; with ``limit``, as many spread evenly over the set."""
    chosen = [question for question in questions if split in ("all", question.split)]
    if limit is None or limit >= len(chosen):
        return tuple(chosen)
    return tuple(chosen[number * len(chosen) // limit] for number in range(limit))


def run_set(
    set_name: str,
    questions: Sequence[Question],
    system: System,
    library: Library,
    *,
    corpus_hash: str,
    baselines: bool = True,
    progress: Progress | None = None,
    notes: tuple[str, ...] = (),
) -> SetRun:
    """Measure the full system, and the three searches alone with ``baselines``.

    A question that raises an error counts as zero and is named in ``outcomes``.
    """
    started = time.monotonic()
    names: tuple[SystemName, ...] = (*BASELINES, "full") if baselines else ("full",)
    rankings: dict[SystemName, dict[str, tuple[RankedChunk, ...]]] = {name: {} for name in names}
    answers: dict[str, Answer | None] = {}
    outcomes: dict[str, Outcome] = {}
    for number, question in enumerate(questions, start=1):
        answer, outcomes[question.id] = _ask(system, question)
        answers[question.id] = answer
        rankings["full"][question.id] = _read_on(system, question, answer)
        for mode in BASELINES if baselines else ():
            rankings[mode][question.id] = _search(system, question, mode)
        if progress is not None:
            progress(number, len(questions))
    systems = {name: _retrieval(questions, ranking, library) for name, ranking in rankings.items()}
    for question in questions:
        measured = answer_measures(question, answers[question.id], library)
        systems["full"].setdefault(question.id, {}).update(measured)
    return SetRun(
        set_name=set_name,
        questions=tuple(questions),
        corpus_hash=corpus_hash,
        documents_hash=_documents_hash(library),
        documents=len(library.corpus.documents),
        systems=systems,
        outcomes=_with_grounding(outcomes, answers),
        missing={q.id: gone for q in questions if (gone := library.missing_documents(q))},
        notes=notes,
        elapsed_s=time.monotonic() - started,
    )


def _ask(system: System, question: Question) -> tuple[Answer | None, Outcome]:
    started = time.perf_counter()
    try:
        answer = system.ask(question.question, question.turns)
    except Exception as error:  # any crash is a failed question, and the run goes on
        return None, Outcome("failed", _reason(error), _since(started))
    return answer, Outcome(answer.kind, answer.text, _since(started))


def _search(system: System, question: Question, mode: SearchMode) -> tuple[RankedChunk, ...]:
    return _ranking(lambda: system.search(question.query, mode, DEPTH))


def _read_on(system: System, question: Question, answer: Answer | None) -> tuple[RankedChunk, ...]:
    """What the full system lays before a reader; nothing when asking failed."""
    return () if answer is None else _ranking(lambda: system.read_on(answer, question.turns, DEPTH))


def _ranking(find: Callable[[], Sequence[RankedChunk]]) -> tuple[RankedChunk, ...]:
    try:
        return tuple(find())
    except Exception as error:
        if isinstance(error, KBError):
            raise  # no index or no model: nothing can be measured
        return ()


def _retrieval(
    questions: Sequence[Question], rankings: Mapping[str, tuple[RankedChunk, ...]], library: Library
) -> dict[str, dict[str, float]]:
    judged = [
        Judged(q.id, rankings[q.id], tuple(library.relevant(piece) for piece in q.evidence))
        for q in questions
        if q.answerable
    ]
    return retrieval_measures(judged)


def _documents_hash(library: Library) -> str:
    hashes = sorted({document.file_hash for document in library.corpus.documents.values()})
    return hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]


def _with_grounding(
    outcomes: Mapping[str, Outcome], answers: Mapping[str, Answer | None]
) -> dict[str, Outcome]:
    from eval.grounding import ungrounded

    return {
        question: outcome
        if (answer := answers[question]) is None
        else replace(outcome, ungrounded=ungrounded(answer))
        for question, outcome in outcomes.items()
    }


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
