"""What may fill a cell of a comparison, and the times and sentences that may; ``figure_options`` has the figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.answer.candidates import Candidate
from kb.answer.confidence import probability
from kb.answer.evidence import Evidence
from kb.answer.matching import F, Match, accept_fact, rank_facts
from kb.answer.measures import unit_fits
from kb.answer.neighbours import pairs
from kb.answer.proof import passage_features, proving_sentences
from kb.answer.stated import stated_deadline
from kb.answer.tuning import WEIGHTS
from kb.records import Deadline, Target

MOST_FACTS = 30
_SENTENCES = 6
SLACK = 0.3
"""How far below what is acceptable an option may lie and still be considered beside another side's."""
_RAISED = 0.15
"""How far above what is acceptable a fact comes by standing in a sentence that proves an answer."""
_ORDER = 0.3
"""How much of what a fact lacks it keeps lacking then, so that facts of one sentence stay in order."""
_WORDS = 0.5
"""What holding all of the question's words counts for beside the score of a fact or sentence."""
_SAME_WORDS = tuple(
    (re.compile(written), word)
    for written, word in (
        (r"[合总共小]\s*计|总\s*数", "总数"),
        (r"每班(?:学生)?", "班额"),
        (r"每生(?:每[年学期月]{1,2})?|[生师]均", "生均"),
        (r"退还|退回|退钱|退款", "退费"),
        (r"(?<![一二三四五六七八九十\d])[一七]年级|高一|初一", "起始年级"),
        (r"老师", "教师"),
    )
)
_OF_TITLE = 0.05
_AROUND = 0.6
"""What a word counts for that stands in the sentence but not beside the figure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says: a figure, a time, or a sentence; nothing when it is silent."""

    target: Target | None = None
    deadline: Deadline | None = None
    sentence: Candidate | None = None

    @property
    def filled(self) -> bool:
        return bool(self.target or self.deadline or self.sentence)


@dataclass(frozen=True, slots=True)
class Option:
    """A cell with how well it fits the question and what it is compared with others by."""

    cell: Cell
    worth: float
    """How far above (below: negative) what alone would be accepted."""
    held: float
    """Share of the question's pairs of characters in the words of the figure or time, 0 to 1."""
    label: str
    """The name of the metric or task."""
    words: str
    """The words that belong to the figure or time."""
    sentence: str
    unit: str
    place: tuple[str, int, int, str]
    """Document, start, end and value: what stands twice is the same."""
    counted: frozenset[str] = frozenset()
    """By what the figure is counted (学期 of 每学期), as its own clause says."""
    levels: frozenset[str] = frozenset()
    """Levels of schooling that it is of, as its words, else its headings or the document's title, say."""

    @property
    def fit(self) -> float:
        """How well the option fits the question: as evidence and by its own words."""
        return self.worth + _WORDS * self.held


@dataclass(frozen=True, slots=True)
class UnitsWanted:
    """The units that a question asks for; ``named`` when it says them (多少元), else they are guessed (多少工资)."""

    units: frozenset[str]
    named: bool = True
    guess: float = 0.3
    """What a figure loses that is in no unit of a guess."""

    def loss(self, unit: str) -> float | None:
        """What a figure in ``unit`` loses; None when it cannot answer."""
        if not self.units or unit_fits(unit, self.units):
            return 0.0
        return None if self.named else self.guess


def time_options(evidence: Evidence, *, recurring: bool) -> list[Option]:
    """Times of one side, of facts and of sentences; only recurrences where those are asked for."""
    accept = accept_fact(evidence)
    proofs = proofs_of(evidence)
    facts = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Deadline) and (fact.recurrence is not None or not recurring)
    ]
    found: list[Option] = []
    for match in current_of(evidence, rank_facts(evidence, facts))[:MOST_FACTS]:
        worth = raised(match.score - accept, proofs, match.fact)
        if worth >= -SLACK:
            found.append(_of_deadline(evidence, match.fact, worth))
    for candidate, worth in proofs:
        stated = stated_deadline(evidence, candidate)
        told = any(inside(candidate, o.place) for o in found)
        if stated is not None and not told and (stated.recurrence is not None or not recurring):
            found.append(_of_deadline(evidence, stated, worth))
    return found


def sentence_options(evidence: Evidence, shown: re.Pattern[str] | None = None) -> list[Option]:
    """Sentences of one side, those in which ``shown`` is found when it is given."""
    found = []
    for candidate, worth in proofs_of(evidence):
        text = candidate.sentence.text
        if shown is None or shown.search(text):
            place = (
                candidate.passage.chunk.document_id,
                candidate.sentence.start,
                candidate.sentence.end,
                "",
            )
            held = held_of(evidence, text, place[0])
            found.append(Option(Cell(sentence=candidate), worth, held, text, text, text, "", place))
    return found


def proofs_of(evidence: Evidence) -> list[tuple[Candidate, float]]:
    """The sentences that may prove an answer, each with its chance above what a row needs."""
    found = [
        (candidate, probability(passage_features(evidence, candidate)) - WEIGHTS.accept_row)
        for candidate in proving_sentences(evidence)[:_SENTENCES]
    ]
    return [(candidate, worth) for candidate, worth in found if worth >= -SLACK]


def raised(worth: float, proofs: Sequence[tuple[Candidate, float]], fact: Target | Deadline) -> float:
    """The worth of a fact, or that of the sentence in which it stands, up to what makes it acceptable."""
    place = (fact.document_id, fact.start, fact.end, "")
    chances = [chance for candidate, chance in proofs if inside(candidate, place)]
    return max(worth, min(_RAISED, max(chances, default=-1.0)) + _ORDER * min(worth, 0.0))


def inside(candidate: Candidate, place: tuple[str, int, int, str]) -> bool:
    document, start, end, _ = place
    sentence = candidate.sentence
    return candidate.passage.chunk.document_id == document and start < sentence.end and sentence.start < end


def current_of(evidence: Evidence, matches: Sequence[Match[F]]) -> list[Match[F]]:
    """Without superseded documents, unless only those are left (or asked for by name)."""
    current = [m for m in matches if evidence.corpus.status[m.fact.document_id] != "superseded"]
    return current or list(matches)


def held_of(evidence: Evidence, words: str, document_id: str, sentence: str = "") -> float:
    """Share of the topic's pairs that the words hold, or somewhat less the sentence.

    Within one document the words of its title tell little apart.
    """
    topic = evidence.question.topic
    asked = dict.fromkeys(pairs(plainly(topic)), 1.0)
    if evidence.filters.document_ids:
        for term in sorted(evidence.corpus.titles[document_id].terms, key=len, reverse=True):
            topic = topic.replace(term, " ") if len(term) > 1 else topic
        asked |= dict.fromkeys(asked.keys() - pairs(plainly(topic)), _OF_TITLE)
    near, around = pairs(plainly(words)), pairs(plainly(sentence))
    held = sum(weight for pair, weight in asked.items() if pair in near)
    told = sum(weight for pair, weight in asked.items() if pair in around)
    return max(held, _AROUND * told) / sum(asked.values()) if asked else 0.0


def plainly(text: str) -> str:
    """The text with one word for what is written in several ways: 合计 is 总数, 每班45人 is a 班额."""
    for pattern, word in _SAME_WORDS:
        text = pattern.sub(word, text)
    return text


def _of_deadline(evidence: Evidence, fact: Deadline, worth: float) -> Option:
    quote = evidence.corpus.document(fact.document_id).text[fact.start : fact.end]
    place = (fact.document_id, fact.start, fact.end, fact.as_written)
    words = f"{fact.as_written}{fact.task}"
    held = held_of(evidence, words, fact.document_id)
    return Option(Cell(deadline=fact), worth, held, fact.task, words, quote, "", place)
