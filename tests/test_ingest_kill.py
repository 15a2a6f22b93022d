"""``policy-kb ingest`` killed with SIGKILL at any moment loses nothing that it had reported."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from app.indexing import document_attributes
from index.hybrid import HybridIndex
from index.snapshot import open_snapshot
from kb.corpus import Corpus
from kb.store.store import Store, open_store
from tests.conftest import ROOT, SAMPLE, ForkServer
from tests.fakes import FakeEmbedder

_MOMENTS = 20
_DONE = re.compile(r"^(?:added|updated|unchanged)\s+(\S+)", re.MULTILINE)


def reported(output: Path) -> set[str]:
    """Names of the files whose report had been written in full when the process was killed."""
    text = output.read_text(encoding="utf-8") if output.exists() else ""
    return set(_DONE.findall(text[: text.rfind("\n") + 1]))


def stored(store: Store) -> set[str]:
    """Names of the files with at least one live document that has chunks."""
    counts = store.documents.chunk_counts()
    return {d.source for d in store.documents.all() if counts.get(d.id, 0) > 0}


def opened(folder: Path, store: Store) -> HybridIndex:
    corpus = Corpus(store, today=date(2026, 1, 1))
    return open_snapshot(folder / "index", embedder=FakeEmbedder, documents=document_attributes(corpus))


def assert_sound(folder: Path) -> None:
    """SQLite finds no damage, and no row points at a document that is not there."""
    connection = open_store(folder).connection
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def ask_all_sources(store: Store, index: HybridIndex) -> set[str]:
    """Sources of what a wide search finds: the documents that the snapshot holds."""
    chunks = store.documents.chunks_by_id(hit.chunk_id for hit in index.search("学校教育工作", top_k=1000))
    documents = {d.id: d.source for d in store.documents.all()}
    return {documents[chunk.document_id] for chunk in chunks.values()}


def kill_when_running(pid: int, moment_s: float) -> None:
    time.sleep(moment_s)
    os.kill(pid, signal.SIGKILL)  # the warm process has not reaped its child, so the pid is still its own
    time.sleep(0.02)


def test_twenty_kills_lose_no_reported_document(tmp_path: Path, fork_server: ForkServer) -> None:
    # without the formats whose libraries every child would load anew: forty runs stay quick
    files = sorted(path for path in SAMPLE.iterdir() if path.suffix in {".txt", ".md", ".html"})
    first, rest = files[:3], files[3:]
    template = tmp_path / "template"
    output = tmp_path / "template.out"
    assert fork_server.start("ingest", "--kb", template, *first, output=output, wait=True) == 0
    whole = tmp_path / "whole"
    shutil.copytree(template, whole)
    started = time.monotonic()
    assert fork_server.start("ingest", "--kb", whole, *rest, output=output, wait=True) == 0
    duration_s = time.monotonic() - started
    expected = stored(open_store(whole))
    assert expected == {file.name for file in files}

    moments = random.Random(20260101)
    interrupted = 0
    for turn in range(_MOMENTS):
        folder, output = tmp_path / f"kb{turn}", tmp_path / f"{turn}.out"
        shutil.copytree(template, folder)
        pid = fork_server.start("ingest", "--kb", folder, *rest, output=output)
        kill_when_running(pid, moments.uniform(0.0, duration_s))

        before = {file.name for file in first}
        store = open_store(folder)
        assert_sound(folder)
        assert reported(output) | before <= stored(store)
        assert before <= ask_all_sources(store, opened(folder, store))
        interrupted += stored(store) != expected

        assert fork_server.start("ingest", "--kb", folder, *files, output=output, wait=True) == 0
        assert stored(open_store(folder)) == expected
        assert ask_all_sources(store, opened(folder, store)) == expected
        assert not list((folder / "index").glob(".building-*"))
    assert interrupted >= 5, "the kills came too late to test anything"


def test_a_first_ingest_that_is_killed_leaves_a_readable_base(
    tmp_path: Path, fork_server: ForkServer
) -> None:
    moments = random.Random(7)
    for turn in range(3):
        folder, output = tmp_path / f"kb{turn}", tmp_path / f"{turn}.out"
        pid = fork_server.start("ingest", "--kb", folder, SAMPLE, output=output)
        kill_when_running(pid, moments.uniform(0.0, 0.5))
        done = fork_server.start("documents", "--kb", folder, output=tmp_path / "list.out", wait=True)
        assert done == 0 or not reported(output)
        assert fork_server.start("ingest", "--kb", folder, SAMPLE, output=output, wait=True) == 0
        assert stored(open_store(folder)) == {file.name for file in SAMPLE.iterdir()}


@pytest.mark.model
def test_the_real_command_killed_while_it_embeds_keeps_what_it_reported(tmp_path: Path) -> None:
    files = sorted(SAMPLE.glob("*.md"))[:3]
    command = [sys.executable, "-m", "app.cli", "ingest", "--kb", str(tmp_path / "kb"), *map(str, files)]
    for patience in (1, 2):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(patience)]
            process.kill()
        assert set(_DONE.findall("".join(lines))) <= stored(open_store(tmp_path / "kb"))
        assert_sound(tmp_path / "kb")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert stored(open_store(tmp_path / "kb")) == {file.name for file in files}
