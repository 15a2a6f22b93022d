"""What a question asks for: kind, regions, years, units, role and topic, in the ways that people write."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.question.asking import asked_part
from kb.question.model import Question
from kb.question.understanding import understand
from tests.question_vocabulary import vocabulary


def read(text: str) -> Question:
    return understand(text, vocabulary())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # who does it
        ("绵阳市教师补充由谁牵头？", "responsibility"),
        ("校车安全归哪个部门管", "responsibility"),
        ("三台县控辍保学的责任单位是谁", "responsibility"),
        ("江油市消除大班额这项工作哪些部门配合", "responsibility"),
        ("市财政局在教师补充中是牵头还是配合", "responsibility"),
        ("课后服务谁来挂帅", "responsibility"),
        ("近视防控该找谁负责", "responsibility"),
        ("民办幼儿园审批由哪个机构负责", "responsibility"),
        ("校园食品安全有哪些参与单位", "responsibility"),
        ("Who leads teacher recruitment in Mianyang?", "responsibility"),
        ("Which departments are responsible for school bus safety?", "responsibility"),
        # what a unit does
        ("市财政局参与哪些任务", "unit_tasks"),
        ("市发展改革委负责什么工作", "unit_tasks"),
        ("绵阳市公安局要做哪些事", "unit_tasks"),
        ("列出市教育体育局牵头的所有任务", "unit_tasks"),
        ("市人力资源社会保障局的职责有哪些", "unit_tasks"),
        ("三台县教育局承担了几项任务", "unit_tasks"),
        ("Which tasks does the municipal finance bureau take part in?", "unit_tasks"),
        # how much
        ("普通高中班额不得超过多少人", "target"),
        ("到2025年学前三年毛入园率要达到多少", "target"),
        ("江油市普惠性幼儿园覆盖率目标是百分之几", "target"),
        ("绵阳市的师生比要求", "target"),
        ("要新建几所普通高中", "target"),
        ("三台县每年培训多少名教师", "target"),
        ("What is the 2025 target for the preschool gross enrolment rate?", "target"),
        ("How many students may a regular high school class have?", "target"),
        # by when
        ("大班额什么时候消除", "deadline"),
        ("三台县哪年实现优质均衡", "deadline"),
        ("教师全员培训的完成时限是哪天", "deadline"),
        ("督导评估多久一次", "deadline"),
        ("最迟什么时候完成布局规划", "deadline"),
        ("By when must oversized classes be eliminated?", "deadline"),
        # what is due
        ("2023年底前要完成哪些任务", "due_list"),
        ("绵阳市2022年有哪些工作到期", "due_list"),
        ("列出三台县所有时间节点", "due_list"),
        ("What is due in 2024?", "due_list"),
        # comparisons
        ("绵阳市和三台县的普惠率差几个百分点", "comparison"),
        ("对比江油市与三台县的班额规定", "comparison"),
        ("江油市和三台县哪个的毛入园率目标更高", "comparison"),
        ("绵阳市与江油市的师生比分别是多少", "comparison"),
        # about a document
        ("这个通知的文号是多少", "metadata"),
        ("三台县实施方案是哪些部门印发的", "metadata"),
        ("《绵阳市校车安全管理办法》什么时候施行", "metadata"),
        ("这份文件还有效吗", "metadata"),
        ("江油市的行动计划是征求意见稿还是正式文件", "metadata"),
        ("这个行动计划覆盖哪几年", "metadata"),
        ("实施办法是根据什么法律制定的", "metadata"),
        # who does it, as people say it
        ("出行安全归哪几个部委负责", "responsibility"),
        ("暑期防溺水巡逻，哪家挑头", "responsibility"),
        ("入学材料由哪里审核", "responsibility"),
        ("筛查归政教处还是归校医室管", "responsibility"),
        ("招生投诉由哪个口子受理", "responsibility"),
        ("留守儿童台账是哪家在做", "responsibility"),
        ("学校防汛值班排班哪个科室排", "responsibility"),
        ("校园足球是体育局弄还是教育局弄", "responsibility"),
        ("哪家单位连着两次通报靠后会怎样", "passage"),
        ("谁的孩子可以优先入学", "passage"),
        # whom somebody tells is for the sentence to say
        ("学生连着几天没来，班主任该报给谁？", "passage"),
        # what a unit does
        ("市财政局参与的事项", "unit_tasks"),
        ("三台县公安局的任务分工", "unit_tasks"),
        ("市财政局要干点啥", "unit_tasks"),
        ("涉及市公安局的条款都找出来", "unit_tasks"),
        # what is due
        ("学前方案中2023年要达到或办完的有什么", "due_list"),
        ("任务清单上2024年8月份要交账的有哪几项", "due_list"),
        ("规划中以2023年为时限的目标和任务请列全", "due_list"),
        ("2022年那批任务都是啥", "due_list"),
        ("2024年10月底前的任务节点", "due_list"),
        ("到2023年要达到什么目标", "target"),
        ("What are the goals for 2025?", "due_list"),
        ("tasks for 2024", "due_list"),
        ("市教育体育局牵头哪些、配合哪些", "unit_tasks"),
        ("电教馆牵头的任务有哪些", "unit_tasks"),
        ("What duties fall to the public security bureau?", "unit_tasks"),
        # a title asks nothing by itself
        ("《关于谁负责学校安全的意见》里怎么说门卫", "passage"),
        ("谁可以申请助学金", "passage"),
        ("目标管理责任制是什么意思", "passage"),
        # how much and when
        ("双师型教师要占专业课教师的几分之几", "target"),
        ("一个校长最多连任几届", "target"),
        ("转学手续学校得几天里办完", "deadline"),
        ("大班额得在什么时间节点前清零", "deadline"),
        ("教师每五年培训总学时", "target"),
        ("薄弱环节改善项目竣工时间", "deadline"),
        # comparisons
        ("2019年和2024年的文件对留样时间的要求分别怎么说", "comparison"),
        ("新旧教材怎么衔接", "passage"),
        ("新办法跟老办法比，留样量改了没", "comparison"),
        ("两份文件在检查频次上口径一致不", "comparison"),
        ("违规招生按违法所得的几倍罚款", "target"),
        ("Who has the stricter class size, Mianyang or Jiangyou?", "comparison"),
        # about a document
        ("研学的通知是哪几家联合印发的", "metadata"),
        ("2019年的食品安全规定现在还执行吗", "metadata"),
        ("实习管理办法把哪份老文件废了", "metadata"),
        ("这个通知带附件吗", "metadata"),
        ("Is the 2019 food safety rule still in use?", "metadata"),
        ("Does the notice have any attachments?", "metadata"),
        # anything else
        ("幼儿园可以布置书面作业吗", "passage"),
        ("取名某某国际幼儿园可以吗", "passage"),
        ("学校怎样处理学生欺凌", "passage"),
        ("什么是普惠性幼儿园", "passage"),
        ("民办学校招生有哪些禁止行为", "passage"),
        ("Can schools charge fees for after-school service?", "passage"),
    ],
)
def test_the_kind_of_answer_that_is_wanted(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("绵阳市教育局牵头做哪些事情", "unit_tasks"),
        ("校车安全这块到底谁说了算", "responsibility"),
        ("校园食品安全责任主体是谁", "responsibility"),
        ("消除大班额的牵头单位和配合单位分别有哪些", "responsibility"),
        ("市公安局是不是校车安全的责任单位", "responsibility"),
        ("谁负责落实课后服务经费", "responsibility"),
        ("三台县义务教育巩固率到2025年是多少", "target"),
        ("绵阳市到2025年要新增多少公办学位", "target"),
        ("高中阶段毛入学率的目标", "target"),
        ("每所学校至少配备几名心理教师", "target"),
        ("生均公用经费标准多少钱", "target"),
        ("小学每天在校时间不超过几小时", "target"),
        ("师生比应达到多少", "target"),
        ("全面消除66人以上超大班额在哪一年", "deadline"),
        ("普惠性幼儿园覆盖率何时达到85%", "deadline"),
        ("实施方案要在什么时候报市教育体育局备案", "deadline"),
        ("教师培训几年一轮", "deadline"),
        ("今年要完成什么", "due_list"),
        ("三台县和江油市在班额上有什么不同", "comparison"),
        ("两地师生比相比谁更严", "comparison"),
        ("绵阳和三台的毛入园率各是多少", "comparison"),
        ("新旧两版办法有什么变化", "comparison"),
        ("文件的有效期到哪一年", "metadata"),
        ("这份意见的发文机关是谁", "metadata"),
        ("绵阳市校车办法最新版本是哪年的", "metadata"),
        ("该条例什么时候修订过", "metadata"),
        ("这个通知附了几个方案", "metadata"),
        ("家长可以不让孩子参加课后服务吗", "passage"),
        ("学校能不能收取择校费", "passage"),
        ("教师体罚学生怎么处理", "passage"),
        ("学生请假需要什么手续", "passage"),
        ("学校应当如何保障女童入学", "passage"),
        ("违规招生会被怎么处罚", "passage"),
        ("民办幼儿园的设立条件有哪些", "passage"),
        ("什么样的学校可以招收住校生", "passage"),
        ("Is homework allowed in kindergartens?", "passage"),
        ("How does Santai County compare with Jiangyou on class size?", "comparison"),
        ("List all tasks led by the municipal education bureau", "unit_tasks"),
        ("When was the school bus regulation issued?", "metadata"),
        ("Is the action plan still in force?", "metadata"),
        ("What percentage of kindergartens must be inclusive by 2025?", "target"),
        ("Who must approve a new private kindergarten?", "responsibility"),
        ("市发改委管哪些活儿", "unit_tasks"),
        ("财政局要出钱的任务有哪些", "unit_tasks"),
        ("市人社局牵头几项工作", "unit_tasks"),
        ("請問三臺縣教師補充由誰牽頭", "responsibility"),
        ("普通高中班鹅不得超过多少人", "target"),
        ("巩固率目标值", "target"),
        ("大班额啥时候清零", "deadline"),
        ("江油市比三台县的班额上限高多少", "comparison"),
        ("教师编制由谁核定", "responsibility"),
    ],
)
def test_the_kind_in_other_words(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("教师工资由哪级政府保障", "responsibility"),
        ("哪些任务要在2024年12月底前完成", "due_list"),
        ("2025年以前该办完哪些事", "due_list"),
        ("25年底之前绵阳要干完哪些活", "due_list"),
        ("高中每班最多多少个学生", "target"),
        ("学生定制公交2025年要增加到几条", "target"),
        ("2025年劳动实践基地要建成多少个", "target"),
        ("2025年要完成多少项任务", "due_list"),
        ("留样保存多久", "target"),
        ("小学一节课多长时间", "target"),
        ("学校自行组织实施的单项维修费用限额是多少", "target"),
        ("退费多久能退下来", "deadline"),
        ("什么是大班额", "passage"),
    ],
)
def test_the_kind_in_everyday_words(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("绵阳市普通高中班额", ("绵阳市",)),
        ("绵阳普通高中班额", ("绵阳市",)),
        ("四川省绵阳市三台县的班额是多少", ("三台县",)),
        ("江油和三台的班额", ("江油市", "三台县")),
        ("三台县与江油市哪个高", ("三台县", "江油市")),
        ("班额不得超过多少人", ()),
        ("贵阳市的毛入园率目标", ("贵阳市",)),
        ("北京师范大学附属学校的班额", ()),
        ("學前三年毛入園率三臺縣是多少", ("三台县",)),
        ("What is the class size limit in Mianyang?", ("绵阳市",)),
        ("class size in Santai county", ("三台县",)),
    ],
)
def test_the_regions_that_are_meant(text: str, regions: tuple[str, ...]) -> None:
    assert read(text).regions == regions


@pytest.mark.parametrize(
    ("text", "years", "deadline"),
    [
        ("到2025年毛入园率要达到多少", (2025,), "2025"),
        ("25年毛入园率要达到多少", (2025,), "2025"),
        ("二〇二五年毛入园率是多少", (2025,), "2025"),
        ("２０２５年毛入园率是多少", (2025,), "2025"),
        ("2022年底前要完成哪些任务", (2022,), "2022-12-31"),
        ("2023年6月前要完成哪些任务", (2023,), None),
        ("2022年和2025年的目标分别是多少", (2022, 2025), "2022"),
        ("What is due by 2024?", (2024,), "2024"),
        ("班额不得超过多少人", (), None),
        ("课后服务不得晚于几点", (), None),
    ],
)
def test_the_years_that_are_meant(text: str, years: tuple[int, ...], deadline: str | None) -> None:
    question = read(text)
    assert question.years == years
    if deadline is not None:
        assert question.deadline == deadline


@pytest.mark.parametrize(
    "text",
    [
        "每年培训教师多少人",
        "21世纪的教育",
        "18岁以下学生",
        "生均经费2000元在哪年实现",
        "规模超过2000人的学校",
    ],
)
def test_other_numbers_are_no_years(text: str) -> None:
    assert read(text).years == ()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("市财政局参与哪些任务", ("市财政局",)),
        ("市发展改革委和市公安局分别负责什么", ("市发展改革委", "市公安局")),
        ("请把市教育体育局的任务列出来", ("市教育体育局",)),
        ("发改委要做哪些事", ("发改委",)),
        ("财政局牵头的有哪些", ("财政局",)),
        ("普通高中班额是多少", ()),
        ("哪些部门负责校车安全", ()),
        ("三台县人民政府负责什么", ("县人民政府",)),
    ],
)
def test_the_units_that_are_named(text: str, units: tuple[str, ...]) -> None:
    found = read(text).units
    assert len(found) == len(units)
    assert all(name.endswith(unit) for name, unit in zip(found, units, strict=True))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("教师补充由谁牵头", "lead"),
        ("市财政局牵头哪些任务", "lead"),
        ("哪些部门配合", "participating"),
        ("市财政局参与哪些任务", "participating"),
        ("which tasks does the finance bureau take part in", "participating"),
        ("市财政局是牵头还是配合", None),
        ("市财政局有哪些任务", None),
        ("班额是多少", None),
    ],
)
def test_the_role_that_is_asked_for(text: str, role: str | None) -> None:
    assert read(text).role == role


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("绵阳市到2025年学前三年毛入园率要达到多少", "学前三年毛入园率", ["绵阳", "2025", "多少"]),
        ("请问三台县教师补充由谁牵头呢？", "教师补充", ["三台", "牵头", "请问", "呢"]),
        ("校车安全归哪个部门管", "校车安全", ["部门"]),
        ("江油市大班额什么时候消除", "大班额", ["江油", "什么时候"]),
        ("普通高中班额不得超过多少人", "普通高中班额", ["多少"]),
    ],
)
def test_the_topic_is_what_remains(text: str, kept: str, dropped: list[str]) -> None:
    topic = read(text).topic.replace(" ", "")
    assert kept in topic
    assert not [word for word in dropped if word in topic]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("《绵阳市校车安全管理办法》什么时候施行", ("绵阳市校车安全管理办法",)),
        ("绵府办发〔2018〕84号是谁印发的", ("绵府办发〔2018〕84号",)),
        ("绵府办发[2018]84号是谁印发的", ("绵府办发[2018]84号",)),
        ("班额是多少", ()),
    ],
)
def test_documents_are_named_by_title_or_number(text: str, documents: tuple[str, ...]) -> None:
    def plain(name: str) -> str:
        return name.translate(str.maketrans("〔〕（）()", "[][][]"))

    assert [plain(name) for name in read(text).documents] == [plain(name) for name in documents]


def test_flags_of_the_wording() -> None:
    assert read("市财政局是牵头还是配合").asks_role
    assert not read("由谁牵头还是配合").asks_role
    assert read("扩大资源的责任单位里有没有市财政局").asks_role
    assert read("市财政局在里面有份吗").asks_role
    assert read("绵阳市和三台县差几个百分点").asks_difference
    assert read("幼儿园可以布置作业吗").is_yes_no
    assert not read("幼儿园作业由谁检查").is_yes_no
    assert "number" in read("这个通知的文号是多少").asks_metadata
    assert read("那三台县呢？").refers_back
    assert not read("三台县班额是多少").refers_back


def test_the_language_of_the_answer_is_that_of_the_question() -> None:
    assert read("Who leads teacher recruitment?").language == "en"
    assert read("教师补充由谁牵头").language == "zh"
    assert read("STEM教育由谁牵头").language == "zh"


@given(st.text(max_size=60))
def test_any_text_at_all_is_read(text: str) -> None:
    question = read(text)
    assert question.text == text
    assert question.kind != "refusal"


@given(st.sampled_from(["，请问", "？？", " ", "　", "。"]), st.booleans())
def test_politeness_and_punctuation_change_nothing(noise: str, before: bool) -> None:
    plain = read("三台县普通高中班额不得超过多少人")
    decorated = read(
        f"{noise}三台县普通高中班额不得超过多少人" if before else f"三台县普通高中班额不得超过多少人{noise}"
    )
    assert (decorated.kind, decorated.regions, decorated.years) == (plain.kind, plain.regions, plain.years)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("您好，我是一所县中的校长，想请教一下：建设用地哪个局牵头？谢谢！", "县中 建设用地哪个局牵头"),
        ("我是一名小学校长，想问问班额标准是多少", "小学 班额标准是多少"),
        ("我是教研员，想弄清楚一年最少参加多少课时的培训", "教研员 一年最少参加多少课时的培训"),
        ("请示报告归谁管", "请示报告归谁管"),
        ("我是校长", "我是校长"),
    ],
)
def test_a_long_message_is_read_from_where_it_asks(text: str, asked: str) -> None:
    assert asked_part(text) == asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("新建高中 规模上限", "target"),
        ("每天要有多长时间的体育活动", "target"),
        ("超标的罚几万", "target"),
        ("配合的都有哪些单位", "responsibility"),
        ("学校多久评估一次", "deadline"),
        ("2025年8月份入学方面都有什么安排", "due_list"),
        ("2025年7月份的安排有哪些", "due_list"),
        ("2025年活动经费怎么安排", "passage"),
    ],
)
def test_further_ways_of_asking(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_the_verb_of_a_repeated_task_stays_in_the_topic() -> None:
    assert "评估" in read("三台县的规划多久评估一次").topic


def test_the_verb_before_the_asking_word_is_no_part_of_the_topic() -> None:
    assert read("食堂厨师工资是多少").topic == "食堂厨师工资"


def test_places_that_are_set_side_by_side_leave_no_glue_in_the_topic() -> None:
    assert read("江油市跟三台县，班额谁定得高，高出多少？").topic == "班额"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("学籍归哪个处室牵头管", "responsibility"),
        ("高中教师资格哪一级审查、哪一级认定", "responsibility"),
        ("公共安全教材谁编", "responsibility"),
        ("学费标准由谁提方案，报谁批准", "responsibility"),
        ("营养监测是哪两家的活儿，谁为主", "responsibility"),
        ("要求谁做好高中生综合评价工作由谁负责", "responsibility"),
        ("政教处都管些什么、配合些什么", "unit_tasks"),
    ],
)
def test_who_is_asked_for_in_other_words(text: str, kind: str) -> None:
    assert read(text).kind == kind


def test_both_roles_at_once_ask_for_every_role() -> None:
    assert read("人事股负责和配合的事项有哪些").role is None
    assert read("市财政局配合哪些任务").role == "participating"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("由什么部门治理乱摆摊，谁要予以配合", None),
        ("市教育体育局牵头，配合的有哪些单位", "participating"),
        ("哪个部门打头抓校园欺凌", "lead"),
        ("校车安全整治，搭把手的都有谁", "participating"),
    ],
)
def test_a_role_is_read_from_the_clauses_that_ask(text: str, role: str | None) -> None:
    assert read(text).role == role


def test_a_question_may_ask_for_two_things_about_a_document() -> None:
    assert set(read("乡村教师意见是哪天发的，管到什么时候").asks_metadata) == {"when_issued", "trial"}


def test_a_word_that_documents_write_is_no_place_nobody_knows() -> None:
    assert read("教师县管校聘改革牵头部门为？").regions == ()
    assert read("那青禾县呢？").regions == ("青禾县",)


def test_an_office_inside_the_name_of_a_document_is_no_unit() -> None:
    known = dataclasses.replace(vocabulary(), surfaces=frozenset({"安全办"}))
    assert understand("食品安全办法是谁发的", known).units == ()
    assert understand("安全办的任务有哪些", known).units == ("安全办",)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("现行办法里，教师继续教育学分登记由谁牵头", "教师继续教育学分登记"),
        ("规划里普惠性幼儿园覆盖率这个约束性指标，2025年定在多少", "普惠性幼儿园覆盖率"),
        ("工作要点里头，毛入园率这项指标定的是多少", "毛入园率"),
        ("照最新的文件，课后服务收费归谁管", "课后服务收费"),
    ],
)
def test_in_which_document_to_look_is_no_topic(text: str, topic: str) -> None:
    assert understand(text, vocabulary()).topic == topic


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("白名单管理办法哪天前要公布", "deadline"),
        ("民办园年检结果最晚哪天公布", "deadline"),
        ("这个管理办法是哪天公布的", "metadata"),
        ("一般隐患几天得整改完", "deadline"),
        ("营养餐这块有没有县市场监管局的份", "responsibility"),
        ("禁止使用童工的检查，县公安局在不在名单里", "responsibility"),
        ("查课后服务，是教育局自己查还是跟别的局一块儿", "responsibility"),
    ],
)
def test_tasks_duties_and_dates_are_told_apart(text: str, kind: str) -> None:
    assert understand(text, vocabulary()).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("录取结果哪天公布", "deadline"),
        ("中考成绩几号公布？", "deadline"),
        ("划片方案定在哪天公布", "deadline"),
        ("这个通知是哪天公布的", "metadata"),
        ("家庭教育促进条列啥时候开始实行", "metadata"),
        ("组考协调会是谁主持的，在哪里开的？", "metadata"),
        ("专题会议在哪儿开的", "metadata"),
        ("协调会有哪些单位参加", "metadata"),
        ("会议纪要是谁签发的", "metadata"),
        ("县中标准化建设由哪个部门牵头、哪些部门参加？", "responsibility"),
        ("推进会多久开一次？", "deadline"),
        ("学校门口的车位能停多久", "target"),
        ("举报之后多久能有回复", "deadline"),
        ("6月要报送哪些材料", "due_list"),
    ],
)
def test_times_results_and_meetings_are_told_apart(text: str, kind: str) -> None:
    assert read(text).kind == kind
