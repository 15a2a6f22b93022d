"""Question files: what is read, and which line is named when one is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.dataset import DueTime, Evidence, ResponsibilityGold, TargetGold
from eval.reading import QuestionFileError, load_questions, load_statutes

LINE: dict[str, Any] = {
    "id": "x-1",
    "question": "谁牵头？",
    "category": "responsibility",
    "language": "zh",
    "style": "plain",
    "split": "dev",
    "turns": ["前一问"],
    "evidence": [{"document": "a.txt", "section": ["一、总则"], "anchor": "由教育局牵头"}],
    "gold": {"lead": ["教育局"], "participating": [], "responsible": []},
}


def write(folder: Path, *lines: dict[str, Any] | str) -> Path:
    path = folder / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_reads_every_field_and_defaults_heldout(tmp_path: Path) -> None:
    (question,) = load_questions(write(tmp_path, LINE))
    assert question.evidence == (Evidence("a.txt", ("一、总则",), "由教育局牵头"),)
    assert question.gold == ResponsibilityGold(frozenset({"教育局"}), frozenset(), frozenset())
    assert question.query == "前一问 谁牵头？"
    assert (question.heldout, question.answerable) == (False, True)


def test_other_right_readings_of_a_value_are_kept(tmp_path: Path) -> None:
    value = {
        "region": "甲市",
        "comparator": "=",
        "value": 6,
        "unit": "个",
        "deadline": None,
        "comparator_also": [">="],
    }
    (question,) = load_questions(write(tmp_path, LINE | {"category": "target", "gold": {"values": [value]}}))
    assert isinstance(question.gold, TargetGold)
    assert (question.gold.values[0].value, question.gold.values[0].comparator_also) == ("6", (">=",))


def test_a_span_without_a_date_needs_only_its_words(tmp_path: Path) -> None:
    gold = {"deadlines": [{"deadline": None, "as_written": "九十日内"}]}
    (question,) = load_questions(write(tmp_path, LINE | {"category": "deadline", "gold": gold}))
    assert getattr(question.gold, "deadlines") == (DueTime(None, None, "九十日内"),)  # noqa: B009


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "line 2 is not JSON"),
        (LINE, "line 2: the id x-1 occurs twice"),
        (
            {k: v for k, v in LINE.items() if k != "gold"} | {"id": "x-2"},
            "line 2: the field 'gold' is missing",
        ),
        (LINE | {"id": "x-2", "category": "joke"}, "line 2: \"category\" is 'joke', it has to be one of"),
        (LINE | {"id": "x-2", "evidence": []}, "line 2: an answerable question needs evidence"),
        (LINE | {"id": "x-2", "gold": {"lead": []}}, "line 2: a responsibility needs at least one unit"),
        ("[1, 2]", "line 2 is not a JSON object"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: dict[str, Any] | str, message: str) -> None:
    path = write(tmp_path, LINE, line)
    with pytest.raises(QuestionFileError) as caught:
        load_questions(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="holds no question"):
        load_questions(write(tmp_path, ""))


def test_versions_of_a_law_share_a_half(tmp_path: Path) -> None:
    lines = [
        {
            "id": n,
            "question": "？",
            "relevant": [{"file": f"经济法/某法({year}-01-01).md", "article": "第一条"}],
        }
        for n, year in enumerate(range(1990, 2020))
    ]
    questions = load_statutes(write(tmp_path, *lines))
    assert len({question.split for question in questions}) == 1
    assert questions[0].evidence == (Evidence("经济法/某法(1990-01-01).md", ("第一条",), ""),)
    assert questions[0].gold is None
