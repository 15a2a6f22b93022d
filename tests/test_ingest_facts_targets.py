from __future__ import annotations

from pathlib import Path

import pytest

from ingest.facts.extract import extract_facts
from kb.records import Deadline, Target
from tests.facts_help import drafts_of


def _extract(tmp_path: Path, body: str) -> tuple[tuple[Target, ...], tuple[Deadline, ...]]:
    path = tmp_path / "文件.txt"
    path.write_text(f"绵阳市教育发展工作方案\n\n一、工作目标\n{body}\n", encoding="utf-8")
    (draft,) = drafts_of(path)
    extraction = extract_facts(draft)
    return extraction.targets, extraction.deadlines


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("到2025年，毛入学率达到96%以上。", ("毛入学率", ">=", "96", None, "%", "2025")),
        ("指标到校比例不低于50%。", ("指标到校比例", ">=", "50", None, "%", None)),
        ("高一年级班额不得超过55人。", ("高一年级班额", "<=", "55", None, "人", None)),
        ("大班额比例控制在3%以内。", ("大班额比例", "<=", "3", None, "%", None)),
        ("到2023年，师生比达到1:12.5。", ("师生比", "=", "1:12.5", None, "", "2023")),
        ("全市建成示范校3-5所。", ("建成示范校", "range", "3", "5", "所", None)),
        ("建成30所以上市级示范学校。", ("建成市级示范学校", ">=", "30", None, "所", None)),
        ("2022年底前，新增学位2.5万个。", ("新增学位", "=", "2.5", None, "万个", "2022-12-31")),
        ("公用经费标准为每生每年1000元。", ("公用经费标准", "=", "1000", None, "元", None)),
        ("每名教师每年参加培训不少于72学时。", ("每名教师参加培训", ">=", "72", None, "学时", None)),
        ("到2025年，巩固率达到百分之九十六。", ("巩固率", "=", "96", None, "%", "2025")),
        ("到2023年全面消除56人以上大班额。", ("56人以上大班额", "eliminate", "56", None, "人", "2023")),
        ("到2023年实现幼小衔接全覆盖。", ("幼小衔接", "cover", "", None, "", "2023")),
        ("到2025年，基本建成教育强市。", ("教育强市", "=", "", None, "", "2025")),
        ("确保教育支出只增不减。", ("教育支出", ">=", "", None, "", None)),
        ("由公安机关处五百元以上二千元以下罚款。", ("罚款", "range", "500", "2000", "元", None)),
        ("可以并处五百元以下罚款。", ("罚款", "<=", "500", None, "元", None)),
        ("企业按不低于职工工资总额1.5％提取经费。", ("提取经费", ">=", "1.5", None, "%", None)),
        ("在校学生计划规模应当在五千人以上。", ("在校学生计划规模", ">=", "5000", None, "人", None)),
        ("本科学历比例从18%提高到30%。", ("本科学历比例", "=", "30", None, "%", None)),
        ("不得一次性收取超过60课时的费用。", ("一次性收取的费用", "<=", "60", None, "课时", None)),
        ("严禁组织超过2小时的补课。", ("组织的补课", "<=", "2", None, "小时", None)),
        ("隐性债务不突破1200万元。", ("隐性债务", "<=", "1200", None, "万元", None)),
        ("确保学生每天校内体育活动1小时。", ("学生校内体育活动", ">=", "1", None, "小时", None)),
        ("每餐留样不少于125克。", ("每餐留样", ">=", "125", None, "克", None)),
        ("中职学校由31所整合至22所以内。", ("中职学校", "<=", "22", None, "所", None)),
        ("补助标准由每生每年300元提高到400元。", ("补助标准", "=", "400", None, "元", None)),
        ("平均受教育年限达到11.5年。", ("平均受教育年限", "=", "11.5", None, "年", None)),
        ("教职工与幼儿比达到1:7至1:9。", ("教职工与幼儿比", "range", "1:7", "1:9", "", None)),
        ("学费收入的10%用于奖助学金。", ("学费收入用于奖助学金", "=", "10", None, "%", None)),
        ("学生宿舍不低于生均3平方米。", ("学生宿舍", ">=", "3", None, "平方米", None)),
        ("拨款标准2023年起提高到每生每年800元。", ("拨款标准", "=", "800", None, "元", None)),
        ("毛入园率到2025年达到95%。", ("毛入园率", "=", "95", None, "%", "2025")),
        (
            "万人大学生数由2020年的320人增加到2025年的380人。",
            ("万人大学生数", "=", "380", None, "人", "2025"),
        ),
        ("到2025年，每年交流比例达到15%以上。", ("每年交流比例", ">=", "15", None, "%", "2025")),
        ("到2025年，近视率较2020年下降5个百分点。", ("近视率下降", "=", "5", None, "个百分点", "2025")),
        ("理事会每年至少召开2次会议。", ("召开会议", ">=", "2", None, "次", None)),
        ("公示的，处五千元以上二万元以下罚款。", ("罚款", "range", "5000", "20000", "元", None)),
        ("并处违法所得一倍以上五倍以下的罚款。", ("罚款（违法所得）", "range", "1", "5", "倍", None)),
        ("优质高中招生计划的60%分配到初中。", ("优质高中招生计划分配到初中", "=", "60", None, "%", None)),
        ("学生午餐费每生每餐12元。", ("学生午餐费", "=", "12", None, "元", None)),
        ("困难补助每次500元至2000元。", ("困难补助每次", "range", "500", "2000", "元", None)),
        ("图书借阅人均8册以上。", ("图书借阅", ">=", "8", None, "册", None)),
        ("雨露计划每生每学年3000元。", ("雨露计划", "=", "3000", None, "元", None)),
        ("每600名学生配备1名专职校医。", ("每600名学生配备专职校医", "=", "1", None, "名", None)),
        ("学生休学一般以一年为期，累计不得超过两年。", ("学生休学累计", "<=", "2", None, "年", None)),
        ("城区高中全部达到示范校要求。", ("城区高中", "cover", "", None, "", None)),
    ],
)
def test_one_target(
    tmp_path: Path, sentence: str, expected: tuple[str, str, str, str | None, str, str | None]
) -> None:
    (target,), _ = _extract(tmp_path, sentence)
    found = (
        target.metric,
        target.comparator,
        target.value,
        target.value_high,
        target.unit,
        target.deadline,
    )
    assert found == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "目前，全市毛入学率达到92%。",
        "面向3—6岁儿童开展活动。",
        "三千居民以上规模的住宅区配建幼儿园。",
        "推出一批优秀成果。",
        "落实《幼儿园管理办法》（教基〔2021〕8号）。",
        "坚持全覆盖、全过程、全方位监管。",
        "2020年以来，新建幼儿园35所。",
        "近三年累计投入资金3.6亿元。",
        "停止经营超过6个月的，由发证机关收回许可证。",
        "保存时间少于1年的；",
    ],
)
def test_what_is_no_target(tmp_path: Path, sentence: str) -> None:
    assert _extract(tmp_path, sentence)[0] == ()


def test_a_day_in_one_clause_dates_no_length_of_time_in_another(tmp_path: Path) -> None:
    targets, _ = _extract(tmp_path, "明厨亮灶2024年9月1日前实现全覆盖，视频保存不少于30天。")
    assert [(target.value, target.deadline) for target in targets] == [("30", None)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "到2025年，毛入园率达到98%。巩固率达到99%，比例超过46%。",
            [("毛入园率", "2025"), ("巩固率", "2025"), ("比例", "2025")],
        ),
        ("到2025年，毛入园率达到98%。2023年，巩固率达到99%。", [("毛入园率", "2025"), ("巩固率", "2023")]),
        ("到2025年，普惠率达到90%。\n——巩固率达到99%。", [("普惠率", "2025"), ("巩固率", "2025")]),
        ("2022年6月底前，整改率达到90%。巩固率达到99%。", [("整改率", "2022-06-30"), ("巩固率", None)]),
        ("毛入学率2024年、2025年分别达到93%和95%。", [("毛入学率", "2024"), ("毛入学率", "2025")]),
    ],
)
def test_a_time_that_opens_a_sentence_carries_on(
    tmp_path: Path, body: str, expected: list[tuple[str, str | None]]
) -> None:
    targets, _ = _extract(tmp_path, body)
    assert [(target.metric, target.deadline) for target in targets] == expected


def test_a_carried_time_dates_no_standard_outside_aims(tmp_path: Path) -> None:
    path = tmp_path / "文件.txt"
    path.write_text(
        "绵阳市教育发展工作方案\n\n一、工作措施\n到2025年，建成集团5个。每校至少配备2名校医。近视率下降到45%。\n",
        encoding="utf-8",
    )
    (draft,) = drafts_of(path)
    targets = extract_facts(draft).targets
    assert {target.value: target.deadline for target in targets} == {"5": "2025", "2": None, "45": "2025"}
    carried = next(target for target in targets if target.value == "45")
    assert "到2025年" in draft.document.text[carried.start : carried.end]


def test_a_list_after_one_deadline(tmp_path: Path) -> None:
    targets, _ = _extract(tmp_path, "到2025年，建设课程基地达到6个、精品课程20门、学生社团15个。")
    assert [(target.metric, target.value, target.unit, target.deadline) for target in targets] == [
        ("建设课程基地", "6", "个", "2025"),
        ("精品课程", "20", "门", "2025"),
        ("学生社团", "15", "个", "2025"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "各等级最高限价为：省级示范园每生每月780元，一类园每生每月620元。",
            [("省级示范园各等级最高限价", "<=", "780"), ("一类园各等级最高限价", "<=", "620")],
        ),
        (
            "教师中研究生学历比例：普通高中达20%，中职学校达到15%以上。",
            [("普通高中教师中研究生学历比例", "=", "20"), ("中职学校教师中研究生学历比例", ">=", "15")],
        ),
        (
            "小学生均公用经费提高到720元、初中提高到940元。",
            [("小学生均公用经费", "=", "720"), ("初中生均公用经费", "=", "940")],
        ),
        (
            "助学金标准为每生每年3000元，其中一等4400元，二等3300元。",
            [
                ("助学金标准", "=", "3000"),
                ("助学金标准（一等）", "=", "4400"),
                ("助学金标准（二等）", "=", "3300"),
            ],
        ),
        (
            "每人每月发放交流补贴300元，到偏远教学点的每人每月600元。",
            [("每人发放交流补贴", "=", "300"), ("每人发放交流补贴（到偏远教学点的）", "=", "600")],
        ),
        ("毛入学率超过60%，力争达到65%。", [("毛入学率", ">=", "60"), ("毛入学率", "=", "65")]),
        (
            "落实教师补助，按艰苦程度分三类，一类每人每月300元，二类500元，三类不低于800元。",
            [("一类教师补助", "=", "300"), ("二类教师补助", "=", "500"), ("三类教师补助", ">=", "800")],
        ),
        (
            "新增学位1.8万个，其中2022年新增4200个、2023年新增5300个。",
            [("新增学位", "=", "1.8"), ("新增学位", "=", "4200"), ("新增学位", "=", "5300")],
        ),
        (
            "近视率控制在：小学35%以内，初中57%以内。",
            [("小学近视率", "<=", "35"), ("初中近视率", "<=", "57")],
        ),
        (
            "保教费：省一级750元/生·月，市一级600元/生·月。",
            [("省一级保教费", "=", "750"), ("市一级保教费", "=", "600")],
        ),
        (
            "大学的适用图书，文科院校应当不少于八万册；理科院校不少于六万册。",
            [("文科院校大学的适用图书", ">=", "8"), ("理科院校大学的适用图书", ">=", "6")],
        ),
        (
            "近视率由2023年的58.6%降至2026年的55%以下。",
            [("近视率", "<=", "55")],
        ),
        (
            "招生计划为：文科120人，理科180人。",
            [("文科招生计划", "=", "120"), ("理科招生计划", "=", "180")],
        ),
        (
            "计划招收新生7350人，其中公办6480人、民办870人。",
            [("招收新生", "=", "7350"), ("招收新生（公办）", "=", "6480"), ("招收新生（民办）", "=", "870")],
        ),
        (
            "校际差异系数小学控制在0.50以内、初中控制在0.45以内。",
            [("校际差异系数小学", "<=", "0.5"), ("校际差异系数初中", "<=", "0.45")],
        ),
        (
            "编制标准为高中1:12.5、小学1:19。",
            [("编制标准高中", "=", "1:12.5"), ("编制标准小学", "=", "1:19")],
        ),
        (
            "培训经费不低于工资总额的1.5%、公用经费的5%。",
            [("培训经费", ">=", "1.5"), ("培训经费（公用经费）", ">=", "5")],
        ),
        ("小学、初中达标率分别达到90%、95%以上。", [("小学达标率", ">=", "90"), ("初中达标率", ">=", "95")]),
        (
            "建成示范校50所，占学校总数的40%以上。",
            [("建成示范校", "=", "50"), ("建成示范校占学校总数", ">=", "40")],
        ),
        ("每班人数小班25人、中班30人。", [("每班人数小班", "=", "25"), ("每班人数中班", "=", "30")]),
        (
            "按照小学1∶19、初中1∶13.5的师生比核定编制。",
            [("小学师生比", "=", "1:19"), ("初中师生比", "=", "1:13.5")],
        ),
        ("近视率控制在小学38%以下。", [("近视率小学", "<=", "38")]),
        (
            "可以处五百元以下罚款；场所管理者未制止的，处一万元以下罚款。",
            [("罚款", "<=", "500"), ("罚款", "<=", "1")],
        ),
        (
            "并处5000万元以下或者上一年度营业额百分之五以下罚款；对直接责任人员处10万元以上100万元以下罚款。",
            [
                ("罚款", "<=", "5000"),
                ("罚款（上一年度营业额）", "<=", "5"),
                ("对直接责任人员的罚款", "range", "10"),
            ],
        ),
    ],
)
def test_figures_in_a_row_have_a_metric_each(
    tmp_path: Path, sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    targets, _ = _extract(tmp_path, sentence)
    assert [(target.metric, target.comparator, target.value) for target in targets] == expected


def test_an_undated_figure_of_a_section_on_what_is_sets_no_target(tmp_path: Path) -> None:
    targets, _ = _extract(tmp_path, "新建学校10所。\n二、发展现状\n入园率达到90%，2020年巩固率为95%。")
    assert [(target.metric, target.value, target.deadline) for target in targets] == [
        ("新建学校", "10", None),
        ("巩固率", "95", "2020"),
    ]


def test_another_time_takes_over_and_the_sentence_ends_its_reach(tmp_path: Path) -> None:
    targets, _ = _extract(tmp_path, "到2022年入园率达到90%，到2025年达到95%，优质率达到60%。普惠率达到80%。")
    assert [(target.value, target.deadline) for target in targets] == [
        ("90", "2022"),
        ("95", "2025"),
        ("60", "2025"),
        ("80", None),
    ]


def test_each_number_given_respectively_has_its_own_metric(tmp_path: Path) -> None:
    targets, _ = _extract(tmp_path, "小学、初中教师本科率分别达到95%和99%。")
    assert [(target.metric, target.value) for target in targets] == [
        ("小学教师本科率", "95"),
        ("初中教师本科率", "99"),
    ]


def test_a_lead_in_dates_its_items_and_the_quote_holds_it(tmp_path: Path) -> None:
    targets, deadlines = _extract(tmp_path, "到2025年，实现以下目标：\n——入园率达到95%；\n——普惠率达到88%。")
    assert [(target.metric, target.deadline) for target in targets] == [
        ("入园率", "2025"),
        ("普惠率", "2025"),
    ]
    assert [(fact.task, fact.deadline) for fact in deadlines] == [
        ("入园率达到95%", "2025-12-31"),
        ("普惠率达到88%", "2025-12-31"),
    ]


@pytest.mark.parametrize(
    ("sentence", "task", "deadline", "recurrence"),
    [
        ("2022年底前，完善教师培训制度。", "完善教师培训制度", "2022-12-31", None),
        ("各县要合理规划，2025年前完成布局调整工作任务。", "完成布局调整工作任务", "2025-12-31", None),
        ("2022年，完善招生管理制度。", "完善招生管理制度", "2022-12-31", None),
        ("完善布局规划，原则上每三年调整一次。", "完善布局规划，原则上每三年调整一次", None, "每三年"),
        ("幼儿园每学期开展一次自我评估。", "幼儿园每学期开展一次自我评估", None, "每学期"),
        ("5年内（从2012年起）完成全部校舍改造任务。", "完成全部校舍改造任务", "2016-12-31", None),
        ("2024年5月20日前报送工作总结材料。", "报送工作总结材料", "2024-05-20", None),
    ],
)
def test_one_deadline(
    tmp_path: Path, sentence: str, task: str, deadline: str | None, recurrence: str | None
) -> None:
    _, (found,) = _extract(tmp_path, sentence)
    assert (found.task, found.deadline, found.recurrence) == (task, deadline, recurrence)


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法自2023年1月1日起施行。",
        "2020年9月26日经市政府常务会议通过。",
        "落实《2018—2022年行动计划》要求。",
        "逐年加大投入。",
        "学生每天锻炼一小时。",
    ],
)
def test_what_is_no_deadline(tmp_path: Path, sentence: str) -> None:
    assert _extract(tmp_path, sentence)[1] == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "网上报名：2024年7月10日8:00至7月13日18:00，逾期不予受理。",
            [("网上报名，逾期不予受理", "2024-07-13")],
        ),
        (
            "第一批：2024年6月25日8：00至6月29日18：00；第二批：7月3日至7月6日。",
            [("第一批", "2024-06-29"), ("第二批", "2024-07-06")],
        ),
        (
            "2024年上半年完成选址，下半年开工建设。",
            [("完成选址", "2024-06-30"), ("开工建设", "2024-12-31")],
        ),
        ("2024年5—6月，开展集中整治专项行动。", [("开展集中整治专项行动", "2024-06-30")]),
        (
            "自查阶段（2024年3月10日至20日）。各校对照清单逐项排查。",
            [("自查阶段", "2024-03-20"), ("各校对照清单逐项排查", "2024-03-20")],
        ),
        (
            "公开招聘教师160名，其中音体美48名，2024年7月底前完成。",
            [("公开招聘教师160名，其中音体美48名，完成", "2024-07-31")],
        ),
        (
            "春季补助应于2024年4月30日前、秋季补助应于10月31日前发放到社会保障卡。",
            [("春季补助", "2024-04-30"), ("秋季补助应发放到社会保障卡", "2024-10-31")],
        ),
        (
            "初审时间：2024年4月8日至12日，复审时间：4月22日至24日。",
            [("初审时间", "2024-04-12"), ("复审时间", "2024-04-24")],
        ),
        (
            "第一批2024年7月8日至10日，第二批7月14日至16日。",
            [("第一批", "2024-07-10"), ("第二批", "2024-07-16")],
        ),
        (
            "随迁子女，2024年7月9日至7月11日，须提供居住证和务工证明。",
            [("随迁子女，须提供居住证和务工证明", "2024-07-11")],
        ),
        ("规划实施中期，即2023年，毛入园率不低于91.5%。", [("毛入园率不低于91.5%", "2023-12-31")]),
        (
            "资源目录于2025年9月30日前发布，以后另行修订。",
            [("资源目录发布，以后另行修订", "2025-09-30")],
        ),
        (
            "因病需要延缓入学的，应在2025年8月10日前向学校提出书面申请。",
            [("因病需要延缓入学的，向学校提出书面申请", "2025-08-10")],
        ),
        (
            "多孩家庭可以随机派位到同一所学校，申请时间为2025年6月25日至27日。",
            [("多孩家庭可以随机派位到同一所学校，申请", "2025-06-27")],
        ),
        ("2023年底前完成应交园的移交，不留尾巴。", [("完成应交园的移交，不留尾巴", "2023-12-31")]),
        ("2019年8月31日前出生的儿童可以报名。", []),
        ("2025年6月底前未完成整改的学校，不得评先。", []),
        ("2024年是“十四五”规划的关键一年。", []),
    ],
)
def test_windows_and_parts_of_a_year(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    _, deadlines = _extract(tmp_path, body)
    assert [(fact.task, fact.deadline) for fact in deadlines] == expected


def test_two_deadlines_in_one_sentence(tmp_path: Path) -> None:
    _, deadlines = _extract(tmp_path, "2022年，完善招生管理；到2025年，招生管理全面规范。")
    assert [(fact.task, fact.deadline) for fact in deadlines] == [
        ("完善招生管理", "2022-12-31"),
        ("招生管理全面规范", "2025-12-31"),
    ]


def test_bare_days_belong_to_the_month_above_them(tmp_path: Path) -> None:
    plan = (
        "旬阳三中秋季学期工作安排\n一、重点工作\n9月\n1日，开学典礼。（政教处）\n10日前，完成学籍注册。（教务处）\n"
        "中旬，开展疏散演练。\n12月份重点工作：\n31日，元旦联欢会。\n1月\n8日至10日，期末考试；15日前公布成绩。\n"
        "二、要求\n各处室每月28日前报送安排。\n旬阳三中\n2025年8月27日\n"
    )
    path = tmp_path / "安排.txt"
    path.write_text(plan, encoding="utf-8")
    (draft,) = drafts_of(path)
    deadlines = extract_facts(draft).deadlines
    assert [(fact.task, fact.deadline) for fact in deadlines] == [
        ("开学典礼", "2025-09-01"),
        ("完成学籍注册", "2025-09-10"),
        ("开展疏散演练", "2025-09-20"),
        ("元旦联欢会", "2025-12-31"),
        ("期末考试", "2026-01-10"),
        ("公布成绩", "2026-01-15"),
        ("各处室每月28日前报送安排", None),
    ]
    assert "9月" in draft.document.text[deadlines[1].start : deadlines[1].end]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "小学一年级招收92个班，每班不超过45人；初中一年级招收80个班，每班不超过50人。",
            [
                ("小学一年级招收", "92", None),
                ("小学一年级每班", "45", None),
                ("初中一年级招收", "80", None),
                ("初中一年级每班", "50", None),
            ],
        ),
        (
            "到2026年，公开招聘教师360名，其中2024年招聘150名；音体美教师不少于90名。",
            [("公开招聘教师", "360", "2026"), ("招聘教师", "150", "2024"), ("音体美教师", "90", "2026")],
        ),
        (
            "骨干教师培训240人，每人不少于72学时，2025年10月底前结束。",
            [("骨干教师培训", "240", "2025-10-31"), ("骨干教师培训每人", "72", "2025-10-31")],
        ),
        (
            "小学一至二年级每周4节，小学三至六年级每周3节，高中每周2节。",
            [("小学一至二年级", "4", None), ("小学三至六年级", "3", None), ("高中", "2", None)],
        ),
        ("（二）户外活动\n每天不少于2小时，雨天减少。", [("户外活动", "2", None)]),
        ("小班午睡2小时30分钟左右，不要求入睡。", []),
    ],
)
def test_figures_take_their_name_and_time_from_around_them(
    tmp_path: Path, body: str, expected: list[tuple[str, str, str | None]]
) -> None:
    targets, _ = _extract(tmp_path, body)
    assert [(fact.metric, fact.value, fact.deadline) for fact in targets] == expected


def test_an_item_that_is_its_own_heading_is_read_with_its_bracket(tmp_path: Path) -> None:
    plan = "青石县教育局要点\n一、任务\n1.完善管理，2025年3月底前出台章程。（责任科室：基教科）\n2.推进改革。（责任科室：人事科）\n"
    path = tmp_path / "要点.txt"
    path.write_text(plan, encoding="utf-8")
    (draft,) = drafts_of(path)
    facts = extract_facts(draft).deadlines
    assert [(fact.task, fact.deadline) for fact in facts] == [("完善管理，出台章程", "2025-03-31")]
