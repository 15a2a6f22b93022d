"""What counts as a regression, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eval.dataset import Question
from eval.history import Comparison, compare, store_run
from eval.runner import Outcome, SetRun, SystemName
from kb.store.store import Store, create_store
from tests.eval_world import passage_question

QUESTIONS = tuple(passage_question(f"q{n}") for n in range(20))


def run_with(
    right: list[float], *, documents_hash: str = "same", missing: dict[str, tuple[str, ...]] | None = None,
    questions: tuple[Question, ...] = QUESTIONS, ndcg: float = 0.9,
) -> SetRun:  # fmt: skip
    full: dict[str, dict[str, float]] = {
        q.id: {"right": value, "recall@10": 1.0, "ndcg@10": ndcg}
        for q, value in zip(questions, right, strict=True)
    }
    systems: dict[SystemName, dict[str, dict[str, float]]] = {"full": full}
    return SetRun(
        "s", questions, "hash", documents_hash, 2, systems,
        {q.id: Outcome("passage", "。", 5) for q in questions}, missing or {},
    )  # fmt: skip


def difference(folder: Path, before: SetRun, after: SetRun) -> Comparison:
    store = create_store(folder)
    save(store, before)
    stored = store.runs.yardstick("s", "all")
    assert stored is not None
    return compare(after, stored)


def save(store: Store, run: SetRun, *, regressed: bool = False) -> None:
    with store.writing():
        store_run(store, run, selection="all", settings={}, versions={}, regressed=regressed)


def test_the_same_figures_are_no_regression(tmp_path: Path) -> None:
    found = difference(tmp_path, run_with([1.0] * 20), run_with([1.0] * 20))
    assert not found.regressed
    assert (found.lost, found.won, found.common) == ((), (), 20)


def test_a_fall_beyond_noise_is_a_regression_with_other_documents_too(tmp_path: Path) -> None:
    after = run_with([0.0] * 8 + [1.0] * 12, documents_hash="other")
    found = difference(tmp_path, run_with([1.0] * 20), after)
    assert [reason for reason in found.reasons if "full right fell from 1.000 to 0.600" in reason]
    assert [change.id for change in found.lost] == [f"q{n}" for n in range(8)]


def test_one_question_lost_to_new_documents_is_noise(tmp_path: Path) -> None:
    after = run_with([0.0] + [1.0] * 19, documents_hash="other")
    found = difference(tmp_path, run_with([1.0] * 20), after)
    assert not found.regressed
    assert [change.id for change in found.lost] == ["q0"]


def test_one_question_lost_on_the_same_documents_is_none(tmp_path: Path) -> None:
    found = difference(tmp_path, run_with([1.0] * 20), run_with([0.0] + [1.0] * 19))
    assert "answer: 1 questions lost, 0 won on the same documents" in found.reasons


def test_one_lost_and_one_won_on_the_same_documents_is_no_regression(tmp_path: Path) -> None:
    found = difference(tmp_path, run_with([0.0] + [1.0] * 19), run_with([1.0] * 19 + [0.0]))
    assert not found.regressed
    assert ([c.id for c in found.lost], [c.id for c in found.won]) == (["q19"], ["q0"])


def test_a_question_lost_with_its_document_is_a_regression(tmp_path: Path) -> None:
    after = run_with([0.0] + [1.0] * 19, documents_hash="other", missing={"q0": ("甲.txt",)})
    found = difference(tmp_path, run_with([1.0] * 20), after)
    assert found.reasons == ("1 questions were lost with 甲.txt",)


def test_a_worse_ranking_of_the_same_documents_is_a_regression(tmp_path: Path) -> None:
    found = difference(tmp_path, run_with([1.0] * 20), run_with([1.0] * 20, ndcg=0.85))
    assert found.regressed
    assert any("full ndcg@10 fell from 0.900 to 0.850" in reason for reason in found.reasons)


def test_a_better_run_is_not(tmp_path: Path) -> None:
    found = difference(tmp_path, run_with([0.0] * 20), run_with([1.0] * 20, ndcg=0.95))
    assert not found.regressed
    assert len(found.won) == 20


def test_questions_that_were_rewritten_do_not_compare(tmp_path: Path) -> None:
    rewritten = (replace(QUESTIONS[0], question="别的问题？"), *QUESTIONS[1:])
    found = difference(tmp_path, run_with([1.0] * 20), run_with([0.0] + [1.0] * 19, questions=rewritten))
    assert (found.common, found.lost) == (19, ())


def test_a_regressed_run_is_no_yardstick(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    save(store, run_with([1.0] * 20))
    save(store, run_with([0.0] * 20), regressed=True)
    stored = store.runs.yardstick("s", "all")
    assert stored is not None
    assert compare(run_with([0.0] * 20), stored).regressed
    assert [run.regressed for run in store.runs.all()] == [True, False]
    assert store.runs.yardstick("s", "dev") is None
    assert store.runs.yardstick("t", "all") is None
