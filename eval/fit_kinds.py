"""Fits what kind of answer a wording asks for on the dev halves: ``python -m eval.fit_kinds``.

Multinomial logistic regression over the n-grams of masked questions (``kb.question.kind_model``). The figures that it
records are cross-validated: a question is read by a model that was fitted without the questions about its document.
Questions in English have cues of their own, follow-ups lean on what was asked before: both are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import kb.question.kind_model as learnt
from eval.dataset import EXPECTED_KIND, Question
from eval.tunables import open_benches
from kb.contract import AnswerKind
from kb.question.kind_model import KindModel, likeliest, ngrams
from kb.question.understanding import by_rules, unsaid
from kb.question.vocabulary import build_vocabulary

RECORD = Path(__file__).parent / "tuned" / "kinds.json"
MODEL = Path(learnt.__file__).parent / "kind_model.json"
_FOLDS = 8
_INVERSE_RIDGE = 100.0
_LEAST_COUNT = 2
_SMALLEST = 0.3
"""N-grams whose weights are all smaller are left out of the model."""
_TRUST = (0.0, 0.3, 0.6, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the rules read it."""

    masked: str
    by_rules: AnswerKind
    allowed: tuple[AnswerKind, ...]
    """Kinds that it may be although the rules do not say so."""
    wanted: AnswerKind
    fold: int


def main() -> None:
    """Fit, cross-validate and record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kb", type=Path, default=Path(".policy-kb"))
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    asked: list[Asked] = []
    for bench in open_benches(options.kb, options.sets):
        vocabulary = build_vocabulary(bench.library.corpus)
        asked += [
            _asked(question, lambda text: by_rules(text, vocabulary))  # noqa: B023
            for question in bench.questions
            if question.answerable and question.language == "zh" and not question.turns and question.gold
        ]
    record, model = choose(asked)
    RECORD.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    write(model, MODEL)
    print(json.dumps(record, ensure_ascii=False, indent=1))


def choose(asked: Sequence[Asked]) -> tuple[dict[str, Any], KindModel]:
    """The model fitted on all questions, with the least trust in the rules that reads the left-out ones as well.

    Rules were written with these questions in sight: of what is within one standard error of the best, the least.
    """
    shares = dict.fromkeys(_TRUST, 0.0)
    for fold in range(_FOLDS):
        rest = [one for one in asked if one.fold != fold]
        tried = [one for one in asked if one.fold == fold]
        if not (rest and tried):
            continue
        model = fit(rest)
        for trust in shares:
            shares[trust] += share_right(tried, replace(model, trust=trust)) * len(tried) / len(asked)
    top = max(shares.values())
    error = math.sqrt(top * (1 - top) / len(asked))
    best = min(trust for trust, share in shares.items() if share >= top - error)
    rules = sum(one.by_rules == one.wanted for one in asked) / len(asked)
    record = {
        "values": {"trust": best},
        "measure": "share of the dev questions whose kind is told right; cross-validated by document",
        "dev_questions": len(asked),
        "figures": {
            "rules alone": round(rules, 4),
            **{f"trust {trust}": round(share, 4) for trust, share in shares.items()},
        },
    }
    return record, replace(fit(asked), trust=best)


def share_right(asked: Sequence[Asked], model: KindModel) -> float:
    """Share of the questions whose kind the rules and the model together tell right."""
    told = [likeliest(one.by_rules, one.masked, one.allowed, model) == one.wanted for one in asked]
    return sum(told) / len(told)


def fit(asked: Sequence[Asked]) -> KindModel:
    """The model of the highest penalised likelihood; its weights are hundredths."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    grams = [sorted(ngrams(one.masked)) for one in asked]
    counts = Counter(gram for held in grams for gram in held)
    places = {gram: n for n, gram in enumerate(sorted(g for g, c in counts.items() if c >= _LEAST_COUNT))}
    known = [[places[gram] for gram in held if gram in places] for held in grams]
    values = [1.0 / math.sqrt(len(all_)) for all_, held in zip(grams, known, strict=True) for _ in held]
    ends = np.cumsum([0, *(len(held) for held in known)])
    table = csr_array(
        (values, [place for held in known for place in held], ends), shape=(len(asked), len(places))
    )
    found = LogisticRegression(C=_INVERSE_RIDGE, max_iter=3000).fit(table, [one.wanted for one in asked])
    weights = np.rint(found.coef_ * 100).astype(int)
    return KindModel(
        kinds=tuple(found.classes_.tolist()),
        bias=tuple(round(float(bias), 3) for bias in found.intercept_),
        weights={
            gram: tuple(weights[:, place].tolist())
            for gram, place in places.items()
            if np.abs(weights[:, place]).max() >= _SMALLEST * 100
        },
        trust=1.0,
    )


def write(model: KindModel, path: Path) -> None:
    """Store a model, one n-gram a line."""
    head = {"kinds": model.kinds, "bias": model.bias, "trust": model.trust}
    lines = [
        f"{json.dumps(gram, ensure_ascii=False)}:{json.dumps(weights, separators=(',', ':'))}"
        for gram, weights in sorted(model.weights.items())
    ]
    text = json.dumps(head)[:-1] + ', "weights": {\n' + ",\n".join(lines) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


def _asked(question: Question, read: Callable[[str], tuple[AnswerKind, str, bool]]) -> Asked:
    kind, text, has_units = read(question.question)
    work = question.evidence[0].document.split("(")[0]
    fold = hashlib.sha256(work.encode()).digest()[1] % _FOLDS
    return Asked(text, kind, unsaid(kind, has_units=has_units), EXPECTED_KIND[question.category], fold)


if __name__ == "__main__":
    main()
