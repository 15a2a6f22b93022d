"""Questions in the words of the law: only where the law is among the documents."""

from __future__ import annotations

import pytest

from index.formal import LawTitles

DOG = "被邻居家的狗咬了谁赔"


def test_the_code_and_its_parts_both_govern() -> None:
    whole = LawTitles({"code": "中华人民共和国民法典", "plan": "某市学前教育行动计划"}).read(DOG)
    part = LawTitles({"tort": "中华人民共和国民法典侵权责任编"}).read(DOG)
    assert whole is not None
    assert part is not None
    assert set(whole.laws) == {"code"}
    assert set(part.laws) == {"tort"}
    assert "饲养的动物造成他人损害" in part.query


def test_the_closest_law_weighs_most() -> None:
    titles = {"tort": "中华人民共和国民法典侵权责任编", "order": "中华人民共和国治安管理处罚法"}
    reading = LawTitles(titles).read("宠物店的猫抓伤了人")
    assert reading is not None
    assert reading.laws["tort"] > reading.laws["order"] > 0


def test_without_the_law_nothing_is_read() -> None:
    assert LawTitles({"plan": "某市学前教育行动计划"}).read(DOG) is None
    assert LawTitles({}).read(DOG) is None


def test_local_rules_that_carry_out_a_law_are_not_the_law() -> None:
    question = "孩子几岁上学"
    assert LawTitles({"local": "某省实施《中华人民共和国义务教育法》办法"}).read(question) is None
    both = {"law": "中华人民共和国义务教育法", "local": "某省实施《中华人民共和国义务教育法》办法"}
    reading = LawTitles(both).read(question)
    assert reading is not None
    assert set(reading.laws) == {"law", "local"}


@pytest.mark.parametrize("question", ["", "毛入园率目标是多少", "Who leads this?"])
def test_other_questions_have_no_reading(question: str) -> None:
    assert LawTitles({"law": "中华人民共和国刑法"}).read(question) is None


def test_names_of_people_alone_make_no_reading() -> None:
    assert LawTitles({"law": "中华人民共和国劳动合同法"}).read("公司的地址在哪里") is None
