"""Fits the confidence of quoted sentences on the dev halves: ``python -m eval.calibrate``.

Every dev question whose documents are known is put to the passage answer, whatever its kind; the
label is whether the best sentence is part of the evidence. Questions that have evidence but whose
best sentence is another one are wrong answers and count as such. The test halves are not looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.dataset import Question
from eval.matching import holds
from eval.tunables import Bench, open_benches
from kb.answer.confidence import FEATURES, probability
from kb.answer.engine import Answerer
from kb.answer.passage import best_sentence, passage_features

RECORD = Path(__file__).parent / "tuned" / "passage.json"
_RIDGE = 1.0
_STEPS = 60


def main() -> None:
    """Fit, print the operating points and record the weights."""
    parser = argparse.ArgumentParser(description="fit the confidence of quoted sentences")
    parser.add_argument("--kb", type=Path, default=Path(".policy-kb"))
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    benches = open_benches(options.kb, options.sets)
    rows, labels = zip(*(example for bench in benches for example in _examples(bench)), strict=True)
    weights = fit(np.array(rows), np.array(labels, dtype=np.float64))
    named = dict(zip(FEATURES, weights.tolist(), strict=True))
    for threshold in (0.3, 0.4, 0.5, 0.6):
        chances = [probability(dict(list(zip(FEATURES, row, strict=True))[1:]), named) for row in rows]
        kept = [chance >= threshold for chance in chances]
        right = sum(k and bool(label) for k, label in zip(kept, labels, strict=True))
        wrong = sum(k and not label for k, label in zip(kept, labels, strict=True))
        print(f"at {threshold}: {right} of {int(sum(labels))} right sentences kept, {wrong} wrong ones kept")
    record = {
        "weights": {name: round(value, 3) for name, value in named.items()},
        "examples": len(labels),
        "right": int(sum(labels)),
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(record, indent=1))


def fit(features: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ridge logistic regression by Newton's method; ``features`` is (n, k) with a constant first column."""
    weights = np.zeros(features.shape[1])
    penalty = np.full(features.shape[1], _RIDGE)
    penalty[0] = 0.0
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-features @ weights))
        gradient = features.T @ (chance - labels) + penalty * weights
        curvature = (features.T * (chance * (1.0 - chance))) @ features + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _examples(bench: Bench) -> Iterator[tuple[Sequence[float], bool]]:
    from index.snapshot import open_snapshot

    answerer = Answerer(bench.library.corpus, open_snapshot(bench.index_dir, embedder=bench.embedder))
    for question in bench.questions:
        evidence = answerer.evidence(question.question, turns=question.turns)
        best = best_sentence(evidence) if evidence.documents else None
        if best is not None:
            values = {"constant": 1.0, **passage_features(evidence, best)}
            yield [values[name] for name in FEATURES], _is_right(question, best.sentence.text)


def _is_right(question: Question, sentence: str) -> bool:
    return any(holds(piece.anchor, sentence) or holds(sentence, piece.anchor) for piece in question.evidence)


if __name__ == "__main__":
    main()
