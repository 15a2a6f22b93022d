"""What a person waits for: --help, a cold question, and reading a folder from nothing.

The peer of a cold start is the bare import of sentence-transformers, which a program that loads its
libraries at the top of its files pays before it does anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from eval.bench.table import Figure

_ROOT = Path(__file__).parents[2]
_SAMPLE = _ROOT / "eval" / "sets" / "sample" / "documents"
_QUESTION = "普通高中班额不得超过多少人"


def figures(cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """Seconds of the commands, each in a process of its own."""
    shared = Path(os.environ.get("POLICY_KB_SHARED") or _ROOT.parent / "shared")
    policies = shared / "corpus" / "policies"
    documents = policies if policies.is_dir() else _SAMPLE
    imports = _seconds([sys.executable, "-c", "import sentence_transformers"], cache_dir)
    with tempfile.TemporaryDirectory() as folder:
        base = ["--kb", str(Path(folder) / "kb")]
        first = _policy_kb(["ingest", *base, str(documents)], cache_dir)
        again = _policy_kb(["ingest", *base, str(documents)], cache_dir)
        # what is left of the model's first use is not part of these
        ask = min(_policy_kb(["ask", *base, _QUESTION], cache_dir) for _ in range(3))
    help_seconds = min(_policy_kb(["--help"], cache_dir) for _ in range(5))
    peer = "import sentence_transformers"
    found = [
        Figure("policy-kb --help", help_seconds, "s", peer, imports, goal=0.5),
        Figure("one cold question, process start included", ask, "s", peer, imports, goal=8.0),
        Figure(
            "ingest of the policies from nothing", first, "s", "the same, nothing changed", again, goal=25.0
        ),
    ]
    return found, [f"commands: {documents.name} ({len(list(documents.iterdir()))} files); one run each"]


def _policy_kb(words: list[str], cache_dir: Path) -> float:
    return _seconds([sys.executable, "-m", "app.cli", *words], cache_dir)


def _seconds(command: list[str], cache_dir: Path) -> float:
    environment = {**os.environ, "POLICY_KB_CACHE": str(cache_dir), "PYTHONPATH": str(_ROOT)}
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started
