"""How well each fact fits a question: by meaning, by words, and by where the passages are found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import numpy as np

from kb.answer.demands import is_about_others, sides_clash
from kb.answer.evidence import Evidence
from kb.answer.tuning import WEIGHTS
from kb.corpus import Corpus
from kb.labels import fact_label
from kb.records import Deadline, Document, Responsibility, Section, Target
from kb.stages import stages_clash, stages_of
from kb.table_text import above_row, row_at
from kb.text import tokenize

_MOST_COMPARED = 2_000
_MEASURE_CHARS = 1500
_SENTENCE_CHARS = 160

F = TypeVar("F", Responsibility, Target, Deadline)


@dataclass(frozen=True, slots=True)
class Match(Generic[F]):
    """A fact with its score: 1 fits fully, 0 not at all."""

    fact: F
    score: float
    cosine: float
    coverage: float


def rank_facts(
    evidence: Evidence, facts: Iterable[F], *, bonus: Callable[[F], float] = lambda _fact: 0.0
) -> list[Match[F]]:
    """Facts of the allowed documents, best first, ties by id."""
    allowed = evidence.of_region(facts)
    if not allowed:
        return []
    support = _support(evidence)
    asked_stages = stages_of(evidence.question.topic)
    # English questions share few words with the documents, so their meaning decides
    english = evidence.question.language == "en"
    words = WEIGHTS.words_english if english else WEIGHTS.words
    meaning = WEIGHTS.meaning + WEIGHTS.words - words
    matches = []
    for fact, cosine in _nearest(evidence, allowed, support):
        coverage = _coverage(evidence, fact)
        score = (
            meaning * stretch(cosine)
            + words * coverage
            + WEIGHTS.support * support.get(fact.section_id, 0.0)
            + WEIGHTS.precision * _precision(evidence, fact)
            + bonus(fact)
        )
        if _other_metric(evidence, fact):
            score -= WEIGHTS.other_metric
        texts = stage_texts(evidence.corpus, fact)
        others = (
            is_about_others(evidence.question, fact_label(fact), texts)
            if isinstance(fact, Target)
            else isinstance(fact, Deadline) and sides_clash(evidence.question.topic, *texts)
        )
        if others or stages_clash(asked_stages, *texts):
            score -= WEIGHTS.stage_clash
        matches.append(Match(fact, score, cosine, coverage))
    return sorted(matches, key=lambda match: (-match.score, match.fact.id))


def _nearest(evidence: Evidence, facts: Sequence[F], support: Mapping[str, float]) -> list[tuple[F, float]]:
    """The facts that are worth comparing word by word, each with its cosine to the question.

    All of a small library; of a large one those nearest in meaning and those of the passages found.
    """
    cosines = evidence.finder.fact_scores(evidence.query_vector, [fact.id for fact in facts])
    least = (
        -1.0
        if len(facts) <= _MOST_COMPARED
        else float(np.partition(cosines, -_MOST_COMPARED)[-_MOST_COMPARED])
    )
    return [
        (fact, float(cosine))
        for fact, cosine in zip(facts, cosines, strict=True)
        if cosine >= least or fact.section_id in support
    ]


def beyond_title(evidence: Evidence, fact: Responsibility | Deadline) -> float:
    """How much more of the words that do not merely name the fact's document stand in its own words.

    -1 to 1: 各省的寄宿制学校实施方案 names the notice on boarding schools; which of its tasks is meant, 实施方案 says.
    """
    title = _terms(evidence.corpus.document(fact.document_id).metadata.title)
    named = evidence.coverage(title)
    whole = evidence.coverage(title | frozenset(evidence.terms))
    if not named or whole <= named:
        return 0.0
    near, _ = fact_terms(evidence.corpus, fact)
    own = (evidence.coverage(title | near) - named) / (whole - named)
    return own - evidence.coverage(near)


def accept_fact(evidence: Evidence) -> float:
    """Least score of a fact that answers; higher in English, where words of the documents prove less."""
    return WEIGHTS.accept_fact_english if evidence.question.language == "en" else WEIGHTS.accept_fact


def prefer_current(corpus: Corpus, matches: Sequence[Match[F]], *, at_least: float) -> list[Match[F]]:
    """Matches at or above ``at_least``; those of superseded documents only when no other is left."""
    fitting = [match for match in matches if match.score >= at_least]
    current = [match for match in fitting if corpus.status[match.fact.document_id] != "superseded"]
    return current or fitting


def stretch(cosine: float) -> float:
    """Cosines of e5 models lie between about 0.75 and 0.95; stretched to 0 to 1."""
    low, high = WEIGHTS.cosine_low, WEIGHTS.cosine_high
    return float(np.clip((cosine - low) / (high - low), 0.0, 1.0))


def _coverage(evidence: Evidence, fact: Responsibility | Target | Deadline) -> float:
    """Share of the topic's term weight in the fact's own words; its surroundings count less."""
    near, place = fact_terms(evidence.corpus, fact)
    own = evidence.coverage(near)
    return own + WEIGHTS.surroundings * (evidence.coverage(near | place) - own)


_LONGEST_METRIC = 4
_SUM = re.compile(r"[合总共小]\s*计|总[数量]")
_SUMS = frozenset(("总数", "合计", "总计", "共计", "总量", "总额", "一共", "总共"))
_METRIC = re.compile(r"..率$|..比$|..额$")


def _other_metric(evidence: Evidence, fact: Responsibility | Target | Deadline) -> bool:
    """Whether the question names a metric (毛入学率) that the fact's own words lack."""
    named = [term for term in evidence.terms if len(term) <= _LONGEST_METRIC and _METRIC.search(term)]
    named += ["班额"] if "班额" in evidence.question.topic else []
    if not isinstance(fact, Target) or not named or evidence.question.synonyms:
        return False
    near, _ = fact_terms(evidence.corpus, fact)
    return max(named, key=len) not in near


def _precision(evidence: Evidence, fact: Responsibility | Target | Deadline) -> float:
    """Share of the label's terms that the question speaks of: 残疾学生入学率 is not 入学率."""
    label = _terms(fact_label(fact))
    if not label:
        return 0.0
    return len(label & _terms(evidence.question.reading)) / len(label)


def fact_terms(
    corpus: Corpus, fact: Responsibility | Target | Deadline
) -> tuple[frozenset[str], frozenset[str]]:
    """Terms of the fact's label and quote, and of its headings and document title."""
    if fact.id not in corpus.fact_terms:
        document = corpus.document(fact.document_id)
        start = sentence_start(document.text, fact.start)
        section = corpus.section(fact.section_id)
        above = above_row(document.text, fact.start) if isinstance(fact, Target) else ""
        above = f"{above} {' '.join(section.path)}" if above else ""
        row = None if above else row_at(document.text, fact.start)
        quote = document.text[slice(*row)] if row else document.text[start : fact.end]
        near = _terms(f"{fact_label(fact)} {quote} {above}")
        if above:  # 特岗教师 and 特岗: headings are short, so words within words count too
            near |= {*above, *fact_label(fact)}
            near |= {above[at : at + 2] for at in range(len(above) - 1)}
            near |= (
                _SUMS
                if _SUM.search(f"{fact_label(fact)}{document.text[fact.start : fact.end]}")
                else frozenset()
            )
        place = _terms(
            " ".join((*section.path, document.metadata.title, _measure_text(document, section, fact)))
        )
        corpus.fact_terms[fact.id] = (near, place)
    return corpus.fact_terms[fact.id]


def sentence_start(text: str, offset: int) -> int:
    """Where the sentence that holds ``offset`` begins; a duty's object often stands before the unit."""
    if text[offset : offset + 1] in "（(":
        return offset
    first = max(0, offset - _SENTENCE_CHARS)
    ends = [text.rfind(mark, first, offset) for mark in "。；！？\n"]
    return max(*ends, first - 1) + 1


_TASK_CHARS = 8


def states_task(document: Document, fact: Responsibility | Deadline) -> bool:
    """Whether the fact's own sentence says what is to be done, unlike a list that closes a measure."""
    quote = document.text[fact.start : fact.end]
    return quote[:1] not in "（([【" and _squash(fact.task)[:_TASK_CHARS] in _squash(quote)


def _squash(text: str) -> str:
    return "".join(text.split())


def _measure_text(document: Document, section: Section, fact: Responsibility | Target | Deadline) -> str:
    """The measure that a closing list of units speaks for; empty for facts whose sentence says it all."""
    closes = isinstance(fact, Responsibility) and not states_task(document, fact)
    return document.text[max(section.start, fact.start - _MEASURE_CHARS) : fact.start] if closes else ""


@lru_cache(maxsize=50_000)
def _terms(text: str) -> frozenset[str]:
    return frozenset(tokenize(text))


def stage_texts(corpus: Corpus, fact: Responsibility | Target | Deadline) -> tuple[str, ...]:
    """Texts that may name the stage a fact is about, the closest first: label, quote, headings, title."""
    document = corpus.document(fact.document_id)
    path = corpus.section(fact.section_id).path
    return (fact_label(fact), document.text[fact.start : fact.end], *reversed(path), document.metadata.title)


def _support(evidence: Evidence) -> dict[str, float]:
    """How high the passages of each section rank: 1 for the first hit, falling to 0."""
    support: dict[str, float] = defaultdict(float)
    count = max(1, len(evidence.passages))
    for place, passage in enumerate(evidence.passages):
        value = 1.0 - place / count
        support[passage.chunk.section_id] = max(support[passage.chunk.section_id], value)
    return support
