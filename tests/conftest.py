"""Fixtures that several test modules share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "eval" / "sets" / "sample" / "documents"


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    def json(self) -> object:
        """Standard output as one JSON value."""
        return json.loads(self.out)


Command = Callable[..., Finished]


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of this test embeds with ``FakeEmbedder``."""
    monkeypatch.setattr("index.embedder.load_embedder", lambda *_args, **_kwargs: FakeEmbedder())


@pytest.fixture
def policy_kb(capfd: pytest.CaptureFixture[str], fake_model: None) -> Command:  # noqa: ARG001
    """Runs ``policy-kb`` with these words in this process, with the fake embedder."""

    def run(*words: object) -> Finished:
        capfd.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:  # argparse ends the program itself
            code = int(stopped.code or 0)
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Finished(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def sample_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the bundled sample, embedded with ``FakeEmbedder``. Tests must not change it."""
    folder = tmp_path_factory.mktemp("sample") / "kb"
    done = subprocess.run(
        [sys.executable, "-m", "tests.fake_cli", "ingest", "--kb", folder, SAMPLE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class ForkServer:
    """Starts ``policy-kb`` commands as child processes of a warm process (``tests/fake_cli.py``)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fake_cli", "--serve"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *words: object, output: Path, wait: bool = False) -> int:
        """Run a command with its output appended to a file; returns its pid, or with ``wait`` its exit code."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"arguments": [str(word) for word in words], "stdout": str(output), "wait": wait}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answers = [int(self._process.stdout.readline()) for _ in range(2 if wait else 1)]
        return answers[-1]

    def stop(self) -> None:
        """End the warm process."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def fork_server() -> Iterator[ForkServer]:
    """A warm process that forks commands."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    server = ForkServer()
    yield server
    server.stop()
