"""The sentences of the best passages, ranked by how well they meet the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.answer.evidence import Evidence, FoundPassage
from kb.answer.matching import stretch
from kb.answer.sentences import Sentence, split_sentences
from kb.answer.told import speaks_of_place
from kb.answer.tuning import RANKING, WEIGHTS
from kb.interfaces import Alignment
from kb.question.model import Question
from kb.text import tokenize

_PASSAGES = 8
_ALIGNED_SENTENCES = 16
_SHORT_CHARS = 12
_SCALE = 8.0
"""Log odds to one point of score: sentences 0.1 apart are nearly as good as each other."""

# What the sentence that decides a question of this form holds.
_ANSWER_SIGNS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"多少|几[个所人名岁年天日]|how (?:many|much)"), re.compile(r"\d|[一二三四五六七八九十百千]+[个所人名岁年天日元倍]|百分之")),
    (re.compile(r"什么时候|何时|哪一?年|多久|期限|when\b|deadline"), re.compile(r"\d+年|\d+月|\d+日|[一二三四五六七八九十]+[年月日]|期间|每[年月周学]|日内")),
    (re.compile(r"罚|处罚|后果|责任|违反|penalt|fine"), re.compile(r"罚款|处分|责令|警告|吊销|没收|承担|追究|处罚|依法")),
    (re.compile(r"吗|能不能|可不可以|可以|能否|是否|允许|\b(?:can|may|must|should|allowed|is it)\b"), re.compile(r"不得|禁止|严禁|应当|可以|必须|不准|不能|不允许|有权|鼓励|一律|不应|不宜")),
    (re.compile(r"谁|哪个部门|哪些部门|什么部门|who\b"), re.compile(r"部门|政府|委员会|局|厅|机构|学校|负责")),
    (re.compile(r"什么是|是指|指的是|定义|含义|what is meant|define"), re.compile(r"是指|包括|所称|以下(?:简|统)称|即")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with how well it answers."""

    sentence: Sentence
    passage: FoundPassage
    place: int
    """Place of the passage among those that are looked at, from 0."""
    coverage: float
    """Share of the topic's terms in the sentence; those of its passage count less."""
    surroundings: float
    """Share of the topic's terms in the passage with its headings."""
    cosine: float = 0.0
    strength: float = 0.0
    """Mean of the question's tokens' best matches in the sentence (``Alignment.strengths``)."""
    held: float = 0.0
    """Mean of the best matches of the topic's terms in the sentence or its headings, rare terms counting more."""
    weakest: float = 0.0
    """Best match of the term that matches worst."""
    score: float = 0.0


def rank_sentences(evidence: Evidence) -> list[Candidate]:
    """Sentences of the best passages, best first."""
    rough = sorted(
        _all_candidates(evidence), key=lambda c: (-_roughly(evidence, c), c.place, c.sentence.start)
    )
    kept = rough[:_ALIGNED_SENTENCES]
    if not kept:
        return []
    headings = list(dict.fromkeys(candidate.passage.chunk.context for candidate in kept))
    texts = [*(candidate.sentence.text for candidate in kept), *headings]
    alignment = _with_sayings(evidence, evidence.finder.align(evidence.question.reading, texts), texts)
    rows = {heading: len(kept) + place for place, heading in enumerate(headings)}
    refined = [
        _scored(
            evidence, _aligned(evidence, candidate, alignment, row, rows[candidate.passage.chunk.context])
        )
        for row, candidate in enumerate(kept)
    ]
    return sorted(refined, key=lambda c: (-c.score, c.place, c.sentence.start))


def _aligned(
    evidence: Evidence, candidate: Candidate, alignment: Alignment, row: int, heading: int
) -> Candidate:
    """The candidate with what the rows of its sentence and of its headings say."""
    own = alignment.strengths[row]
    terms = term_strengths(evidence, alignment.places, np.maximum(own, alignment.strengths[heading]))
    known = ~np.isnan(terms)
    weights = evidence.rarity[known]
    return replace(
        candidate,
        cosine=float(alignment.cosines[row]),
        strength=float(own.mean()) if len(own) else 0.0,
        held=float(np.average(terms[known], weights=weights)) if weights.sum() > 0 else 0.0,
        weakest=float(terms[known].min()) if known.any() else 0.0,
    )


def _with_sayings(evidence: Evidence, alignment: Alignment, texts: Sequence[str]) -> Alignment:
    """The alignment with the tokens of an everyday expression met by each text that writes its formal words."""
    strengths = alignment.strengths.copy()
    for saying in evidence.sayings:
        said = evidence.topic[saying.start : saying.end]
        rows = [row for row, text in enumerate(texts) if saying.is_met(text)]
        for match in re.finditer(re.escape(said), evidence.question.reading) if rows else ():
            inside = [
                place
                for place, (start, end) in enumerate(alignment.places)
                if start < match.end() and match.start() < end
            ]
            cells = np.ix_(rows, inside)
            strengths[cells] = np.maximum(strengths[cells], WEIGHTS.said)
    return replace(alignment, strengths=strengths)


def term_strengths(
    evidence: Evidence, places: Sequence[tuple[int, int]], strengths: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How well each of the topic's terms is met, shape (len(evidence.terms),); NaN for terms not in the question.

    A term is met as its tokens are on average, where it stands several times as at its best place.
    """
    reading = evidence.question.reading
    found = np.full(len(evidence.terms), np.nan, dtype=np.float32)
    for place, term in enumerate(evidence.terms):
        for match in re.finditer(re.escape(term), reading):
            inside = [
                i for i, (start, end) in enumerate(places) if start < match.end() and match.start() < end
            ]
            if inside:
                found[place] = np.fmax(found[place], strengths[inside].mean())
    return found


def ranking_features(evidence: Evidence, candidate: Candidate) -> dict[str, float]:
    """What ``RANKING`` weighs a sentence by; every value lies between 0 and 1."""
    return {
        "strength": candidate.strength,
        "meaning": stretch(candidate.cosine),
        "surroundings": candidate.surroundings,
        "passage_meaning": stretch(candidate.passage.hit.cosine or 0.0),
        "place": 1.0 - candidate.place / _PASSAGES,
        "shows_answer": float(shows_answer(evidence.question, candidate.sentence.text)),
        "short": float(len(candidate.sentence.text) < _SHORT_CHARS),
    }


def shows_answer(question: Question, sentence: str) -> bool:
    """Whether the sentence holds what an answer to a question of this form holds."""
    text = question.reading
    return any(asked.search(text) and sign.search(sentence) for asked, sign in _ANSWER_SIGNS)


def _scored(evidence: Evidence, candidate: Candidate) -> Candidate:
    features = ranking_features(evidence, candidate)
    log_odds = sum(RANKING[name] * value for name, value in features.items())
    return replace(candidate, score=log_odds / _SCALE)


def _all_candidates(evidence: Evidence) -> list[Candidate]:
    current = [p for p in evidence.passages if evidence.corpus.status[p.chunk.document_id] != "superseded"]
    candidates = []
    for place, passage in enumerate((current or list(evidence.passages))[:_PASSAGES]):
        around = evidence.coverage(frozenset(tokenize(f"{passage.chunk.context} {passage.chunk.text}")))
        document = passage.chunk.document_id
        for sentence in split_sentences(passage.chunk.text, offset=passage.chunk.start):
            if not speaks_of_place(evidence, document, sentence.start, sentence.end):
                continue
            own = evidence.coverage(frozenset(tokenize(sentence.text)))
            coverage = own + WEIGHTS.surroundings * (around - own)
            candidates.append(Candidate(sentence, passage, place, coverage, around))
    return candidates


def _roughly(evidence: Evidence, candidate: Candidate) -> float:
    """A score without meaning, to choose the sentences that are worth embedding."""
    sign = 0.12 if shows_answer(evidence.question, candidate.sentence.text) else 0.0
    length = -0.1 if len(candidate.sentence.text) < _SHORT_CHARS else 0.0
    return 0.6 * candidate.coverage + sign + 0.15 * (1.0 - candidate.place / _PASSAGES) + length
