"""What is due: in a year, by a month, in a measure, of a unit, with what the question leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from ingest.facts.deadlines import read_deadlines
from ingest.facts.source import Source
from kb.contract import DeadlineFact
from kb.dates import find_times
from kb.question.windows import Window, asked_windows
from tests.facts_help import drafts_of
from tests.small_base import empty_service

PLAN = """澄湖区中小学建设实施方案
一、总体目标
2025年底前城区大班额全面消除。
二、主要任务
（一）加快学前教育建设。2024年秋季学期前新建公办幼儿园4所。（责任单位：区教育局、区财政局）
（二）推进教育信息化。2023年底前完成校园网络升级，2024年6月底前智慧黑板全覆盖，2026年建成大数据平台。（责任单位：区教育局、区科技局）
（三）加强教师队伍建设。每年招聘教师不少于100名，2025年前完成音体美教师配齐工作。（责任单位：区人力资源社会保障局）
"""
NETWORK, BOARDS, KINDERGARTENS, CLASSES, PLATFORM, TEACHERS, HIRING = (
    "校园网络升级", "智慧黑板", "幼儿园", "大班额", "大数据平台", "音体美", "招聘",
)  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("due")
    (folder / "澄湖区方案.txt").write_text(PLAN, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "澄湖区方案.txt"])
    return made


@pytest.mark.parametrize(
    ("question", "due"),
    [
        ("澄湖区2025年要完成哪些任务？", [CLASSES, TEACHERS]),
        ("澄湖区2025年要做完的事有哪些，不含目标数字？", [CLASSES, TEACHERS]),
        ("澄湖区2024年6月、12月要完成的任务有哪些？", [BOARDS]),
        ("澄湖区2024年底前要完成哪些任务？", [BOARDS, KINDERGARTENS]),
        ("澄湖区2024年上半年要完成哪些任务？", [BOARDS]),
        ("澄湖区2024年底前要完成的任务，包括之前的", [NETWORK, BOARDS, KINDERGARTENS]),
        ("澄湖区2023年到2024年到期的任务有哪些？", [NETWORK, BOARDS, KINDERGARTENS]),
        ("澄湖区2026年以后到期的任务有哪些？", [PLATFORM]),
        ("澄湖区信息化那一条有哪些时间节点？", [NETWORK, BOARDS, PLATFORM]),
        ("区科技局2023年要完成哪些任务？", [NETWORK]),
        ("澄湖区方案里写明年份的任务有哪些？", [NETWORK, BOARDS, KINDERGARTENS, CLASSES, TEACHERS, PLATFORM]),
        ("列出澄湖区所有有时限的任务", [NETWORK, BOARDS, KINDERGARTENS, CLASSES, TEACHERS, PLATFORM, HIRING]),
    ],
)  # fmt: skip
def test_a_list_is_complete_ordered_and_nothing_more(service: Service, question: str, due: list[str]) -> None:
    answer = service.ask(question)
    assert answer.kind == "due_list", answer.text
    tasks = [fact.task for fact in answer.facts if isinstance(fact, DeadlineFact)]
    assert len(tasks) == len(due), answer.text
    assert all(piece in task for piece, task in zip(due, tasks, strict=True)), answer.text


def test_two_months_that_are_asked_for_are_not_headed_by_one(tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_text(
        "澄湖区校舍工作方案\n一、任务\n区教育局2025年7月20日前完成校舍排查。\n区财政局2025年8月15日前拨付资金。\n",
        encoding="utf-8",
    )
    service = empty_service(tmp_path)
    service.add_files([tmp_path / "方案.txt"])
    answer = service.ask("澄湖区2025年7月和8月要完成哪些任务？")
    assert answer.kind == "due_list", answer.text
    assert len(answer.facts) == 2
    assert answer.text.startswith("澄湖区到期的任务共有2项")


def test_nothing_due_is_a_refusal(service: Service) -> None:
    assert service.ask("澄湖区2029年要完成哪些任务？").kind == "refusal"


def test_a_notice_yields_its_windows_and_days_but_no_past_and_no_signature(tmp_path: Path) -> None:
    notice = (
        "青石县教育局关于做好2023年招生工作的通知\n各学校：\n为做好2023年招生工作，现将有关事项通知如下：\n"
        "一、报名\n网上报名时间为3月1日至5日。2022年，全县招生3万人。成绩于6月30日公布。\n"
        "二、要求\n请假1天以内由年级组长批准。新生入学后一个月内完成体检。\n青石县教育局\n2023年2月10日\n"
    )
    (tmp_path / "通知.txt").write_text(notice, encoding="utf-8")
    made = empty_service(tmp_path)
    made.add_files([tmp_path / "通知.txt"])
    facts = made.ask("列出青石县招生工作的所有时间节点").facts
    assert [(f.as_written, f.deadline) for f in facts if isinstance(f, DeadlineFact)] == [
        ("3月1日至5日", "2023-03-05"),
        ("6月30日", "2023-06-30"),
        ("入学后一个月内", None),
    ]


@pytest.mark.parametrize(
    ("question", "windows"),
    [
        ("2023年要完成什么", (Window("2023-01-01", "2023-12-31"),)),
        ("2024年6月底前完成什么", (Window("2024-01-01", "2024-06-30"),)),
        ("2024年6月完成什么", (Window("2024-06-01", "2024-06-30"),)),
        ("2024年第二季度完成什么", (Window("2024-04-01", "2024-06-30"),)),
        ("2023年和2025年完成什么", (Window("2023-01-01", "2023-12-31"), Window("2025-01-01", "2025-12-31"))),
        ("2023年底前完成什么，含以前的", (Window("0001-01-01", "2023-12-31"),)),
        ("完成什么", ()),
    ],
)
def test_the_stretch_of_time_that_is_asked_about(question: str, windows: tuple[Window, ...]) -> None:
    assert asked_windows(question, find_times(question)) == windows


def test_a_year_within_a_span_has_its_own_part(tmp_path: Path) -> None:
    plan = "澄湖区建设方案\n2023年1月5日\n一、任务\n2023年至2025年，新建宿舍2600套，其中2023年建成900套。其中2021年建成的100套不计。\n"
    (tmp_path / "方案.txt").write_text(plan, encoding="utf-8")
    (draft,) = drafts_of(tmp_path / "方案.txt")
    assert [(fact.deadline, fact.task) for fact in read_deadlines(Source(draft))] == [
        ("2025-12-31", "新建宿舍2600套"),
        ("2023-12-31", "建成900套"),
    ]


def test_a_notice_meant_by_its_title_alone_is_listed(tmp_path: Path) -> None:
    for name, task in (("寄宿制学校", "宿舍改造"), ("中小学校招生", "学区公布")):
        text = f"青石县教育局关于做好农村{name}工作的通知\n一、任务\n2024年6月底前完成{task}。\n青石县教育局\n2023年12月1日\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    made = empty_service(tmp_path)
    made.add_files(sorted(tmp_path.glob("*.txt")))
    facts = made.ask("What falls due in 2024 under the notice on rural boarding schools?").facts
    assert [fact.task for fact in facts if isinstance(fact, DeadlineFact)] == ["完成宿舍改造"]


def test_each_of_two_tasks_in_a_sentence_gets_its_own_time(tmp_path: Path) -> None:
    rule = (
        "青石县校车管理办法\n第一条 为了校车安全，制定本办法。\n"
        "第二条 学校应当自收到报告之日起三个工作日内派员调查，并自调查结束之日起十五日内作出处理决定。\n"
        "第三条 停止使用校车的，应当提前三十日告知家长。\n"
    )
    (tmp_path / "办法.txt").write_text(rule, encoding="utf-8")
    (draft,) = drafts_of(tmp_path / "办法.txt")
    assert [(fact.as_written, fact.task) for fact in read_deadlines(Source(draft))] == [
        ("自收到报告之日起三个工作日内", "学校应当派员调查"),
        ("自调查结束之日起十五日内", "学校应当自收到报告之日起三个工作日内派员调查，并作出处理决定"),
        ("提前三十日", "停止使用校车的，应当告知家长"),
    ]


WORK_PLAN = """镜水县教育体育局2025年工作要点
2025年为能力提升年，重点是补短板。
一、学前教育
新增公办学位900个，8月20日前全部到位。（学前教育股）
二、考试招生
理化实验操作考试6月5日前结束。（考试中心）
三、校舍
改造旱厕42座。（校建中心牵头，计财股配合，10月底前完成）
"""


@pytest.fixture(scope="module")
def work_plan(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("work_plan")
    (folder / "镜水县教育体育局2025年工作要点.txt").write_text(WORK_PLAN, encoding="utf-8")
    made = empty_service(folder)
    made.add_files([folder / "镜水县教育体育局2025年工作要点.txt"])
    return made


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("镜水县教育体育局2025年第三季度有哪些工作到期？", ["2025-08-20"]),
        ("镜水县工作要点里2025年6月份要收口的有哪几条？", ["2025-06-05"]),
        ("镜水县2025年10月底前要完成什么？只要10月份到期的", ["2025-10-31"]),
        ("镜水县2025年到期的任务清单", ["2025-06-05", "2025-08-20", "2025-10-31"]),
    ],
)
def test_the_tasks_of_an_issuer_in_the_words_of_those_who_ask(
    work_plan: Service, question: str, days: list[str]
) -> None:
    answer = work_plan.ask(question)
    assert [fact.deadline for fact in answer.facts if isinstance(fact, DeadlineFact)] == days, answer.text


def test_a_list_shows_what_each_time_is_for_and_proves_it(work_plan: Service) -> None:
    answer = work_plan.ask("镜水县2025年到期的任务清单")
    assert "6月5日前：理化实验操作考试结束" in answer.text
    assert "新增公办学位900个，全部到位" in answer.text
    assert "改造旱厕42座" in answer.text
    assert any("改造旱厕42座" in cite.quote and "10月底前" in cite.quote for cite in answer.citations)


CIRCULAR = """清河省教育厅等三部门关于加强研学实践管理的意见
一、规范
省教育厅2024年12月底前公布基地名单。检查不合格的基地，次年取消资格。
二、督查
各市（州）要于2024年11月15日前制定实施办法，2024年12月20日前完成排查。
附件：研学指标表
指标名称 | 计量单位 | 2024年
省级基地 | 个 | 120
清河省教育厅
2024年10月8日
"""
OTHER = "清河省校车安全管理办法\n第一条 2024年11月底前完成校车检验。\n清河省人民政府\n2024年1月5日\n"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("province")
    (folder / "研学.txt").write_text(CIRCULAR, encoding="utf-8")
    (folder / "校车.txt").write_text(OTHER, encoding="utf-8")
    made = empty_service(folder)
    made.add_files(sorted(folder.glob("*.txt")))
    return made


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("清河省研学实践的意见里，2024年要完成哪些事？", ["2024-11-15", "2024-12-20", "2024-12-31"]),
        ("清河省教育厅等三部门的研学意见要求市州2024年完成什么？", ["2024-11-15", "2024-12-20"]),
        ("不算指标表，清河研学意见里2024年11月要办的事有哪些？", ["2024-11-15"]),
        ("清河省2024年11月有哪些要完成的日子？", ["2024-11-15", "2024-11-30"]),
    ],
)
def test_a_list_keeps_to_the_document_and_the_places_that_are_named(
    province: Service, question: str, days: list[str]
) -> None:
    answer = province.ask(question)
    assert [fact.deadline for fact in answer.facts if isinstance(fact, DeadlineFact)] == days, answer.text


def test_a_year_after_something_else_is_not_due_in_a_year(province: Service) -> None:
    assert province.ask("清河研学意见里2025年要完成的事有哪些？").kind == "refusal"
