"""The list of wrong answers: what it judges, and that it keeps to the dev half."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.reading import load_questions
from eval.wrong import main

SAMPLE = Path(__file__).parents[1] / "eval" / "sets" / "sample" / "questions.jsonl"


def test_a_folder_without_bases_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--kb", str(tmp_path)]) == 1
    assert "policy-kb eval" in capsys.readouterr().err


@pytest.mark.usefixtures("fake_model")
def test_only_wrong_dev_answers_are_shown_with_what_was_wanted(
    sample_base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "sample").symlink_to(sample_base)
    assert main(["sample", "--kb", str(tmp_path), "--category", "target"]) == 0
    *shown, sums = capsys.readouterr().out.strip().split("\n")
    questions = {q.id: q for q in load_questions(SAMPLE)}
    ids = [line.split()[1] for line in shown if line.startswith("--- ")]
    assert all(questions[name].split == "dev" and questions[name].category == "target" for name in ids)
    found = re.search(r"target (\d+)/(\d+)", sums)
    assert found is not None
    right, asked = int(found[1]), int(found[2])
    assert asked == sum(q.split == "dev" and q.category == "target" for q in questions.values())
    assert len(ids) == asked - right
