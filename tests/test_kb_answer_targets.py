"""Which of several figures and times of a document is the one that is asked for."""

from __future__ import annotations

import pytest

from app.service import Service
from kb.answer.deadlines import form_fits
from kb.answer.figures import figure_in
from kb.answer.heads import asked_head
from kb.answer.measures import asked_units, unit_fits
from kb.answer.periods import other_period
from kb.answer.shares import share_asked
from kb.answer.siblings import grades_of, is_excluded
from kb.contract import DeadlineFact, TargetFact
from kb.dates import find_times
from kb.question.model import Question
from tests.small_base import empty_service

PLAN = """澄湖区乡村教师和学生资助实施方案
一、教师待遇
乡村教师生活补助按距离县城远近分三档，一档每人每月400元，二档600元，三档不低于900元。
班主任津贴每月不低于500元。
二、学生资助
国家励志奖学金每生每年6000元。勤工助学每周不超过8小时，每月不超过40小时。
三、招生
2025年全区普通高中计划招生18600人，比上年增加450人；其中公办普通高中15200人。
中职毕业生就业率达到96%以上，对口就业率达到75%以上。
寄宿制学校每50名小学寄宿生、每80名初中寄宿生至少配备1名生活教师。
四、管理
学生一学期累计旷课满30节给予记过，满50节给予劝退。
推荐书目2025年9月底前首次发布，此后每两年修订一次。
学生中途退出课后服务的，自提出申请之日起5个工作日内退费。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("figures")
    (folder / "澄湖区方案.txt").write_text(PLAN, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "澄湖区方案.txt"])
    return made


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("澄湖区最偏远的那一档乡村教师生活补助每月多少元？", "900"),
        ("澄湖区二档乡村教师生活补助每月多少元？", "600"),
        ("澄湖区勤工助学每周不超过几小时？", "8"),
        ("澄湖区勤工助学一个月最多多少小时？", "40"),
        ("澄湖区2025年普高总共计划招生多少人？", "18600"),
        ("澄湖区2025年公办普通高中计划招生多少人？", "15200"),
        ("澄湖区中职毕业生对口就业率要到多少？", "75"),
        ("澄湖区学生旷课多少节会劝退？", "50"),
    ],
)
def test_the_figure_that_is_asked_for(service: Service, question: str, value: str) -> None:
    answer = service.ask(question)
    found = [fact.value for fact in answer.facts if isinstance(fact, TargetFact)]
    assert found == [value], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "澄湖区国家奖学金（不是励志奖学金）每生每年多少元？",
        "澄湖区2025年普通高中计划招生的18600人里，体育生占多少？",
        "澄湖区教师每月的交通补助多少元？",
    ],
)
def test_another_figure_is_no_answer(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert not [fact for fact in answer.facts if isinstance(fact, TargetFact)], answer.text


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("澄湖区推荐书目隔几年修订一次？", "每两年"),
        ("澄湖区推荐书目哪天前要首次发布？", "2025年9月底前"),
        ("澄湖区课后服务中途退出的，几个工作日内退费？", "自提出申请之日起5个工作日内"),
    ],
)
def test_the_time_in_the_form_that_is_asked_for(service: Service, question: str, written: str) -> None:
    answer = service.ask(question)
    found = [fact.as_written for fact in answer.facts if isinstance(fact, DeadlineFact)]
    assert found == [written], answer.text


def test_forms_of_times() -> None:
    days, often, by = (find_times(text)[0] for text in ("5日内答复", "每三年修订", "2025年9月底前发布"))
    assert [form_fits("隔几年修订一次", time) for time in (days, often, by)] == [False, True, False]
    assert [form_fits("几天内答复", time) for time in (days, often, by)] == [True, False, False]
    assert [form_fits("最迟哪天发布", time) for time in (days, often, by)] == [True, False, True]


def test_units_in_other_words() -> None:
    assert "平方米" in asked_units("一套最大多少平")
    assert asked_units("司机年纪最大多少") == {"岁", "周岁"}
    assert "分钟" in asked_units("单程最多多久")
    assert "支" not in asked_units("派多少名支教老师")
    assert unit_fits("个", frozenset({"张"}))
    assert unit_fits("名", frozenset({"个"}))
    assert not unit_fits("元", frozenset({"个"}))
    assert not unit_fits("所", frozenset({"张"}))


def test_what_a_question_means_and_does_not_mean() -> None:
    assert asked_head("基地门票最高多少钱一张") == "门票"
    assert share_asked("招聘的110名教师里，音乐老师占多少") == "音乐教师"
    assert share_asked("五年里要修够多少学时") == ""
    assert is_excluded("国家奖学金（不是励志奖学金）一年多少", "国家励志奖学金每生每年6000元")
    assert not is_excluded("是不是励志奖学金", "励志奖学金")
    assert other_period("一周最多几小时", "每月不超过40小时")
    assert not other_period("一年级每班多少人", "每学期2次")
    assert grades_of("小学三至六年级") == frozenset("三四五六")
    assert grades_of("初中一年级") == grades_of("七年级") == frozenset("七")


@pytest.mark.parametrize(
    ("text", "sentence", "value"),
    [
        ("多少名小学寄宿生要配一名生活教师", "每50名小学寄宿生、每80名初中寄宿生至少配备1名生活教师", "50"),
        ("多少个初中寄宿生要配一名生活教师", "每50名小学寄宿生、每80名初中寄宿生至少配备1名生活教师", "80"),
        ("旷课多少节会劝退", "旷课满30节给予记过，满50节给予劝退", "50"),
        ("一个月最多多少小时", "每周不超过8小时，每月不超过40小时", "40"),
        ("国家奖学金（不是励志奖学金）多少元", "励志奖学金每年6000元", None),
    ],
)
def test_the_figure_of_a_sentence(text: str, sentence: str, value: str | None) -> None:
    question = Question(text=text, reading=text, kind="target", language="zh", topic=text)
    figure = figure_in(question, sentence)
    assert (figure.value if figure else None) == value


YEARLY = """青崖县2025年教育工作要点
一、经费
加快专项资金支付，6月底支付率达到55%，9月底达到75%，11月底达到95%。
中职学校生均公用经费2024年提高到每生每年3600元，2026年提高到4200元。
二、项目
2024年9月1日前开通学生定制公交8条，2025年增加到14条，票价每人每次1元。
扩大“3+2”五年制招生，2024年招生1500人，2025年招生2000人，2026年招生2600人。
三、管理
教室室内温度不得低于20℃，宿舍不得低于18℃。
早餐每人5元，午餐每人12元，晚餐每人10元。
在两所普通高中开展职普融通班试点，每班不超过45人。
校门口临时停车每次不得超过20分钟。学分达到76分方可申请毕业。
"""


@pytest.fixture(scope="module")
def yearly(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("yearly")
    (folder / "青崖县.txt").write_text(YEARLY, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "青崖县.txt"])
    return made


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("青崖县9月底专项资金支付率要到多少", "75", "%"),
        ("到6月底青崖县专项资金支付率是多少？", "55", "%"),
        ("青崖县中职生均公用经费2024年提高到多少？", "3600", "元"),
        ("青崖县2026年中职生均公用经费一年多少钱？", "4200", "元"),
        ("青崖县学生定制公交2025年要增加到几条？", "14", "条"),
        ("青崖县2024年要开通多少条学生定制公交？", "8", "条"),
        ("青崖县“3+2”五年制2025年计划招多少人？", "2000", "人"),
        ("青崖县宿舍室内温度最低要多少度？", "18", "℃"),
        ("青崖县午餐每人多少钱？", "12", "元"),
        ("青崖县职普融通班每班最多多少人？", "45", "人"),
        ("青崖县校门口临时停车能停多久？", "20", "分钟"),
        ("青崖县学分修够多少可以申请毕业？", "76", "分"),
    ],
)
def test_the_time_and_the_thing_of_the_question_choose_the_figure(
    yearly: Service, question: str, value: str, unit: str
) -> None:
    fact = yearly.ask(question).facts[0]
    assert isinstance(fact, TargetFact)
    assert (fact.value, fact.unit) == (value, unit)
