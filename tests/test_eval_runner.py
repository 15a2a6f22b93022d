"""A run: every system on every question, and nothing vanishes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.dataset import Question, UnanswerableGold
from eval.runner import run_set, select
from kb.errors import IndexStateError
from tests.eval_world import FakeSystem, build, passage_answer, passage_question

UNANSWERABLE = Question("u", "没有的？", "unanswerable", "test", (), UnanswerableGold("没有"))


def test_baselines_and_full_system_are_measured_on_the_same_questions(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    system = FakeSystem(
        answers={"q1？": passage_answer(library)},
        rankings={"bm25": ["乙.txt-c", "甲.txt-c"], "dense": [], "hybrid": ["乙.txt-c"]},
    )
    run = run_set("s", [passage_question(), UNANSWERABLE], system, library, corpus_hash="h")
    assert run.values("bm25", "mrr@10") == {"q1": 0.5}
    assert run.values("dense", "mrr@10") == {"q1": 0.0}
    assert run.values("hybrid", "recall@10") == {"q1": 0.0}
    assert run.values("full", "mrr@10") == {"q1": 1.0}, "cited passages come first"
    assert run.values("full", "right") == {"q1": 1.0, "u": 1.0}


def test_an_error_is_a_failed_question_and_the_run_goes_on(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    system = FakeSystem(answers={"q1？": ZeroDivisionError("division by zero")})
    run = run_set("s", [passage_question(), UNANSWERABLE], system, library, corpus_hash="h")
    assert run.values("full", "right") == {"q1": 0.0, "u": 1.0}
    assert run.outcomes["q1"].kind == "failed"
    assert "division by zero" in run.outcomes["q1"].text


def test_without_an_index_nothing_is_measured(tmp_path: Path) -> None:
    class Broken(FakeSystem):
        def search(self, *_: object) -> tuple[()]:  # type: ignore[override]
            raise IndexStateError("no index")

    _, library = build(tmp_path)
    with pytest.raises(IndexStateError, match="no index"):
        run_set("s", [passage_question()], Broken(), library, corpus_hash="h")


def test_a_follow_up_hands_on_its_turns(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    system = FakeSystem()
    run_set("s", [replace(passage_question(), turns=("先问",))], system, library, corpus_hash="h")
    assert system.asked == [("q1？", ("先问",))]


def test_a_document_that_is_gone_is_named(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    run = run_set("s", [passage_question(source="丙.txt")], FakeSystem(), library, corpus_hash="h")
    assert run.missing == {"q1": ("丙.txt",)}
    assert run.values("full", "recall@10") == {"q1": 0.0}


def test_baselines_can_be_left_out(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    run = run_set("s", [passage_question()], FakeSystem(), library, corpus_hash="h", baselines=False)
    assert set(run.systems) == {"full"}


def test_selecting_a_half_and_a_number() -> None:
    questions = [replace(passage_question(f"q{n}"), split="dev" if n % 2 else "test") for n in range(10)]
    assert [q.id for q in select(questions, split="dev")] == ["q1", "q3", "q5", "q7", "q9"]
    assert [q.id for q in select(questions, limit=2)] == ["q0", "q5"]
    assert select(questions, limit=99) == tuple(questions)
