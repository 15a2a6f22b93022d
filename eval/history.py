"""Comparing a run with the one before, and saying when it got worse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.answer_metrics import ANSWER_MEASURES
from eval.dataset import Question
from eval.metrics import RETRIEVAL_MEASURES
from eval.runner import Measures, SetRun, SystemName
from eval.statistics import fall_p_value
from kb.store.files import now
from kb.store.runs import StoredRun
from kb.store.store import Store

_SIGNIFICANT = 0.05
# With the same documents the same program gives the same figures to the last digit: what is left is rounding.
_EQUAL = 0.0005
_HEADLINES = {(system, measure) for system in ("hybrid", "full") for measure in ("recall@10", "ndcg@10")}
_TOP = 0.5
"""A question counts as found while at least half of its evidence is among the first ten passages."""


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of a system now and then, over the questions of both runs."""

    system: SystemName
    measure: str
    before: float
    after: float
    p_fall: float
    """How likely a fall as large comes by chance, 0 to 1."""
    count: int
    regressed: bool


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that was right and is wrong, or the other way round."""

    id: str
    question: str
    what: str
    """"answer", or the search that found or lost the evidence: "full", "hybrid", "bm25", "dense"."""
    missing: tuple[str, ...] = ()
    """Documents of its evidence that are gone."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference to the last comparable run."""

    set_name: str
    since: str
    """Time of that run, ISO."""
    same_documents: bool
    common: int
    """Questions that both runs hold, with the same wording and gold."""
    changes: tuple[Change, ...]
    lost: tuple[QuestionChange, ...]
    won: tuple[QuestionChange, ...]
    reasons: tuple[str, ...]
    """Why this is a regression; empty when it is none."""

    @property
    def regressed(self) -> bool:
        """Whether the run is worse by the rules of ``compare``."""
        return bool(self.reasons)


def store_run(
    store: Store,
    run: SetRun,
    *,
    selection: str,
    settings: Mapping[str, Any],
    versions: Mapping[str, str],
    regressed: bool,
) -> None:
    """Append a run to the history of a knowledge base. The caller holds ``store.writing()``."""
    results = {
        "fingerprints": {question.id: fingerprint(question) for question in run.questions},
        "systems": run.systems,
        "kinds": {question: outcome.kind for question, outcome in run.outcomes.items()},
        "elapsed_ms": {question: outcome.elapsed_ms for question, outcome in run.outcomes.items()},
        "documents": run.documents,
        "documents_hash": run.documents_hash,
    }
    stored = StoredRun(
        time=now(),
        set_name=run.set_name,
        selection=selection,
        corpus_hash=run.corpus_hash,
        settings=_dump(settings),
        versions=_dump(versions),
        results=_dump(results),
        regressed=regressed,
    )
    with store.transaction():
        store.runs.save(stored)


def compare(run: SetRun, before: StoredRun) -> Comparison:
    """The difference of a run to a stored one.

    It is a regression when
    1. a measure falls by more than its noise: paired permutation test, p < 0.05; or
    2. a question is lost whose document is no longer there; or
    3. nothing but the program or its settings changed (same documents) and more questions were lost
       than won, or recall@10 or nDCG@10 of hybrid
       or full fell: there is no noise in that, only a worse ranking.
    """
    results = json.loads(before.results)
    known: dict[str, str] = results["fingerprints"]
    common = [question for question in run.questions if known.get(question.id) == fingerprint(question)]
    same_documents = results["documents_hash"] == run.documents_hash
    old: dict[SystemName, dict[str, Measures]] = results["systems"]
    changes = tuple(_changes(run, old, common, same_documents=same_documents))
    lost, won = _moved(run, old, common)
    return Comparison(
        set_name=run.set_name,
        since=before.time,
        same_documents=same_documents,
        common=len(common),
        changes=changes,
        lost=lost,
        won=won,
        reasons=_reasons(changes, lost, won, same_documents=same_documents),
    )


def fingerprint(question: Question) -> str:
    """Changes with the wording, the turns, the evidence and the gold."""
    import hashlib

    content = repr((question.question, question.turns, question.evidence, _stable(question.gold)))
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _stable(gold: object) -> str:
    """A text that does not depend on the order of sets."""
    from dataclasses import asdict, is_dataclass

    values = asdict(gold) if is_dataclass(gold) and not isinstance(gold, type) else {}
    return json.dumps(values, default=sorted, sort_keys=True, ensure_ascii=False)


def _changes(
    run: SetRun,
    old: Mapping[SystemName, Mapping[str, Measures]],
    common: list[Question],
    *,
    same_documents: bool,
) -> list[Change]:
    changes = []
    for system in run.systems:
        for measure in (*RETRIEVAL_MEASURES, *ANSWER_MEASURES):
            pairs = [
                (before[measure], after[measure])
                for question in common
                if measure in (before := old.get(system, {}).get(question.id, {}))
                and measure in (after := run.systems[system].get(question.id, {}))
            ]
            if pairs:
                changes.append(_change(system, measure, pairs, same_documents=same_documents))
    return changes


def _change(
    system: SystemName, measure: str, pairs: list[tuple[float, float]], *, same_documents: bool
) -> Change:
    left, right = [b for b, _ in pairs], [a for _, a in pairs]
    before, after = sum(left) / len(left), sum(right) / len(right)
    p_fall = fall_p_value(left, right)
    noiseless = same_documents and (system, measure) in _HEADLINES and after < before - _EQUAL
    return Change(
        system, measure, before, after, p_fall, len(pairs), regressed=p_fall < _SIGNIFICANT or noiseless
    )


def _moved(
    run: SetRun, old: Mapping[SystemName, Mapping[str, Measures]], common: list[Question]
) -> tuple[tuple[QuestionChange, ...], tuple[QuestionChange, ...]]:
    lost, won = [], []
    for question in common:
        for system in run.systems:
            before, after = old.get(system, {}).get(question.id), run.systems[system].get(question.id)
            if before is None or after is None:
                continue
            for measure, what in (("right", "answer"), ("recall@10", system)):
                was, is_now = _good(before, measure), _good(after, measure)
                change = QuestionChange(
                    question.id, question.question, what, run.missing.get(question.id, ())
                )
                if was and not is_now:
                    lost.append(change)
                elif is_now and not was:
                    won.append(change)
    return tuple(lost), tuple(won)


def _good(measures: Measures, measure: str) -> bool:
    value = measures.get(measure, 0.0)
    return value >= (1.0 if measure == "right" else _TOP)


def _reasons(
    changes: tuple[Change, ...],
    lost: tuple[QuestionChange, ...],
    won: tuple[QuestionChange, ...],
    *,
    same_documents: bool,
) -> tuple[str, ...]:
    reasons = [
        f"{change.system} {change.measure} fell from {change.before:.3f} to {change.after:.3f}"
        + (f" (p = {change.p_fall:.3f})" if change.p_fall < _SIGNIFICANT else " on the same documents")
        for change in changes
        if change.regressed
    ]
    gone = dict.fromkeys(name for change in lost for name in change.missing)
    if gone:
        count = len({change.id for change in lost if change.missing})
        reasons.append(f"{count} questions were lost with {', '.join(gone)}")
    for what in dict.fromkeys(change.what for change in lost):
        down = sum(change.what == what for change in lost)
        up = sum(change.what == what for change in won)
        if same_documents and down > up:
            reasons.append(f"{what}: {down} questions lost, {up} won on the same documents")
    return tuple(reasons)


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
