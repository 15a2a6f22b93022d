"""Uploads with their checks, and the figures of evaluation runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from app.limits import Limits
from app.service import Service
from app.ui.evaluation_view import (
    RunFigures,
    expected_words,
    read_run,
    render_failures,
    render_feedback,
    render_figures,
)
from app.ui.feedback import save_mark
from app.ui.library_view import render_evaluation, render_library, render_step
from app.ui.upload_run import Finished, Indexing, Probing, Reading, evaluation_sets, run_upload
from eval.dataset import (
    PiecesGold,
    Question,
    ResponsibilityGold,
    TargetGold,
    TargetValue,
    TaskItem,
    UnanswerableGold,
    UnitTasksGold,
)
from kb.store.runs import StoredRun
from tests.small_base import NORTH, small_service

NEW = """西山县教育局关于阅读的通知
一、目标
到2026年，学校图书馆达标率达到90%以上。（牵头单位：县教育局）
"""


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return small_service(tmp_path)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def stored(right: dict[str, float], *, time: str = "2026-01-01T00:00:00+00:00") -> StoredRun:
    results = {
        "systems": {"full": {name: {"right": value} for name, value in right.items()}},
        "kinds": dict.fromkeys(right, "passage"),
        "fingerprints": {},
    }
    return StoredRun(time, "s", "all", "c", "{}", "{}", json.dumps(results), regressed=False)


def question(name: str, category: str = "passage") -> Question:
    return Question(name, f"问题{name}", category, "dev", (), PiecesGold(("96%",)))  # type: ignore[arg-type]


def test_an_upload_reports_its_steps_and_finds_the_new_document(service: Service, tmp_path: Path) -> None:
    steps = list(run_upload(service, [write(tmp_path, "阅读.txt", NEW)], limits=Limits.local()))
    kinds = [type(step) for step in steps]
    assert kinds[0] is Reading
    assert kinds[-2:] == [Probing, Finished]
    assert Indexing in kinds
    last = steps[-1]
    assert isinstance(last, Finished)
    assert [report.outcome for report in last.reports] == ["added"]
    assert last.probes is not None
    assert last.probes.documents[0].title.startswith("西山县教育局")
    assert last.probes.documents[0].found > 0


def test_replacing_removes_the_old_document_once_the_new_one_is_in(service: Service, tmp_path: Path) -> None:
    old = next(d for d in service.base.corpus.documents.values() if d.source == "南河.txt")
    steps = list(
        run_upload(service, [write(tmp_path, "新规划.txt", NEW)], limits=Limits.local(), replacing=old.id)
    )
    assert isinstance(steps[-1], Finished)
    assert {d.source for d in service.base.corpus.documents.values()} == {"北山.txt", "新规划.txt"}


def test_a_failed_replacement_leaves_the_old_document(service: Service, tmp_path: Path) -> None:
    old = next(d for d in service.base.corpus.documents.values() if d.source == "南河.txt")
    steps = list(
        run_upload(service, [write(tmp_path, "空.txt", "")], limits=Limits.local(), replacing=old.id)
    )
    assert isinstance(steps[-1], Finished)
    assert steps[-1].reports[0].outcome == "failed"
    assert old.id in service.base.corpus.documents


def test_the_same_file_again_replaces_nothing(service: Service, tmp_path: Path) -> None:
    old = next(d for d in service.base.corpus.documents.values() if d.source == "北山.txt")
    before = set(service.base.corpus.documents)
    list(run_upload(service, [write(tmp_path, "北山.txt", NORTH)], limits=Limits.local(), replacing=old.id))
    assert set(service.base.corpus.documents) == before


def test_a_refused_upload_says_why(service: Service, tmp_path: Path) -> None:
    steps = list(run_upload(service, [write(tmp_path, "a.exe", "x")], limits=Limits.local()))
    assert isinstance(steps[-1], Finished)
    assert "不支持这种文件" in render_step(steps[-1], "zh")
    assert "files of this kind are not read" in render_step(steps[-1], "en")


def test_progress_fills_a_bar() -> None:
    bar = HTMLParser(render_step(Indexing(50, 100), "zh")).css_first("[role=progressbar]")
    assert bar.attributes["aria-valuenow"] == "70"
    assert "正在读取 1/4 a.txt" in HTMLParser(render_step(Reading(1, 4, "a.txt"), "zh")).text()


def test_readers_see_no_buttons_that_change(service: Service) -> None:
    def buttons(*, may_change: bool, asked: str = "") -> set[str]:
        markup = render_library(
            service.base.corpus, {}, may_change=may_change, asked_to_remove=asked, search="", language="zh"
        )
        return {node.attributes["data-action"] or "" for node in HTMLParser(markup).css("[data-action]")}

    assert buttons(may_change=False) == {"outline", "original"}
    assert buttons(may_change=True) == {"outline", "original", "replace", "ask-remove"}
    first = next(iter(service.base.corpus.documents))
    assert {"remove", "keep"} <= buttons(may_change=True, asked=first)


def test_only_sets_about_this_base_run_after_an_upload(service: Service) -> None:
    assert evaluation_sets(service) == ()
    save_mark(service, service.ask("北山市学前教育毛入园率的目标是多少？"), "should_refuse")
    assert evaluation_sets(service) == ("feedback",)


def test_shares_are_counted_by_category() -> None:
    questions = {"a": question("a"), "b": question("b"), "c": question("c", "target")}
    figures = read_run(stored({"a": 1.0, "b": 0.0, "c": 1.0}), questions)
    assert figures.shares == {"all": (2 / 3, 3), "passage": (0.5, 2), "target": (1.0, 1)}


def test_a_retrieval_question_is_right_when_half_its_evidence_is_found() -> None:
    run = stored({})
    results = {"systems": {"full": {"a": {"recall@10": 0.5}, "b": {"recall@10": 0.4}, "c": {}}}}
    run = StoredRun(run.time, "s", "all", "c", "{}", "{}", json.dumps(results), regressed=False)
    assert read_run(run, {}).right == {"a": True, "b": False}


def test_the_last_run_stands_beside_the_one_before() -> None:
    questions = {"a": question("a"), "b": question("b")}
    before = read_run(stored({"a": 1.0, "b": 0.0}), questions)
    now = read_run(stored({"a": 1.0, "b": 1.0}, time="2026-02-01T00:00:00+00:00"), questions)
    row = [node.text() for node in HTMLParser(render_figures(now, before, "zh")).css("tbody tr")[0].css("td")]
    assert row == ["全部", "2", "50.0%", "100.0%", "+50.0"]


def test_newly_wrong_questions_come_first_with_what_was_expected() -> None:
    questions = {"a": question("a"), "b": question("b")}
    before = read_run(stored({"a": 0.0, "b": 1.0}), questions)
    now = read_run(stored({"a": 0.0, "b": 0.0}), questions)
    failures = HTMLParser(render_failures(now, before, questions, "zh")).css(".failure")
    assert [node.css_first("strong").text() for node in failures] == ["问题b", "问题a"]
    assert "新错" in failures[0].text()
    assert "应答：96%" in failures[0].text()
    assert "新错" not in failures[1].text()


@pytest.mark.parametrize(
    ("gold", "words"),
    [
        (ResponsibilityGold(frozenset({"甲局"}), frozenset({"乙局"}), frozenset()), "牵头：甲局；配合：乙局"),
        (UnitTasksGold("甲局", None, (TaskItem("建学校", "lead"),)), "甲局：建学校（牵头）"),
        (TargetGold((TargetValue("某市", ">=", "96", None, "%", "2025"),)), "某市 >= 96% 2025"),
        (UnanswerableGold("没有目标"), "应拒答（没有目标）"),
        (None, ""),
    ],
)
def test_gold_answers_are_put_into_words(gold: object, words: str) -> None:
    assert expected_words(gold, "zh") == words  # type: ignore[arg-type]


def test_marked_answers_offer_to_write_the_right_one_down() -> None:
    entry = {
        "id": "feedback-1",
        "question": "<b>问</b>",
        "evidence": [{"document": "a", "section": [], "anchor": "x"}],
        "gold": None,
        "feedback": {"mark": "wrong_answer", "answer": "<i>答</i>"},
    }
    tree = HTMLParser(render_feedback([entry], "zh"))
    assert [node.attributes["data-action"] for node in tree.css("[data-action]")] == ["complete", "drop"]
    assert tree.css_first("strong").text() == "<b>问</b>"
    assert tree.css("i, b") == []
    refused = {**entry, "evidence": [], "feedback": {"mark": "should_refuse", "answer": ""}}
    assert [
        n.attributes["data-action"] for n in HTMLParser(render_feedback([refused], "zh")).css("[data-action]")
    ] == ["drop"]


def test_a_regression_after_an_upload_is_said() -> None:
    report = [
        {
            "set": "feedback",
            "comparison": {
                "changes": [{"system": "full", "measure": "right", "before": 0.9, "after": 0.8}],
                "lost": [{"id": "a"}],
                "won": [],
                "reasons": ["full right fell"],
            },
        },
        {"set": "mine", "skipped": "no documents"},
        {"set": "new", "comparison": None},
    ]
    text = HTMLParser(render_evaluation(report, "zh")).text()
    assert "变差 1 题，变好 0 题" in text
    assert "0.900 → 0.800 (-0.100)" in text
    assert "full right fell" in text
    assert "no documents" in text
    assert "首次运行" in text


def test_figures_without_a_run_before_have_no_difference() -> None:
    figures = RunFigures("2026-01-01T00:00:00", regressed=True, right={}, kinds={}, shares={"all": (1.0, 3)})
    markup = render_figures(figures, None, "zh")
    assert "这次运行比上次差" in markup
    assert [node.text() for node in HTMLParser(markup).css("tbody td")] == ["全部", "3", "—", "100.0%", ""]
