"""The same figures in every form of the report."""

from __future__ import annotations

import json
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest

from eval.cells import headline
from eval.dataset import TargetGold, TargetValue
from eval.history import compare, store_run
from eval.html_report import html_report
from eval.report import SetReport, json_report, markdown_report, text_report
from eval.runner import SetRun, run_set
from eval.table import FACT_QUESTIONS, gain_of
from kb.store.store import create_store
from tests.eval_world import FakeSystem, build, passage_answer, passage_question


def reports(folder: Path) -> list[SetReport]:
    _, library = build(folder / "kb")
    questions = [passage_question("q1"), passage_question("<b>坏", source="乙.txt", anchor="每三年轮岗")]
    good = FakeSystem({"q1？": passage_answer(library)}, {"hybrid": ["甲.txt-c", "乙.txt-c"]})
    bad = FakeSystem()
    before, after = (run_set("mine", questions, s, library, corpus_hash="h") for s in (good, bad))
    return [compared(folder, before, after), SetReport("laws", skipped="its documents are not here")]


def compared(folder: Path, before: SetRun, after: SetRun) -> SetReport:
    store = create_store(folder / "history")
    with store.writing():
        store_run(store, before, selection="all", settings={}, versions={}, regressed=False)
    stored = store.runs.yardstick("mine", "all")
    assert stored is not None
    return SetReport("mine", after, compare(after, stored), base="somewhere")


def test_the_terminal_names_figures_losses_and_skipped_sets(tmp_path: Path) -> None:
    text = text_report(reports(tmp_path))
    assert text.splitlines()[0].startswith("mine: REGRESSION: "), "the verdict comes first"
    assert "mine full" in text
    assert "right 0.500 -> 0.000" in text
    assert "lost: q1 (answer, hybrid, full) q1？" in text
    assert "laws: skipped, its documents are not here" in text


def test_json_holds_every_question_and_can_be_written(tmp_path: Path) -> None:
    first, second = json.loads(json.dumps(json_report(reports(tmp_path))))
    assert first["comparison"]["regressed"] is True
    assert [question["id"] for question in first["questions"]] == ["q1", "<b>坏"]
    figure = next(
        f for f in first["figures"] if (f["system"], f["measure"], f["group"]) == ("full", "right", "all")
    )
    assert (figure["mean"], figure["count"]) == (0.0, 2)
    assert second == {"set": "laws", "skipped": "its documents are not here"}


def test_html_is_one_file_without_links_and_escapes_questions(tmp_path: Path) -> None:
    html = html_report(reports(tmp_path))
    assert "<svg" in html
    assert "&lt;b&gt;坏" in html
    assert "<b>坏" not in html
    assert "src=" not in html
    assert "href=" not in html


def test_markdown_has_a_table_for_each_system(tmp_path: Path) -> None:
    text = markdown_report(reports(tmp_path))
    assert "## mine" in text
    assert "| hybrid | .000 [.00 .00]" in text
    assert "| q1 | passage | q1？ | refusal | 文件中没有。 |" in text, "wrong answers are listed"
    assert "Skipped: its documents are not here" in text


def test_what_is_not_grounded_is_named(tmp_path: Path) -> None:
    _, library = build(tmp_path / "kb")
    invented = replace(passage_answer(library), text="到2031年达到77%。")
    run = run_set("mine", [passage_question()], FakeSystem({"q1？": invented}), library, corpus_hash="h")
    assert "not grounded: q1 says 2031年, 77" in text_report([SetReport("mine", run)])


def test_the_headline_shows_what_facts_gain_over_hybrid_search(tmp_path: Path) -> None:
    _, library = build(tmp_path / "kb")
    asked = replace(
        passage_question("q1"),
        category="target",
        gold=TargetGold((TargetValue(None, ">=", "96", None, "%", "2025"),)),
    )
    other = passage_question("q2", source="乙.txt", anchor="每三年轮岗")
    # hybrid search finds q1's evidence second and q2's first; the answer to q1 cites its evidence
    system = FakeSystem({"q1？": passage_answer(library)}, {"hybrid": ["乙.txt-c", "甲.txt-c"]})
    run = run_set("mine", [asked, other], system, library, corpus_hash="h")
    second = 1 / log2(3)
    gain = gain_of([run], "ndcg@10", FACT_QUESTIONS)
    assert gain is not None
    assert (round(gain.mean, 6), gain.count) == (round(1 - second, 6), 1)
    both = gain_of([run, run], "ndcg@10")
    assert both is not None
    assert both.mean == pytest.approx((1 - second) / 2)
    cells = {row[0]: dict(zip(headline([run])[0], row, strict=True)) for row in headline([run])}
    assert cells["mine full"]["facts nDCG@10"] == "1.000 [1.00 1.00]"
    assert cells["mine hybrid"]["facts nDCG@10"] == ".631 [.63 .63]"
    assert cells["mine gain"]["facts nDCG@10"] == "+.369 [+.37 +.37]"
    assert cells["mine gain"]["recall@10"] == "+.000 [+.00 +.00]"


def test_several_sets_are_summed_up_together(tmp_path: Path) -> None:
    _, library = build(tmp_path / "kb")
    one = run_set("one", [passage_question("q1")], FakeSystem(), library, corpus_hash="h")
    good = FakeSystem({"q1？": passage_answer(library)})
    two = run_set("two", [passage_question("q1")], good, library, corpus_hash="h")
    cells = {row[0]: row for row in headline([one, two])}
    assert cells["together full"][5] == ".500 [.00 1.00]"
    assert "together full" not in {row[0] for row in headline([two])}
