"""``policy-kb eval`` from end to end over the bundled sample, and what makes it exit 4."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.fakes import FakeEmbedder

SAMPLE = Path(__file__).resolve().parents[1] / "eval" / "sets" / "sample"
QUESTIONS = 60


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A knowledge base of the sample's documents with one run in its history."""
    folder = tmp_path_factory.mktemp("kb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.embedder.load_embedder", lambda *_, **__: FakeEmbedder())
        assert main(["ingest", "--kb", str(folder), str(SAMPLE / "documents")]) == 0
        assert main(["eval", "--kb", str(folder), "sample", "--limit", str(QUESTIONS)]) == 0
        yield folder


@pytest.fixture
def base(measured: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(measured, tmp_path / "kb"))


def evaluate(base: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["eval", "--kb", str(base), "sample", "--limit", str(QUESTIONS), "--json", *more])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)[0]
    return code, report


def test_nothing_changed_is_no_regression(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = evaluate(base, capsys)
    assert code == 0
    assert report["base"] == str(base), "the user's own base holds the documents, so it is measured"
    assert report["comparison"]["lost"] == []
    assert len(report["questions"]) == QUESTIONS
    assert [q for q in report["questions"] if q["outcome"]["kind"] == "failed"] == []


def test_a_deleted_document_is_named(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "--kb", str(base), "--json"]) == 0
    documents = json.loads(capsys.readouterr().out)
    gone = next(d for d in documents if d["source"].startswith("澄州市加强义务教育教师队伍"))
    assert main(["remove", "--kb", str(base), gone["id"]]) == 0
    code, report = evaluate(base, capsys)
    assert code == 4
    assert any(
        "questions were lost with" in reason and gone["source"] in reason for reason in reasons(report)
    )
    assert any(change["missing"] == [gone["source"]] for change in report["comparison"]["lost"])


def test_a_broken_tokenizer_is_noticed(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lexical.tokenize", lambda text: [text])
    code, report = evaluate(base, capsys)
    assert code == 4
    assert any(reason.startswith("bm25 recall@10 fell") for reason in reasons(report))
    assert [change for change in report["comparison"]["lost"] if change["what"] == "bm25"]


def test_a_halved_weight_is_noticed(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.ranking import FusionSettings
    from index.snapshot import open_snapshot

    # the fake embedder only knows which letters stand side by side, so BM25 is what the ranking rests on
    usual = FusionSettings().weights
    halved = FusionSettings(
        replace(usual, **{n: getattr(usual, n) / 2 for n in ("words", "words_rank", "pairs")})
    )
    assert open_snapshot.__kwdefaults__ is not None
    monkeypatch.setitem(open_snapshot.__kwdefaults__, "fusion", halved)
    code, report = evaluate(base, capsys)
    assert code == 4
    assert any(reason.startswith("hybrid ") for reason in reasons(report))


def test_a_worse_run_can_be_accepted(
    base: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lexical.tokenize", lambda text: [text])
    assert evaluate(base, capsys)[0] == 4
    assert evaluate(base, capsys)[0] == 4, "a worse run is no yardstick"
    assert evaluate(base, capsys, "--accept")[0] == 0
    assert evaluate(base, capsys)[0] == 0


def test_reports_are_written(base: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert evaluate(base, capsys, "--report", str(tmp_path / "report"))[0] == 0
    names = sorted(path.name for path in (tmp_path / "report").iterdir())
    assert names == ["report.html", "report.json", "report.md"]


def test_own_sets_are_measured_over_the_own_base(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = base / "sets" / "mine"
    folder.mkdir(parents=True)
    line = (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (folder / "questions.jsonl").write_text(line + "\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["eval", "--kb", str(base), "mine", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["set"], len(report["questions"])) == ("mine", 1)


def test_absent_documents_skip_a_set_and_unknown_sets_are_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_KB_SHARED", str(tmp_path / "nowhere"))
    assert main(["eval", "--kb", str(tmp_path / "kb"), "laws"]) == 0
    assert "laws: skipped, its documents are not at" in capsys.readouterr().out
    assert main(["eval", "--kb", str(tmp_path / "kb"), "nonsense"]) == 2
    assert "no set named nonsense: there are sample, provinces" in capsys.readouterr().err


def reasons(report: dict[str, Any]) -> list[str]:
    found: list[str] = report["comparison"]["reasons"]
    return found
