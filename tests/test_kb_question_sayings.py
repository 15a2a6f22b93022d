"""Everyday expressions, the words that policies write for them, and the words of speech between them."""

from __future__ import annotations

import pytest

from kb.question.sayings import lines, sayings_in
from kb.question.spoken import without_speech
from kb.schools import institution


def written_for(text: str, *words: str) -> dict[str, tuple[str, ...]]:
    return {text[saying.start : saying.end]: saying.written for saying in sayings_in(text, words)}


@pytest.mark.parametrize(
    ("question", "said", "written"),
    [
        ("特岗没干满就走人", "走人", "离岗"),
        ("特岗没干满就走人", "没干满", "期未满"),
        ("最后要打官司", "打官司", "提起诉讼"),
        ("想晚一年入学", "晚一年", "延缓"),
        ("开校车的师傅年纪", "师傅", "驾驶人"),
        ("书记乡长会怎样", "书记乡长", "主要负责人"),
        ("打着研学旗号偷偷补课", "打着研学旗号", "名义"),
        ("两个人挤一张床", "挤一张床", "一人一床"),
        ("系统几点关", "系统几点关", "截止"),
    ],
)
def test_what_is_said_is_met_by_what_is_written(question: str, said: str, written: str) -> None:
    assert written in written_for(question)[said]


@pytest.mark.parametrize(
    "question", ["班额不超过多少人", "市财政局负责哪些任务", "公办幼儿园在园幼儿占比", "教师交流轮岗比例"]
)
def test_formal_questions_hold_no_everyday_expressions(question: str) -> None:
    assert written_for(question) == {}


def test_the_longest_expression_counts() -> None:
    assert list(written_for("不送娃读书要打官司")) == ["不送娃读书", "打官司"]


def test_no_expression_cuts_a_word_of_the_documents() -> None:
    assert "停学" in written_for("被停学生")
    assert written_for("被停学生", "学生") == {}


def test_an_expression_is_met_by_any_written_form() -> None:
    (saying,) = sayings_in("被撵走")
    assert saying.is_met("不得以任何理由劝退、开除学生")
    assert not saying.is_met("学生应当按时到校")


def test_every_line_gives_written_forms_other_than_itself() -> None:
    for said, written in lines():
        assert all(said)
        assert all(written)
        assert all(set(written) - {saying} for saying in said)


def test_words_of_speech_are_left_out_and_cut_off_unknown_words() -> None:
    known = {"成绩", "查", "还", "能力"}
    tokens = ["觉得", "成绩", "能查", "就", "还", "能力", "人会"]
    assert list(without_speech(tokens, known.__contains__)) == ["成绩", "查", "能力", "人"]


@pytest.mark.parametrize(
    ("title", "region", "names"),
    [
        ("图们江理工学院普通本科学生学籍管理规定", None, ("图们江理工学院",)),
        ("庄河市教师进修学校2025年春季学期工作计划", "庄河市", ("庄河市教师进修学校", "庄河教师进修学校")),
        ("漳浦县佛昙中心小学日常管理办法", "漳浦县", ("漳浦县佛昙中心小学", "漳浦佛昙中心小学", "佛昙中心小学")),
        ("如东县中小学课后服务管理办法", "如东县", ()),
        ("昌吉回族自治州幼儿园办园行为督导评估细则", "昌吉回族自治州", ()),
        ("澄州市民办幼儿园设置与管理办法", "澄州市", ()),
        ("关于加强农村寄宿制学校服务管理工作的通知", None, ()),
    ],
)  # fmt: skip
def test_the_school_whose_rules_a_document_holds(
    title: str, region: str | None, names: tuple[str, ...]
) -> None:
    assert institution(title, region) == names
