"""Figures that a document replaces: what holds now, what was, and the change between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.changes import is_only_change
from kb.answer.figure_options import clauses_of
from kb.contract import TargetFact
from kb.numbers import find_quantities
from kb.question.surfaces import OF_WHAT_FOLLOWS
from tests.small_base import empty_service

NOTICE = """# 霍山县教育局关于调整学生资助标准的通知

## 一、寄宿生生活补助

| 类别 | 调整前（元/生·年） | 调整后（元/生·年） |
|---|---|---|
| 小学寄宿生 | 1000 | 1250 |
| 初中寄宿生 | 1200 | 1500 |

## 二、其他

班主任津贴由每月400元提高到600元。县城小学每班不超过45人。

霍山县教育局
2024年7月16日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("changed")
    (folder / "霍山.md").write_text(NOTICE, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "霍山.md"])
    return made


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("霍山县小学寄宿生生活补助标准是多少元？", ["1250"]),
        ("霍山县初中寄宿生生活补助调整以前是多少元？", ["1200"]),
        ("霍山县初中寄宿生生活补助调整前后差多少元？", ["1200", "1500"]),
        ("霍山县班主任津贴涨了多少元？", ["400", "600"]),
        ("霍山县班主任津贴每月是多少元？", ["600"]),
    ],
)
def test_the_stand_that_is_asked_for(service: Service, question: str, values: list[str]) -> None:
    answer = service.ask(question)
    assert [fact.value for fact in answer.facts if isinstance(fact, TargetFact)] == values


def test_the_change_is_said_first(service: Service) -> None:
    assert service.ask("霍山县班主任津贴涨了多少元？").text.startswith("调整后比调整前多200元")


def test_a_place_leaves_the_word_that_begins_with_its_last_character(service: Service) -> None:
    assert "县城小学" in service.ask("霍山县城小学每班最多多少人？").text
    assert OF_WHAT_FOLLOWS.pattern.match("乡下念书")


def test_what_only_says_by_how_much() -> None:
    assert is_only_change("招多少人", "比2024年减少140人")
    assert not is_only_change("比去年少招多少人", "比2024年减少140人")


def test_a_bare_figure_takes_the_words_of_its_own_row() -> None:
    text = "小学每生600元，比去年分别提高100元、80元。"
    assert [words.strip("，。") for words in clauses_of(text, find_quantities(text))] == [
        "小学每生600元",
        "比去年分别提高100元",
        "比去年分别提高 、80元",
    ]


REPAIRS = """临江县中小学校舍维修管理办法{trial}
第一条 为规范校舍维修，制定本办法。
第二条 单项维修费用在{limit}万元以下的，由学校自行组织实施；{limit}万元以上不足{top}万元的，报县教育局审批。
第三条 校舍每年检查不少于2次。
临江县教育局
{year}年3月1日
"""


def test_what_a_limit_was_and_has_become_is_told_from_both_versions(tmp_path: Path) -> None:
    made = empty_service(tmp_path)
    for name, text in (
        ("试行.txt", REPAIRS.format(trial="（试行）", limit=2, top=30, year=2019)),
        ("新.txt", REPAIRS.format(trial="", limit=5, top=50, year=2024)),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        made.add_files([tmp_path / name])
    answer = made.ask("临江县学校自行组织实施的单项维修费用，限额从多少提到了多少？")
    assert answer.kind == "comparison"
    assert [fact.value for fact in answer.facts if isinstance(fact, TargetFact)] == ["2", "5"]
