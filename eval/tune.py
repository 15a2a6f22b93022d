"""Choosing settings on the dev halves: ``python -m eval.tune answers``, ``chunks`` or ``tokens``.

The bases are those that ``policy-kb eval`` made (``--kb DIR`` as there). The test halves are never looked
at. What was tried, and the figure of each, is written to ``eval/tuned/NAME.json``; a test holds the defaults
in the code to the values recorded there.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from eval.statistics import Estimate, estimate, fall_p_value

Value = float | str
Params = Mapping[str, Any]
"""Values by name, each a ``Value``."""
Grid = Mapping[str, Sequence[Value]]
Score = Callable[[Params], Sequence[float]]
"""One value a question, more is better, always for the same questions in the same order."""

_SIGNIFICANT = 0.05
RECORDS = Path(__file__).parent / "tuned"


@dataclass(frozen=True, slots=True)
class Trial:
    """One choice of values and how it fared."""

    params: Params
    figure: Estimate
    values: tuple[float, ...] = ()
    """Of each question; they are not recorded."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """The best trial, and all others in the order in which they were made."""

    start: Trial
    best: Trial
    trials: tuple[Trial, ...]


def full_grid(grid: Grid, score: Score, start: Params) -> Tuning:
    """Try every combination; of equally good ones the first in grid order wins, ``start`` before all."""
    names = list(grid)
    choices = [dict(zip(names, values, strict=True)) for values in itertools.product(*grid.values())]
    return _best(_try_all(choices, score, start))


def better_beyond_noise(
    grid: Grid, score: Score, start: Params, *, search: Callable[[Grid, Score, Params], Tuning]
) -> Tuning:
    """What ``search`` finds, if it beats what is in use by a paired test (p < 0.05), else what is in use.

    For settings whose change makes every user read all documents anew.
    """
    tuning = search(grid, score, start)
    worse = fall_p_value(tuning.best.values, tuning.start.values)
    return tuning if worse < _SIGNIFICANT else replace(tuning, best=tuning.start)


def coordinate_ascent(grid: Grid, score: Score, start: Params, *, rounds: int = 2) -> Tuning:
    """Change one parameter at a time to its best value, all of them in turn, until a round changes nothing."""
    trials = _try_all([], score, start)
    for _ in range(rounds):
        before = _best(trials).best.params
        for name, values in grid.items():
            here = _best(trials).best.params
            trials += _try_all([{**here, name: value} for value in values], score, None, known=trials)
        if _best(trials).best.params == before:
            break
    return _best(trials)


def record(
    name: str, tuning: Tuning, *, sets: Mapping[str, int], measure: str, folder: Path = RECORDS
) -> Path:
    """Write the values with the figures that chose them; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    content = {
        "values": dict(tuning.best.params),
        "measure": measure,
        "dev_questions": dict(sets),
        "before": _trial_json(tuning.start),
        "chosen": _trial_json(tuning.best),
        "trials": [_trial_json(trial) for trial in tuning.trials],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Tune one group of settings and record the result."""
    from eval import tunables
    from eval.tune_passages import TUNABLES

    known = {**tunables.TUNABLES, **TUNABLES}
    parser = argparse.ArgumentParser(prog="python -m eval.tune", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=sorted(known))
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help="sets whose dev halves choose (all with a base)"
    )
    parser.add_argument(
        "--kb", type=Path, default=Path(os.environ.get("POLICY_KB_DIR", ".policy-kb")), metavar="DIR"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="only N dev questions of each set")
    options = parser.parse_intermixed_args(arguments)
    benches = tunables.open_benches(options.kb, options.sets, limit=options.limit)
    if not benches:
        print("no base with questions: run 'policy-kb eval' first", file=sys.stderr)
        return 1
    tunable = known[options.what]
    tuning = tunable.search(tunable.grid, lambda params: tunable.score(benches, params), tunable.start())
    sets = {bench.name: len(bench.questions) for bench in benches}
    path = record(options.what, tuning, sets=sets, measure=tunable.measure)
    print(f"before {dict(tuning.start.params)}: {tuning.start.figure.mean:.4f}")
    print(f"best   {dict(tuning.best.params)}: {tuning.best.figure.mean:.4f} of {len(tuning.trials)} trials")
    print(f"recorded in {path}")
    return 0


def _try_all(
    choices: Iterable[Params], score: Score, start: Params | None, *, known: Sequence[Trial] = ()
) -> list[Trial]:
    seen = {tuple(sorted(trial.params.items())) for trial in known}
    trials = []
    for params in ([start] if start is not None else []) + list(choices):
        key = tuple(sorted(params.items()))
        if key not in seen:
            seen.add(key)
            values = tuple(score(params))
            trials.append(Trial(dict(params), estimate(values), values))
    return trials


def _best(trials: Sequence[Trial]) -> Tuning:
    best = max(trials, key=lambda trial: trial.figure.mean)  # the first of equals
    return Tuning(trials[0], best, tuple(trials))


def _trial_json(trial: Trial) -> dict[str, object]:
    return {"params": dict(trial.params), **{k: round(v, 4) for k, v in asdict(trial.figure).items()}}


if __name__ == "__main__":
    sys.exit(main())
