"""Answers quoted from the text: the sentence that decides, with what belongs to it."""

from __future__ import annotations

from dataclasses import replace

from kb.answer.absent import nothing_written
from kb.answer.candidates import Candidate
from kb.answer.confidence import probability
from kb.answer.deadlines import told_of_sibling_tasks
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.proof import passage_features, proving_sentences
from kb.answer.sentences import with_items
from kb.answer.stated import asks_time, stated_deadline, stated_target
from kb.answer.targets import told_of_siblings
from kb.answer.tuning import WEIGHTS
from kb.answer.wording import shortened, source_note, value
from kb.contract import Answer, AnswerKind
from kb.corpus import Span

_MAX_SENTENCES = 3
_MAX_OPENING = 120
_NEARLY = 0.125
"""How far below the best sentence's score another's may lie and still be quoted beside it."""


def answer_passage(evidence: Evidence) -> Answer | None:
    """One to three verbatim sentences, or None when nothing fits well enough."""
    ranked = proving_sentences(evidence)
    if not ranked or nothing_written(evidence):
        return None
    best = _whole(evidence, ranked[0])
    confidence = probability(passage_features(evidence, best))
    if confidence < (WEIGHTS.accept_unwritten if asks_unwritten(evidence) else WEIGHTS.accept_passage):
        return None
    told = {"target": told_of_siblings, "deadline": told_of_sibling_tasks}.get(evidence.question.kind)
    if told is not None and told(evidence, best.sentence.text):
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
    due = stated_deadline(evidence, best) if asks_time(evidence.question) else None
    if due is not None:
        kind = "deadline"
        draft.add(due)
        lines.insert(0, f"{due.region or ''}：{due.as_written}[1]".lstrip("："))
    for other in _companions(best, [_whole(evidence, candidate) for candidate in ranked[1:]]):
        n = draft.cite(Span(other.passage.chunk.document_id, other.sentence.start, other.sentence.end))
        lines.append(_quoted(evidence, other, n))
    draft.cite(Span(best.passage.chunk.document_id, best.passage.chunk.start, best.passage.chunk.end))
    return draft.finish(kind, "\n".join(lines), confidence=confidence)


def asks_unwritten(evidence: Evidence) -> bool:
    """Whether a word of a Chinese question stands in no document (空调): what is quoted must fit all the better.

    Only where a passage is asked for; of a figure or a time the rest of the question tells enough.
    """
    if evidence.question.language != "zh" or evidence.question.kind != "passage":
        return False
    return any(len(term) > 1 and term not in evidence.vocabulary.text for term in evidence.terms)


def _whole(evidence: Evidence, candidate: Candidate) -> Candidate:
    """The candidate with the items of the list that its sentence opens."""
    chunk = candidate.passage.chunk
    text = evidence.corpus.document(chunk.document_id).text
    until = evidence.corpus.section(chunk.section_id).end
    return replace(candidate, sentence=with_items(candidate.sentence, text, until=until))


def _companions(best: Candidate, rest: list[Candidate]) -> list[Candidate]:
    """Further sentences worth reading: nearly as good, or of another region that answers too."""
    chosen: list[Candidate] = []
    seen = {best.sentence.text}
    for other in rest:
        if len(chosen) + 1 >= _MAX_SENTENCES or other.score < best.score - _NEARLY:
            break
        inside = best.sentence.start <= other.sentence.start < best.sentence.end
        same = other.passage.chunk.document_id == best.passage.chunk.document_id
        if other.sentence.text not in seen and not (same and inside):
            seen.add(other.sentence.text)
            chosen.append(other)
    return chosen


def _quoted(evidence: Evidence, candidate: Candidate, n: int) -> str:
    document = evidence.corpus.document(candidate.passage.chunk.document_id)
    status = evidence.corpus.status[document.id]
    text = candidate.sentence.text
    is_list = "\n" in text
    shown = text if is_list else shortened(text, 2 * _MAX_OPENING)
    return f"{shown}[{n}]\n——{source_note(document, status, evidence.question.language)}"
