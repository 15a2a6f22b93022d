"""Questions on who does something and what an office has to do, composed of invented offices and ways of asking."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.question.understanding import understand
from tests.question_vocabulary import vocabulary

PLACES = st.sampled_from(("绵阳市", "绵阳", "三台县的", "江油"))
OFFICES = (
    "市委组织部",
    "市供销社",
    "市殡葬管理所",
    "市教师进修学校",
    "县教育局计划财务科",
    "后勤处",
    "电教站",
    "膳食委员会",
    "继续教育处",
    "区城市管理执法局",
    "学位评定委员会",
    "市妇幼保健院",
)
TOPICS = ("书面作业总量", "产业教授选聘", "校车运营管理", "民办学校年检", "食堂原料采购")
WHO = (
    "{}由谁负责？",
    "{}由哪个股室负责？",
    "{}归哪个科室管？",
    "{}由哪个部门审批",
    "{}谁来办？",
    "{}的责任股室是哪个",
    "负责{}的是哪个单位？",
    "{}由哪几个部门负责？",
)
WHO_LEADS = ("{}由谁牵头？", "{}的牵头科室是哪个？", "牵头{}的是哪个局？", "{}是哪家牵头的？")
WHO_JOINS = ("{}有哪些部门配合？", "{}由哪些单位协办？", "{}的协办科室是谁？")
WHO_BOTH = ("{}，谁牵头谁协办？", "{}谁牵头、谁配合？")
TASKS = (
    "{}要负责、牵头、参与哪些工作？",
    "{}2025年要负责、牵头、参与哪些工作",
    "{}要做哪几件事，分别是什么角色？",
    "{}负责和参与哪些事？",
    "{}要牵头哪几项，配合哪几项？",
    "{}有哪些任务？",
)
ASKING = ("谁", "哪", "牵头", "负责", "配合", "协办", "股室", "科室", "单位", "部门")


@settings(max_examples=120, derandomize=True, deadline=None)
@given(
    place=PLACES,
    topic=st.sampled_from(TOPICS),
    form=st.sampled_from([*((form, None) for form in (*WHO, *WHO_BOTH)), *((form, "lead") for form in WHO_LEADS), *((form, "participating") for form in WHO_JOINS)]),
)  # fmt: skip
def test_who_is_asked_for_and_for_what(place: str, topic: str, form: tuple[str, str | None]) -> None:
    question = understand(place + form[0].format(topic), vocabulary())
    assert (question.kind, question.role) == ("responsibility", form[1])
    assert question.topic.replace(" ", "").startswith(topic[:4])
    assert not any(word in question.topic for word in ASKING)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(place=PLACES, office=st.sampled_from(OFFICES), form=st.sampled_from(TASKS))
def test_the_office_whose_tasks_are_asked_for(place: str, office: str, form: str) -> None:
    question = understand(place + form.format(office), vocabulary())
    assert question.kind == "unit_tasks"
    assert any(unit.endswith(office.lstrip("市县区")) for unit in question.units)
    assert question.topic == ""


def test_which_is_no_misspelt_every() -> None:
    """哪|个股室 sounds like the 各股室 that a document writes."""
    known = replace(vocabulary(), surfaces=vocabulary().surfaces | {"各股室"})
    assert understand("三台县书面作业总量由哪个股室负责？", known).kind == "responsibility"


def test_schools_at_large_have_no_list_of_tasks() -> None:
    for text in ("学校要做哪些工作保障校车安全", "绵阳市公办幼儿园要承担哪些任务"):
        assert understand(text, vocabulary()).units == ()


def test_an_office_of_a_school_goes_by_its_own_name() -> None:
    known = replace(vocabulary(), surfaces=vocabulary().surfaces | {"财务处"})
    assert understand("涪水开放学院财务处负责和参与哪些事？", known).units == ("财务处",)
