"""What tables answer: a cell by its row and column, places known from rows alone, what one cell says in words."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer.cells import asked_by
from kb.contract import Answer, TargetFact
from kb.table_text import column_names, header_at, row_at
from tests.small_base import empty_service

POSTS = """# 吉林省教育厅关于做好2025年特岗教师招聘工作的通知

一、岗位数量

全省计划招聘特岗教师330名，分布如下。

| 设岗县（市） | 岗位总数 | 其中：音体美 | 学历要求 |
|---|---|---|---|
| 镇赉县 | 190 | 52 | 本科及以上 |
| 靖宇县 | 140 | 33 | 专科及以上 |
| 合计 | 330 | 85 | |

2025年6月3日
"""
LEDGER = """# 武冈市校园安全隐患整改清单

| 存在问题 | 整改要求 | 整改期限 | 主责部门 | 协助部门 | 督办领导 |
|---|---|---|---|---|---|
| 学校门口无信号灯 | 增设信号灯 | 2025年6月底 | 市公安局 | 市交通运输局 | 唐勇 |
| 食堂留样不规范 | 落实留样制度 | 2025年7月底 | 市市场监管局 | 市教育局 | 周敏 |

2025年5月20日
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "特岗.md").write_text(POSTS, encoding="utf-8")
    (folder / "清单.md").write_text(LEDGER, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "特岗.md", folder / "清单.md"])
    return made


def _figures(answer: Answer) -> list[tuple[str | None, str]]:
    return [(fact.region, fact.value) for fact in answer.facts if isinstance(fact, TargetFact)]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("靖宇县特岗岗位总数是多少个？", [("靖宇县", "140")]),
        ("吉林省2025年特岗岗位总数一共是多少个？", [("吉林省", "330")]),
        ("镇赉县和靖宇县特岗岗位总数各是多少，差多少？", [("镇赉县", "190"), ("靖宇县", "140")]),
    ],
)
def test_a_place_without_documents_is_answered_from_its_row(
    service: Service, question: str, figures: list[tuple[str, str]]
) -> None:
    assert _figures(service.ask(question)) == figures


def test_a_row_is_cited_with_the_names_of_its_columns(service: Service) -> None:
    first, second = service.ask("靖宇县特岗岗位总数是多少个？").citations[:2]
    assert first.quote.startswith("靖宇县 | 140")
    assert second.quote.startswith("设岗县（市） | 岗位总数")


def test_a_place_that_no_row_names_is_refused(service: Service) -> None:
    answer = service.ask("通榆县特岗岗位总数是多少个？")
    assert not answer.answered
    assert answer.missing == "没有通榆县的文件"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("靖宇县特岗的学历要求是什么？", "学历要求：专科及以上"),
        ("武冈市学校门口无信号灯的整改由哪位领导督办？", "督办领导：唐勇"),
    ],
)
def test_a_cell_of_words_is_told_with_its_column(service: Service, question: str, said: str) -> None:
    answer = service.ask(question)
    assert said in answer.text
    assert answer.kind == "passage"


@pytest.mark.parametrize(
    ("reading", "column", "asks"),
    [
        ("校门口信号灯由哪位领导督办", "督办领导", True),
        ("笔试考点在哪里", "笔试考点", True),
        ("消防整改由哪个单位督办", "督办单位", True),
        ("校门口信号灯由哪个部门牵头", "督办领导", False),
        ("整改什么时候完成", "整改措施", False),
        ("招多少人", "学校名称", False),
    ],
)
def test_which_column_a_question_asks_for(reading: str, column: str, asks: bool) -> None:
    assert bool(asked_by(reading, column, (column, "存在问题"))) is asks


def test_rows_and_columns_of_a_table_in_text() -> None:
    text = (
        "园所收费\n等级 | 城区 | 城区 | 乡村\n等级 | 公办 | 民办 | 公办\n省一类 | 1200 | 900 | 1500\n说明。"
    )
    row = text.index("省一类")
    assert row_at(text, row) == (row, text.index("\n说明"))
    assert header_at(text, row) == (text.index("等级"), row - 1)
    assert column_names(text, row) == ("等级", "城区公办", "城区民办", "乡村公办")
    assert header_at(text, text.index("说明")) is None
