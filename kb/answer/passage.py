"""Answers quoted from the text: the sentence that decides, with what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.answer.confidence import probability
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence, FoundPassage
from kb.answer.figures import figure_in
from kb.answer.matching import stretch
from kb.answer.measures import asked_units
from kb.answer.sentences import Sentence, split_sentences
from kb.answer.tuning import WEIGHTS
from kb.answer.wording import source_note, value
from kb.contract import Answer, AnswerKind
from kb.corpus import Span
from kb.dates import TimeExpression, find_times
from kb.numbers import find_quantities
from kb.question.model import Question
from kb.records import Deadline, Target
from kb.stages import stages_clash, stages_of
from kb.text import tokenize
from kb.unit_finder import find_units
from kb.units import canonical_unit, match_unit

_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}|[\d一二两三四五六七八九十]+(?:时|点|小时|日|天|个?工作日|个月)")
# A clause number before the name of a figure, a comparator after it
_METRIC_ENDS = re.compile(
    r"^第[零一二三四五六七八九十百千]+条\s*|^[（(][一二三四五六七八九十]+[）)]|(?:应当|应|均|都|原则上)*不?(?:得|能|应|宜)?(?:超过|少于|低于|高于|多于|大于|小于)(?:按)?$|为$"
)
_PASSAGES = 8
_EMBEDDED_SENTENCES = 14
_MAX_SENTENCES = 3
_AROUND = 30
_ASKS_START = re.compile(
    r"从(?:什么时候|何时|哪)|(?:什么时候|何时|哪(?:一)?[天年日])(?:起|开始)|开始(?:实行|执行|实施|启用)|自何时|\bstart|begin|from when"
)
_MAX_OPENING = 120

# What the sentence that decides a question of this form holds.
_ANSWER_SIGNS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"多少|几[个所人名岁年天日]|how (?:many|much)"), re.compile(r"\d|[一二三四五六七八九十百千]+[个所人名岁年天日元倍]|百分之")),
    (re.compile(r"什么时候|何时|哪一?年|多久|期限|when\b|deadline"), re.compile(r"\d+年|\d+月|\d+日|[一二三四五六七八九十]+[年月日]|期间|每[年月周学]|日内")),
    (re.compile(r"罚|处罚|后果|责任|违反|penalt|fine"), re.compile(r"罚款|处分|责令|警告|吊销|没收|承担|追究|处罚|依法")),
    (re.compile(r"吗|能不能|可不可以|可以|能否|是否|允许|\b(?:can|may|must|should|allowed|is it)\b"), re.compile(r"不得|禁止|严禁|应当|可以|必须|不准|不能|不允许|有权|鼓励|一律|不应|不宜")),
    (re.compile(r"谁|哪个部门|哪些部门|什么部门|who\b"), re.compile(r"部门|政府|委员会|局|厅|机构|学校|负责")),
    (re.compile(r"什么是|是指|指的是|定义|含义|what is meant|define"), re.compile(r"是指|包括|所称")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with how well it answers."""

    sentence: Sentence
    passage: FoundPassage
    score: float
    coverage: float
    cosine: float


def answer_passage(evidence: Evidence) -> Answer | None:
    """One to three verbatim sentences, or None when nothing fits well enough."""
    ranked = proving_sentences(evidence)
    if not ranked:
        return None
    best = ranked[0]
    confidence = probability(passage_features(evidence, best))
    if confidence < WEIGHTS.accept_passage:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    draft.cite(Span(best.passage.chunk.document_id, best.sentence.start, best.sentence.end))
    kind: AnswerKind = "passage"
    lines = [_quoted(evidence, best, 1)]
    fact = stated_target(evidence, best) if evidence.question.kind == "target" else None
    if fact is not None:
        kind = "target"
        draft.add(fact)
        lines.insert(0, f"{fact.region or ''}：{value(fact, evidence.question.language)}[1]".lstrip("："))
    due = stated_deadline(evidence, best) if _asks_time(evidence.question) else None
    if due is not None:
        kind = "deadline"
        draft.add(due)
        lines.insert(0, f"{due.region or ''}：{due.as_written}[1]".lstrip("："))
    for other in _companions(best, ranked[1:]):
        n = draft.cite(Span(other.passage.chunk.document_id, other.sentence.start, other.sentence.end))
        lines.append(_quoted(evidence, other, n))
    draft.cite(Span(best.passage.chunk.document_id, best.passage.chunk.start, best.passage.chunk.end))
    return draft.finish(kind, "\n".join(lines), confidence=confidence)


def best_sentence(evidence: Evidence) -> Candidate | None:
    """The best sentence that can prove an answer; None when there is none."""
    return next(iter(proving_sentences(evidence)), None)


def proving_sentences(evidence: Evidence) -> list[Candidate]:
    """Sentences that can prove an answer, best first; ranked once a question, since ranking embeds them."""
    if evidence.proving is None:
        evidence.proving = [c for c in rank_sentences(evidence) if is_proof(evidence, c)]
    return evidence.proving


def stated_target(
    evidence: Evidence, best: Candidate, *, units: frozenset[str] | None = None
) -> Target | None:
    """A fact made of the figure in a sentence; None when it has none in ``units`` or the unit asked for."""
    figure = figure_in(evidence.question, best.sentence.text, units=units)
    if figure is None:
        return None
    document = evidence.corpus.document(best.passage.chunk.document_id)
    clause = _METRIC_ENDS.sub(
        "", best.sentence.text[: figure.start].replace("。", "，").split("，")[-1].strip()
    )
    return Target(
        id=f"{best.passage.chunk.id}-{figure.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=document.metadata.region,
        metric=clause or best.sentence.text[:40],
        comparator=figure.comparator,
        value=figure.value,
        value_high=figure.value_high,
        unit=figure.unit,
        deadline=None,
        as_written="",
        subject="",
        start=best.sentence.start,
        end=best.sentence.end,
    )


def stated_deadline(evidence: Evidence, best: Candidate) -> Deadline | None:
    """A fact made of the time in a sentence that is closest to the question's words; None without a time."""
    text = best.sentence.text
    starts = _ASKS_START.search(evidence.question.reading) is not None
    found = find_times(text)
    times = [time for time in found if starts or time.kind != "start"]
    times = [time for time in times if time.kind == "start"] or times if starts else times
    if not times:
        return None
    terms = frozenset(evidence.terms)

    def closeness(time: TimeExpression) -> tuple[int, int]:
        around = text[max(0, time.start - _AROUND) : time.end + _AROUND]
        return len(terms & frozenset(tokenize(around))), -time.start

    time = max(times, key=closeness)
    document = evidence.corpus.document(best.passage.chunk.document_id)
    return Deadline(
        id=f"{best.passage.chunk.id}-{best.sentence.start + time.start}",
        document_id=document.id,
        section_id=best.passage.chunk.section_id,
        region=document.metadata.region,
        task=text,
        deadline=_day_meant(time),
        as_written=time.as_written,
        recurrence=time.as_written if time.kind == "recurrence" else None,
        start=best.sentence.start,
        end=best.sentence.end,
    )


def _asks_time(question: Question) -> bool:
    """Whether a time is the answer; "when does it apply" is asked of rules inside a text, too."""
    return question.kind == "deadline" or (
        question.kind == "metadata" and "when_issued" in question.asks_metadata
    )


def _day_meant(time: TimeExpression) -> str | None:
    """The last day of a period or of what is due, the first day of what starts then."""
    if time.kind == "start" and time.value:
        return "-".join([*time.value.split("-"), "01", "01"][:3])
    return time.last_day if time.kind in ("deadline", "period") else None


def is_proof(evidence: Evidence, candidate: Candidate) -> bool:
    """Whether a sentence can answer a question of this kind at all.

    A figure needs a number in the unit that is asked for, a time needs a time, a duty needs the unit
    that is asked about; and a sentence about other years than the one asked for proves nothing.
    """
    question = evidence.question
    sentence = candidate.sentence.text
    if question.kind == "metadata" and not _shows_metadata(question, sentence):
        return False
    if question.kind == "target" and not question.is_yes_no and not _holds_figure(question, sentence):
        return False
    if _asks_time(question) and not (find_times(sentence) or _CLOCK.search(sentence)):
        return False
    if question.kind == "target" and stages_clash(stages_of(question.topic), sentence):
        return False
    about_unit = question.kind == "unit_tasks" or question.asks_role
    if (about_unit or evidence.unknown_units) and question.units and not _names_unit(evidence, sentence):
        return False
    return _fits_years(evidence, candidate)


def _holds_figure(question: Question, sentence: str) -> bool:
    asked = asked_units(question.reading)
    quantities = find_quantities(sentence)
    if not asked:
        return bool(quantities)
    return any(quantity.unit in asked for quantity in quantities)


_METADATA_SIGNS = {
    "number": re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*第?\d+\s*号"),
    "when_issued": re.compile(r"\d{4}年\d{1,2}月|[一二〇零○]{4}年|自.{0,12}起施行|公布之日"),
    "basis": re.compile(r"《[^》]+》"),
}


def _shows_metadata(question: Question, sentence: str) -> bool:
    """A document's own fields are not quoted, but numbers and dates of documents that it cites are."""
    return any(
        sign.search(sentence) for name, sign in _METADATA_SIGNS.items() if name in question.asks_metadata
    )


def _names_unit(evidence: Evidence, sentence: str) -> bool:
    """Whether the sentence names a unit that the question names, in whatever form."""
    named = [span.meaning for span in find_units(sentence)]
    return any(
        unit in sentence or match_unit(unit, [canonical_unit(name) for name in named])
        for unit in evidence.question.units
    )


def _fits_years(evidence: Evidence, candidate: Candidate) -> bool:
    years = evidence.question.years
    if not years:
        return True
    times = find_times(candidate.sentence.text)
    stated = {int(time.value[:4]) for time in times if time.value and time.value[:4].isdigit()}
    if stated:
        return bool(stated & set(years))
    metadata = evidence.corpus.document(candidate.passage.chunk.document_id).metadata
    if metadata.year_to is None:
        return True
    return any((metadata.year_from or metadata.year_to) <= year <= metadata.year_to for year in years)


def passage_features(evidence: Evidence, candidate: Candidate) -> dict[str, float]:
    """What ``kb.answer.confidence`` judges a sentence by; every value lies between 0 and 1."""
    question = evidence.question
    passage = candidate.passage
    held = frozenset(tokenize(f"{passage.chunk.context} {passage.chunk.text}"))
    unknown = [term for term in evidence.terms if not evidence.finder.knows_term(term)]
    asked = asked_units(question.reading)
    return {
        "sentence_meaning": stretch(candidate.cosine),
        "passage_meaning": stretch(passage.hit.cosine or 0.0),
        "sentence_words": evidence.coverage(frozenset(tokenize(candidate.sentence.text))),
        "passage_words": evidence.coverage(held),
        "shows_answer": float(_shows_answer(question, candidate.sentence.text)),
        "rank": 1.0 / passage.hit.rank,
        "unknown_words": len(unknown) / max(1, len(evidence.terms)),
        "english": float(question.language == "en"),
        "exact": float(question.kind not in ("passage", "unit_tasks", "due_list")),
        "asked_unit": float(bool(asked) and _holds_figure(question, candidate.sentence.text)),
    }


def rank_sentences(evidence: Evidence) -> list[Candidate]:
    """Sentences of the best passages, best first."""
    rough = sorted(
        _rough_candidates(evidence), key=lambda c: (-c.score, c.passage.hit.rank, c.sentence.start)
    )
    kept = rough[:_EMBEDDED_SENTENCES]
    if not kept:
        return []
    vectors = evidence.finder.encode_passages([candidate.sentence.text for candidate in kept])
    cosines = vectors @ evidence.query_vector
    refined = [
        _with_meaning(candidate, float(cosine)) for candidate, cosine in zip(kept, cosines, strict=True)
    ]
    return sorted(refined, key=lambda c: (-c.score, c.passage.hit.rank, c.sentence.start))


def _rough_candidates(evidence: Evidence) -> list[Candidate]:
    question = evidence.question
    current = [p for p in evidence.passages if evidence.corpus.status[p.chunk.document_id] != "superseded"]
    passages = (current or list(evidence.passages))[:_PASSAGES]
    candidates = []
    for place, passage in enumerate(passages):
        surroundings = frozenset(tokenize(f"{passage.chunk.context} {passage.chunk.text}"))
        around = evidence.coverage(surroundings)
        for sentence in split_sentences(passage.chunk.text, offset=passage.chunk.start):
            own = evidence.coverage(frozenset(tokenize(sentence.text)))
            coverage = own + WEIGHTS.surroundings * (around - own)
            sign = 0.12 if _shows_answer(question, sentence.text) else 0.0
            rank_share = 0.15 * (1.0 - place / _PASSAGES)
            length = -0.1 if len(sentence.text) < 12 else 0.0
            candidates.append(
                Candidate(sentence, passage, 0.6 * coverage + sign + rank_share + length, coverage, 0.0)
            )
    return candidates


def _with_meaning(candidate: Candidate, cosine: float) -> Candidate:
    score = candidate.score + 0.3 * stretch(cosine)
    return Candidate(candidate.sentence, candidate.passage, score, candidate.coverage, cosine)


def _shows_answer(question: Question, sentence: str) -> bool:
    text = question.reading
    return any(asked.search(text) and sign.search(sentence) for asked, sign in _ANSWER_SIGNS)


def _companions(best: Candidate, rest: list[Candidate]) -> list[Candidate]:
    """Further sentences worth reading: nearly as good, or of another region that answers too."""
    chosen: list[Candidate] = []
    seen = {best.sentence.text}
    for other in rest:
        if len(chosen) + 1 >= _MAX_SENTENCES or other.score < best.score - 0.12:
            break
        if other.sentence.text not in seen:
            seen.add(other.sentence.text)
            chosen.append(other)
    return chosen


def _quoted(evidence: Evidence, candidate: Candidate, n: int) -> str:
    document = evidence.corpus.document(candidate.passage.chunk.document_id)
    status = evidence.corpus.status[document.id]
    text = candidate.sentence.text
    shown = text if len(text) <= _MAX_OPENING * 2 else f"{text[: _MAX_OPENING * 2]}……"
    return f"{shown}[{n}]\n——{source_note(document, status, evidence.question.language)}"
