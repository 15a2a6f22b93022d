"""A follow-up inherits what it leaves out, and only that."""

from __future__ import annotations

import dataclasses

import pytest

from kb.question.followup import understand_in_context
from kb.question.model import Question
from tests.question_vocabulary import vocabulary


def converse(*turns: str) -> Question:
    """The last turn as understood after the others."""
    return understand_in_context(turns[-1], turns[:-1], vocabulary())


@pytest.mark.parametrize(
    "second",
    [
        "那三台县呢？",
        "三台呢",
        "三台县的呢？",
        "换成三台县",
        "那么三台县的情况呢",
    ],
)
def test_another_region_asks_the_same(second: str) -> None:
    question = converse("江油市2025年学前三年毛入园率要达到多少", second)
    assert question.kind == "target"
    assert question.regions == ("三台县",)
    assert question.years == (2025,)
    assert "毛入园率" in question.topic


def test_another_topic_keeps_the_region() -> None:
    question = converse("江油市普通高中班额是多少", "那学前三年毛入园率呢？")
    assert question.regions == ("江油市",)
    assert question.kind == "target"
    assert "毛入园率" in question.topic
    assert "班额" not in question.topic


def test_another_year_keeps_region_and_topic() -> None:
    question = converse("江油市2022年学前三年毛入园率目标是多少", "那2025年呢")
    assert (question.regions, question.years) == (("江油市",), (2025,))
    assert "毛入园率" in question.topic


def test_another_kind_keeps_the_task() -> None:
    question = converse("三台县大班额什么时候消除", "由谁负责？")
    assert question.kind == "responsibility"
    assert question.regions == ("三台县",)
    assert "大班额" in question.topic


def test_another_unit_asks_for_its_tasks() -> None:
    question = converse("市财政局参与哪些任务", "那市公安局呢？")
    assert question.kind == "unit_tasks"
    assert question.units == ("市公安局",)
    assert question.role == "participating"


def test_another_unit_leaves_the_one_before_out_of_the_topic() -> None:
    question = converse("江油市财政局承担了哪几项创建任务？", "市公安局呢？")
    assert (question.kind, question.units) == ("unit_tasks", ("市公安局",))
    assert question.topic == "创建"


def test_those_who_help_are_asked_about_the_task_before() -> None:
    question = converse("三台县教师补充由谁牵头", "帮忙的有哪几家？")
    assert (question.kind, question.role) == ("responsibility", "participating")
    assert "教师补充" in question.topic
    assert "帮忙" not in question.topic


def test_a_whole_question_inherits_nothing() -> None:
    question = converse("江油市2022年班额是多少", "绵阳市校车安全归哪个部门管")
    assert (question.kind, question.regions, question.years) == ("responsibility", ("绵阳市",), ())
    assert "班额" not in question.topic


def test_a_chain_of_follow_ups_reaches_back_to_the_first() -> None:
    question = converse("江油市2025年毛入园率目标是多少", "那三台县呢", "绵阳市呢？")
    assert (question.kind, question.regions, question.years) == ("target", ("绵阳市",), (2025,))
    assert "毛入园率" in question.topic


def test_without_earlier_turns_a_question_stands_alone() -> None:
    assert converse("那三台县呢？").regions == ("三台县",)


def test_an_english_follow_up() -> None:
    question = converse("Who leads teacher recruitment in Mianyang?", "What about Santai?")
    assert question.kind == "responsibility"
    assert question.regions == ("三台县",)
    assert question.language == "en"


def test_a_bare_limit_keeps_the_task() -> None:
    question = converse("三台县教师补充由谁牵头", "完成时限呢")
    assert (question.kind, question.regions) == ("deadline", ("三台县",))
    assert "教师补充" in question.topic


@pytest.mark.parametrize("second", ["什么时候完成？", "要在什么时候完成"])
def test_a_bare_when_keeps_the_task(second: str) -> None:
    question = converse("三台县教师补充由谁牵头", second)
    assert (question.kind, question.regions) == ("deadline", ("三台县",))
    assert "教师补充" in question.topic


def test_which_is_higher_compares_the_regions_of_the_conversation() -> None:
    question = converse("江油市班额是多少", "三台县呢", "哪个更高")
    assert question.kind == "comparison"
    assert question.regions == ("江油市", "三台县")


def test_a_supposition_goes_on_about_what_was_asked() -> None:
    question = converse("三台县的学校能在校车上超载吗", "要是情况特别严重呢，还能继续办学吗？")
    assert "校车" in question.topic
    assert "严重" in question.topic


def test_another_stage_takes_the_place_of_the_one_before() -> None:
    question = converse("三台县小学一年级班额是多少人", "那初一的班额呢？")
    assert "初一" in question.topic
    assert "小学" not in question.topic


def test_a_follow_up_stays_within_the_law_that_was_named() -> None:
    known = dataclasses.replace(vocabulary(), titles=("中华人民共和国教师法", "三台县校车办法"))
    question = understand_in_context("那学校能收费吗？", ("按教师法，教师可以罢课吗？",), known)
    assert question.documents == ("教师法",)


def test_an_english_follow_up_leans_on_a_chinese_question() -> None:
    question = converse("江油市普通高中班额是多少", "And in Santai County?")
    assert (question.language, question.kind, question.regions) == ("en", "target", ("三台县",))
    assert "班额" in question.topic


def test_of_a_measure_only_what_is_measured_is_another() -> None:
    assert converse("江油市公办园在园幼儿占比不能低于多少", "省优质园呢？").topic == "省优质园 占比"


def test_an_english_follow_up_with_a_question_of_its_own_is_not_joined() -> None:
    assert "班额" not in converse("What is the class size in Jiangyou?", "And how many school buses?").topic


def test_a_fragment_of_a_question_goes_on_about_what_was_said() -> None:
    current = understand_in_context("要建多少套？", ["绵阳市教师周转房由谁负责？"], vocabulary())
    assert current.kind == "target"
    assert "教师周转房" in current.topic
    assert current.regions == ("绵阳市",)


def test_a_short_question_about_the_same_document_stays_with_it() -> None:
    current = understand_in_context(
        "哪个机关通过的？", ["《绵阳市校车安全条例》什么时候施行？"], vocabulary()
    )
    assert current.kind == "metadata"
    assert current.asks_metadata == ("issuer",)
    assert current.documents == ("绵阳市校车安全条例",)


def test_a_supposition_keeps_what_was_asked_without_its_particle() -> None:
    question = converse("学生休学累计最长多久？", "要是创业休学呢？")
    assert question.kind == "target"  # how long it may last at most is a figure
    assert "累计最长" in question.topic
    assert question.topic.endswith("创业休学")
    assert "要是" not in question.topic


def test_all_tasks_of_a_unit_are_not_narrowed_by_what_was_spoken_of_before() -> None:
    before = ("江油市2025年学前三年毛入园率要达到多少", "市财政局参与哪些任务")
    assert converse(*before).topic == ""
    after = converse(*before, "那2025年要完成什么")
    assert (after.units, after.years) == (("市财政局",), (2025,))
    assert "毛入园率" not in after.topic


def test_a_greeting_between_two_questions_changes_nothing() -> None:
    question = converse("江油市普通高中班额是多少", "谢谢！", "那三台县呢")
    assert question.regions == ("三台县",)
    assert "班额" in question.topic
