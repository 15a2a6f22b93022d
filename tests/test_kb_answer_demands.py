"""What a sentence must hold to answer a question of a certain form."""

from __future__ import annotations

import pytest

from kb.answer.demands import DEMANDS, group_missing, other_group, sides_clash, sides_missing, unmet_demands
from kb.answer.measures import asked_units
from kb.answer.proof import is_signature
from kb.rules import Rule
from kb.stages import stages_clash, stages_of

RULES = [rule for demand in DEMANDS for rule in (demand.asked, demand.shown)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_match_their_examples_alone(rule: Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert not rule.pattern.search(rule.counter_example)


@pytest.mark.parametrize(
    ("question", "sentence", "unmet"),
    [
        (
            "教师资格证书几年要注册一次",
            "应当在受理期限终止之日起30日内颁发相应的教师资格证书",
            ("how_often",),
        ),
        ("布局规划多久调整一次", "完善布局规划，原则上每三年调整一次", ()),
        ("某市为什么取消指标到校", "继续完善和实施指标到校的招生办法", ("ended",)),
        ("旧规定什么时候废止的", "《若干规定》自本办法施行之日起同时废止", ()),
        ("领导小组办公室的电话是多少", "成立领导小组，办公室设在市教委", ("contact",)),
        ("联系电话是多少", "联系电话：023-48661234", ()),
        ("班额上限是多少", "班额不得超过55人", ()),
        ("“6个100%”具体是哪六项", "在“6个100%”标准的基础上加强安防建设", ("listed",)),
        ("具体是哪三项制度", "落实晨检、巡查、报告三项制度", ()),
        ("条例为什么取消了学生体检", "《若干规定》同时废止", ("ended",)),
    ],
)
def test_a_sentence_must_hold_what_the_form_of_the_question_asks(
    question: str, sentence: str, unmet: tuple[str, ...]
) -> None:
    assert unmet_demands(question, sentence) == unmet


def test_the_closest_text_that_names_an_owner_decides() -> None:
    assert sides_clash("公办幼儿园小班每班人数", "小班每班20至25人", "民办幼儿园管理办法")
    assert not sides_clash("公办幼儿园小班每班人数", "公办园小班每班25人", "民办幼儿园管理办法")
    assert not sides_clash("公办和民办幼儿园", "民办幼儿园只能使用一个名称")
    assert not sides_clash("幼儿园", "民办幼儿园")


@pytest.mark.parametrize(
    ("asked", "text", "clash"),
    [
        ("城区教师补助标准", "落实乡村教师生活补助300元", True),
        ("城区教师补助标准", "乡村教师补助按距县城远近分四类", True),
        ("乡村教师补助", "乡村教师补助分四类", False),
        ("普惠民办园保教费", "非普惠性民办幼儿园保教费由举办者确定", True),
        ("城区学校和农村学校", "农村学校", False),
    ],
)
def test_what_holds_of_one_side_says_nothing_of_the_other(asked: str, text: str, clash: bool) -> None:
    assert sides_clash(asked, text) is clash


def test_a_side_that_is_asked_about_must_be_named() -> None:
    assert sides_missing("引进优质民办高中", "普通高中示范校3所")
    assert not sides_missing("引进优质民办高中", "引进民办高中2所")
    assert not sides_missing("引进高中", "引进民办高中2所")


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("桐岭县教育局 桐岭县财政局", True),
        ("桐岭县教育局 2018年5月16日", True),
        ("桐岭县教育局牵头", False),
        ("每班不超过45人", False),
    ],
)
def test_a_signature_is_known(sentence: str, signs: bool) -> None:
    assert is_signature(sentence) is signs


def test_a_group_that_is_asked_about_must_be_spoken_of() -> None:
    assert group_missing("残疾学生的毛入学率", "高中阶段教育毛入学率巩固在98.5%以上", "普通高中实施方案")
    assert not group_missing("残疾学生入学", "免收学费", "残疾人教育条例")


def test_a_figure_of_a_group_answers_no_question_about_all() -> None:
    assert other_group("高中阶段毛入学率目标是多少", "高中阶段残疾学生入学率")
    assert not other_group("残疾学生的入学率", "高中阶段残疾学生入学率")
    assert not other_group("高中阶段毛入学率", "高中阶段教育毛入学率")


@pytest.mark.parametrize(
    ("asked", "text", "clash"),
    [
        ("新校区二期 竣工", "新校区一期8月25日前竣工", True),
        ("新校区二期 竣工", "新校区二期8月25日前建成", False),
        ("第三初中 竣工", "第三初中11月底前开工建设", True),
        ("寄宿生晚餐费", "午餐费每餐最高不超过十二元", True),
        ("午餐费", "午餐、晚餐费按次收取", False),
        ("托班班额", "小班25人、中班30人、大班35人", True),
        ("研究生学制", "本科专业最长修业年限为六年", True),
        ("面试时间", "7月12日至13日进行面试，笔试占50%", False),
        ("暑假托管", "寒暑假托管纳入课后服务", False),
        ("化解大班额", "小班化教学", False),
    ],
)
def test_things_told_apart_are_not_taken_for_each_other(asked: str, text: str, clash: bool) -> None:
    assert sides_clash(asked, text) is clash


def test_what_a_text_may_leave_unsaid_is_not_missing() -> None:
    assert not sides_missing("秋季学期报名时间", "8月20日前完成报名")


@pytest.mark.parametrize(
    "line",
    [
        "庄河市教师进修学校",
        "二〇二一年八月二十日",
        "2025年2月18日",
        "附件：1.学区划分一览表.xlsx",
        "（此件公开发布）",
    ],
)
def test_lines_that_lay_nothing_down_prove_nothing(line: str) -> None:
    assert is_signature(line)


@pytest.mark.parametrize("line", ["学生转学由所在学校负责", "2025年2月18日前报名", "附件中的材料应当齐全"])
def test_sentences_are_no_signatures(line: str) -> None:
    assert not is_signature(line)


@pytest.mark.parametrize(
    ("question", "unit"),
    [("多了好几个辍学的会怎样", ""), ("多少个住校生配一名生活教师", "名"), ("几个工作日答复", "工作日")],
)
def test_vague_numbers_ask_for_no_unit(question: str, unit: str) -> None:
    assert asked_units(question) == frozenset() if not unit else unit in asked_units(question)


def test_a_figure_of_another_stage_is_seen() -> None:
    assert stages_clash(stages_of("普通高中服务半径"), "按初中学生配建初中，服务半径不宜大于一千米")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("办学许可证要交多少工本费", True),
        ("校医每月津贴多少元", True),
        ("延时保育费一个月好多钱", True),
        ("平台的预算是多少", True),
        ("多少人参加资助", False),
        ("培训多少课时", False),
    ],
)
def test_money_is_asked_for(question: str, wanted: bool) -> None:
    assert ("元" in asked_units(question)) is wanted
