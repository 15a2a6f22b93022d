"""Running the evaluation beside a server: in a process of its own, so that questions stay quick."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import LockedError, UsageError
from kb.store.runs import StoredRun

_EXIT_REGRESSED = 4


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """Which sets to run; none means all that run by default."""

    sets: tuple[str, ...] = ()
    split: str = "all"
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What ``policy-kb eval --json`` printed, and whether it saw a regression."""

    regressed: bool
    report: Any


class Evaluator:
    """Runs the evaluation of one knowledge base, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._lock.locked()

    def __call__(self, request: EvaluationRequest) -> EvaluationReport:
        """Run and wait for the end, which takes seconds to minutes.

        Raises:
            LockedError: a run is under way.
            UsageError: there is no such set, or the run failed.
        """
        if not self._lock.acquire(blocking=False):
            raise LockedError("an evaluation is running: wait until it has finished")
        try:
            return self._run(request)
        finally:
            self._lock.release()

    def _run(self, request: EvaluationRequest) -> EvaluationReport:
        command = [sys.executable, "-m", "app.cli", "eval", "--kb", str(self._folder), "--json"]
        command += ["--split", request.split]
        if request.limit is not None:
            command += ["--limit", str(request.limit)]
        done = subprocess.run([*command, "--", *request.sets], capture_output=True, check=False)
        if done.returncode not in (0, _EXIT_REGRESSED):
            lines = done.stderr.decode(errors="replace").strip().splitlines()
            raise UsageError(
                lines[-1].removeprefix("policy-kb: ")
                if lines
                else f"the evaluation ended with exit code {done.returncode}"
            )
        return EvaluationReport(done.returncode == _EXIT_REGRESSED, json.loads(done.stdout))


def run_figures(run: StoredRun) -> dict[str, dict[str, float]]:
    """Mean of each measure by system, over the questions that it applies to."""
    systems: dict[str, dict[str, dict[str, float]]] = json.loads(run.results)["systems"]
    figures: dict[str, dict[str, float]] = {}
    for system, by_question in systems.items():
        values: dict[str, list[float]] = defaultdict(list)
        for measures in by_question.values():
            for name, value in measures.items():
                values[name].append(value)
        figures[system] = {name: round(sum(found) / len(found), 4) for name, found in values.items()}
    return figures


def run_questions(run: StoredRun) -> int:
    """Number of questions of a run."""
    return len(json.loads(run.results)["fingerprints"])
