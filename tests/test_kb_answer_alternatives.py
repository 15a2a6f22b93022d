"""What a question leaves open is told in full."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer.alternatives import differs_unasked
from kb.contract import TargetFact
from tests.small_base import empty_service

RULES = """澄湖区中小学课后服务与班额管理办法
第一条 小学班额不超过四十五人，初中班额不超过五十人，小学在校学生不超过两千人。
第二条 小学课后服务费每学期不超过480元，初中课后服务费每学期不超过560元。
第三条 小班每班不超过25人，大班每班不超过35人。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("alternatives")
    (folder / "澄湖区办法.txt").write_text(RULES, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "澄湖区办法.txt"])
    return made


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("课后服务费每学期不超过多少元？", {"480", "560"}),
        ("小学课后服务费每学期不超过多少元？", {"480"}),
        ("初中课后服务费每学期不超过多少元？", {"560"}),
        ("中小学班额上限是多少人？", {"45", "50"}),
        ("初中班额上限是多少人？", {"50"}),
        ("大班每班不超过多少人？", {"35"}),
    ],
)
def test_figures_between_which_the_question_does_not_choose_are_all_told(
    service: Service, question: str, values: set[str]
) -> None:
    answer = service.ask(question)
    assert answer.kind == "target"
    assert {fact.value for fact in answer.facts if isinstance(fact, TargetFact)} == values


@pytest.mark.parametrize(
    ("asked", "one", "other", "open_"),
    [
        ("课后服务费", "小学每学期不超过元", "初中每学期不超过元", True),
        ("小学课后服务费", "小学每学期不超过元", "初中每学期不超过元", False),
        ("中小学班额", "小学班额", "初中班额", True),
        ("班额", "小学班额", "小学在校学生", False),
        ("大班人数", "小班每班不超过人", "大班每班不超过人", False),
        ("每班人数", "小班每班不超过人", "大班每班不超过人", True),
        ("经费", "培训经费占比", "绿化面积", False),
    ],
)
def test_two_wordings_differ_by_what_is_not_asked(asked: str, one: str, other: str, open_: bool) -> None:
    assert differs_unasked(asked, one, other) is open_
