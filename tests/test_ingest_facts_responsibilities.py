from __future__ import annotations

from pathlib import Path

import pytest

from ingest.facts.extract import extract_facts
from ingest.facts.responsibilities import read_roles
from ingest.facts.unit_blocks import Block
from kb.records import Responsibility
from tests.facts_help import drafts_of

Roles = tuple[list[str], list[str], list[str]]


def _read(text: str, *conventions: str) -> Roles:
    roles = read_roles(text, Block(0, len(text), 0, len(text)), frozenset(conventions))
    lead, participating, responsible = (
        [item.surface for item in roles.units[role]] for role in ("lead", "participating", "responsible")
    )
    return lead, participating, responsible


def _facts(tmp_path: Path, body: str, title: str = "绵阳市教育发展工作方案") -> tuple[Responsibility, ...]:
    path = tmp_path / "文件.txt"
    path.write_text(f"{title}\n\n{body}\n", encoding="utf-8")
    (draft,) = drafts_of(path)
    return extract_facts(draft).responsibilities


def _roles(fact: Responsibility) -> Roles:
    return (
        [unit.surface for unit in fact.lead],
        [unit.surface for unit in fact.participating],
        [unit.surface for unit in fact.responsible],
    )


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("责任单位：市教育局、市财政局", ([], [], ["市教育局", "市财政局"])),
        ("责任单位：市教育局，市财政局", ([], [], ["市教育局", "市财政局"])),
        ("牵头单位：市教育局，配合单位：市财政局、各区", (["市教育局"], ["市财政局", "各区"], [])),
        ("牵头单位:市教育局;责任单位:各区县", (["市教育局"], [], ["各区县"])),
        ("主办：市教育局；协办：市财政局", (["市教育局"], ["市财政局"], [])),
        ("主管部门：市教育局，参与单位：市体育局", (["市教育局"], ["市体育局"], [])),
        ("市教育局牵头，市财政局、市体育局配合", (["市教育局"], ["市财政局", "市体育局"], [])),
        ("教育部牵头，财政部、民政部等按职责分工负责", (["教育部"], ["财政部", "民政部"], [])),
        ("财政部、教育部按职责分工负责", ([], [], ["财政部", "教育部"])),
        ("由市教育局牵头 市财政局配合", (["市教育局"], ["市财政局"], [])),
        ("市教育局会同市财政局负责", (["市教育局"], ["市财政局"], [])),
        ("责任单位：市教育局（牵头）、市财政局", (["市教育局"], ["市财政局"], [])),
        ("责任单位：市教育局牵头，市财政局配合", (["市教育局"], ["市财政局"], [])),
        ("责任单位：市教育局；完成时限：2023年底", ([], [], ["市教育局"])),
    ],
)
def test_read_roles(text: str, roles: Roles) -> None:
    assert _read(text) == roles


def test_the_comma_splits_only_where_the_document_says_so() -> None:
    text = "责任单位：市教育局、市人社局，市财政局。逗号前为牵头单位，下同"
    assert _read(text, "comma") == (["市教育局", "市人社局"], ["市财政局"], [])
    assert _read(text) == ([], [], ["市教育局", "市人社局", "市财政局"])
    assert _read("责任单位：市教育局、市财政局", "comma") == ([], [], ["市教育局", "市财政局"])


def test_the_note_after_a_list_is_no_unit() -> None:
    text = "责任单位：市教育局，市财政局、市体育局，逗号前为牵头单位，下同"
    assert _read(text, "comma") == (["市教育局"], ["市财政局", "市体育局"], [])


def test_the_first_unit_leads_where_the_document_says_so() -> None:
    assert _read("责任单位：市教育局、市财政局", "first") == (["市教育局"], ["市财政局"], [])
    assert _read("责任单位：市教育局", "first") == ([], [], ["市教育局"])


LISTS = """一、重点任务
（一）扩大资源。新建一批幼儿园。（责任单位：市教育局，市财政局）
（二）补充教师。核定编制。（责任单位：市委编办，市教育局。逗号前为牵头单位{scope}）
（三）保障经费。落实拨款。（责任单位：市财政局，市教育局）"""


def test_the_comma_rule_holds_from_its_declaration_on(tmp_path: Path) -> None:
    facts = _facts(tmp_path, LISTS.format(scope="，下同"))
    assert [_roles(fact) for fact in facts] == [
        ([], [], ["市教育局", "市财政局"]),
        (["市委编办"], ["市教育局"], []),
        (["市财政局"], ["市教育局"], []),
    ]
    assert [fact.task for fact in facts] == ["扩大资源", "补充教师", "保障经费"]


def test_without_its_scope_the_comma_rule_holds_for_one_list(tmp_path: Path) -> None:
    facts = _facts(tmp_path, LISTS.format(scope=""))
    assert _roles(facts[1]) == (["市委编办"], ["市教育局"], [])
    assert _roles(facts[2]) == ([], [], ["市财政局", "市教育局"])


def test_several_lists_in_one_section_name_their_own_sentences(tmp_path: Path) -> None:
    body = "一、重点任务\n1.新建幼儿园，增加公办学位。（责任单位：市教育局）2.落实生均拨款制度。（责任单位：市财政局）"
    assert [fact.task for fact in _facts(tmp_path, body)] == ["新建幼儿园，增加公办学位", "落实生均拨款制度"]


def test_units_are_canonical_in_the_document_s_region(tmp_path: Path) -> None:
    (fact,) = _facts(
        tmp_path, "一、扩大资源\n新建幼儿园。（牵头单位：市发改委，配合单位：省教育厅、县（区））"
    )
    assert [unit.unit for unit in fact.lead] == ["绵阳市发展和改革委员会"]
    assert [unit.unit for unit in fact.participating] == ["四川省教育厅", "各县区人民政府"]
    assert fact.region == "绵阳市"


@pytest.mark.parametrize(
    ("sentence", "task", "roles"),
    [
        ("市财政局要完善财政支持政策。", "完善财政支持政策", ([], [], ["市财政局"])),
        ("市教育局负责制定标准。", "负责制定标准", ([], [], ["市教育局"])),
        ("市教育局会同市财政局制定收费标准。", "制定收费标准", (["市教育局"], ["市财政局"], [])),
        ("市教育局每年4月会同市残联开展入学评估。", "开展入学评估", (["市教育局"], ["市残联"], [])),
        ("市人社局要配合市教育局落实工资待遇。", "落实工资待遇", (["市教育局"], ["市人社局"], [])),
        ("教育行政部门要牵头成立工作小组。", "牵头成立工作小组", (["教育行政部门"], [], [])),
        ("发展改革、财政等部门要提供资金保障。", "提供资金保障", ([], [], ["发展改革", "财政"])),
        ("学业水平考试由市教育考试院组织实施。", "学业水平考试", ([], [], ["市教育考试院"])),
        ("由市财政局牵头，市教育局配合，制定收费标准。", "制定收费标准", (["市财政局"], ["市教育局"], [])),
        ("校车管理办法由市教育局会同市公安局制定。", "校车管理办法", (["市教育局"], ["市公安局"], [])),
        ("幼儿园应当落实安全责任制度。", "落实安全责任制度", ([], [], ["幼儿园"])),
    ],
)
def test_sentences_that_tell_units_what_to_do(tmp_path: Path, sentence: str, task: str, roles: Roles) -> None:
    (fact,) = _facts(tmp_path, f"一、工作要求\n{sentence}")
    assert (fact.task, _roles(fact)) == (task, roles)


@pytest.mark.parametrize(
    "sentence",
    [
        "加大对学校建设的投入力度。",
        "学校可以聘请兼职教师。",
        "幼儿园不得使用带有宗教色彩的名称。",
        "教育部门要求的材料另行通知。",
        "经市教育局同意后实施。",
        "市教育局负责人签字确认。",
    ],
)
def test_sentences_without_a_duty_yield_none(tmp_path: Path, sentence: str) -> None:
    assert _facts(tmp_path, f"一、工作要求\n{sentence}") == ()


NAMED = """一、部门职责
市教育局：负责统筹协调，督促学校落实责任；
市卫生健康委。负责营养健康指导。
（一）公安机关
1.负责校园周边治安巡逻；
2.依法查处违法案件。"""


def test_duties_below_the_name_of_a_unit(tmp_path: Path) -> None:
    facts = _facts(tmp_path, NAMED)
    assert [(_roles(fact)[2], fact.task) for fact in facts] == [
        (["市教育局"], "负责统筹协调，督促学校落实责任"),
        (["市卫生健康委"], "负责营养健康指导"),
        (["公安机关"], "负责校园周边治安巡逻"),
        (["公安机关"], "依法查处违法案件"),
    ]


def test_an_addressee_has_no_duty(tmp_path: Path) -> None:
    assert _facts(tmp_path, "各县（市、区）人民政府，市直有关部门：\n现将有关事项通知如下。") == ()


def test_the_parts_of_a_lead_sentence(tmp_path: Path) -> None:
    (fact,) = _facts(tmp_path, "一、组织领导\n由市委教育工委牵头，市教育局具体负责，市委宣传部、团市委配合。")
    assert _roles(fact) == (["市委教育工委"], ["市委宣传部", "团市委"], ["市教育局"])
    assert fact.task == "组织领导"


def test_a_province_is_found_above_the_document_s_region(tmp_path: Path) -> None:
    (fact,) = _facts(tmp_path, "一、工作要求\n省教育厅负责业务指导。", title="安远县校园安全工作方案")
    assert [unit.unit for unit in fact.responsible] == ["江西省教育厅"]


def test_two_organs_in_one_sentence_have_each_their_duty(tmp_path: Path) -> None:
    facts = _facts(tmp_path, "一、职责\n市教育局负责业务指导，市财政局负责资金保障，市公安局要维护周边秩序。")
    assert [(_roles(fact)[2], fact.task) for fact in facts] == [
        (["市教育局"], "负责业务指导"),
        (["市财政局"], "负责资金保障"),
        (["市公安局"], "维护周边秩序"),
    ]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("牵头部门：州教育局；责任县市：各县（市）", (["州教育局"], [], ["各县（市）"])),
        ("牵头科室：人事科；配合科室：基教科、财务科", (["人事科"], ["基教科", "财务科"], [])),
        ("承办单位：基础教育科，协办单位：州教科所", ([], ["州教科所"], ["基础教育科"])),
        (
            "【牵头单位】盟教育局　【责任单位】盟财政局、各旗县市",
            (["盟教育局"], [], ["盟财政局", "各旗县市"]),
        ),
        ("【牵头】市教育局【配合】市财政局", (["市教育局"], ["市财政局"], [])),
        ("〔牵头部门〕：市教育局\n〔配合部门〕：市财政局", (["市教育局"], ["市财政局"], [])),
        ("责任单位：市教育局【牵头】、市财政局【配合】", (["市教育局"], ["市财政局"], [])),
    ],
)
def test_lists_of_other_provinces(text: str, roles: Roles) -> None:
    assert _read(text) == roles


def test_a_list_that_names_its_leader_needs_no_convention() -> None:
    text = "牵头单位：州教育局；责任单位：州财政局、州民政局"
    assert _read(text, "first") == (["州教育局"], [], ["州财政局", "州民政局"])


@pytest.mark.parametrize(
    ("sentence", "duties"),
    [
        (
            "收费由财务室统一办理，教务处配合，工会监督。",
            [("收费由财务室统一办理", ([], ["教务处"], ["财务室"]))],
        ),
        (
            "学籍管理由教务处牵头，政教处、各年级组配合。",
            [("学籍管理", (["教务处"], ["政教处", "各年级组"], []))],
        ),
        (
            "学籍管理由教务处牵头，政教处、各年级组配合，学籍管理员专人负责。",
            [("学籍管理", (["教务处"], ["政教处", "各年级组"], []))],
        ),
        (
            "学生工作部牵头、各二级学院配合开展离校教育。",
            [("开展离校教育", (["学生工作部"], ["各二级学院"], []))],
        ),
        (
            "安全工作由安全办牵头，总务处、各年段配合；每周上一次安全课。",
            [("安全工作", (["安全办"], ["总务处", "各年段"], []))],
        ),
        (
            "城市管理部门应当治理流动摊贩，教育部门、公安机关予以配合。",
            [("治理流动摊贩", (["城市管理部门"], ["教育部门", "公安机关"], []))],
        ),
        (
            "班主任负责家校沟通工作，任课教师配合。",
            [("负责家校沟通工作", ([], ["任课教师"], ["班主任"]))],
        ),
        (
            "学生处、安全保卫处配合专业部做好安全教育。",
            [("做好安全教育", (["专业部"], ["学生处", "安全保卫处"], []))],
        ),
        (
            "督导室会同市纪委监委派驻纪检监察组：全程监督，受理举报。",
            [("全程监督，受理举报", (["督导室"], ["市纪委监委派驻纪检监察组"], []))],
        ),
        (
            "学籍注册由教务处负责审核，学院协助办理。",
            [("学籍注册", ([], ["学院"], ["教务处"]))],
        ),
        ("全体教师要牵头开展课题研究。", []),
        (
            "学生处（学生资助管理中心）是资助工作的牵头部门，计划财务处、纪检监察室配合。",
            [("是资助工作的牵头部门", (["学生处"], ["计划财务处", "纪检监察室"], []))],
        ),
        (
            "围栏修缮由区城市管理委配合区教委完成，资金200万元。",
            [("围栏修缮", (["区教委"], ["区城市管理委"], []))],
        ),
        (
            "由教育部会同中央宣传部、国家新闻出版署研制推荐书目。",
            [("研制推荐书目", (["教育部"], ["中央宣传部", "国家新闻出版署"], []))],
        ),
        (
            "岗位由学生处统一发布，计划财务处在次月10日前发放报酬。",
            [
                ("岗位由学生处统一发布", ([], [], ["学生处"])),
                ("在次月10日前发放报酬", ([], [], ["计划财务处"])),
            ],
        ),
        (
            "教育部牵头建立工作协调机制，财政部、文化和旅游部按职责分工抓好落实。",
            [("牵头建立工作协调机制", (["教育部"], ["财政部", "文化和旅游部"], []))],
        ),
        ("晨检工作由保健室负责，一摸二看。", [("晨检工作", ([], [], ["保健室"]))]),
        ("市教育局于2024年3月召开会议。", []),
        (
            "国务院文物主管部门应当会同国务院有关部门制定保护规划。",
            [("制定保护规划", (["国务院文物主管部门"], ["国务院有关部门"], []))],
        ),
        (
            "财政部门会同社会保险行政部门、社会保险费征收机构制定具体办法。",
            [("制定具体办法", (["财政部门"], ["社会保险行政部门", "社会保险费征收机构"], []))],
        ),
        (
            "县级以上地方人民政府商务、邮政等主管部门应当加强监督管理。",
            [("加强监督管理", ([], [], ["县级以上地方人民政府商务", "邮政"]))],
        ),
        ("学校在县教育局指导下开展自查。", []),
        (
            "涉考有害信息由网信部门会同公安机关清理。",
            [("涉考有害信息", (["网信部门"], ["公安机关"], []))],
        ),
        (
            "质量监控由教学质量监控与评估中心负责。",
            [("质量监控", ([], [], ["教学质量监控与评估中心"]))],
        ),
        (
            "家长委员会协助学校做好食堂监督。",
            [("做好食堂监督", (["学校"], ["家长委员会"], []))],
        ),
        (
            "由县委宣传部牵头，会同县教育局、县融媒体中心做好宣传引导。",
            [("做好宣传引导", (["县委宣传部"], ["县教育局", "县融媒体中心"], []))],
        ),
        (
            "市公安局负责交通疏导；供电公司负责电力保障。",
            [("负责交通疏导", ([], [], ["市公安局"])), ("负责电力保障", ([], [], ["供电公司"]))],
        ),
        ("学校应当配合做好案件调查。", [("应当配合做好案件调查", ([], ["学校"], []))]),
        ("建立政府主导、部门协同、学校配合的机制。", []),
        ("特殊学校的设置，由市教育局审批。", [("特殊学校的设置，由市教育局审批", ([], [], ["市教育局"]))]),
        (
            "市教育局要加强沟通，会同市财政局落实补助政策。",
            [("落实补助政策", (["市教育局"], ["市财政局"], []))],
        ),
        (
            "市委网信办要加强监测，团市委、市妇联等要开展宣传。",
            [("加强监测", ([], [], ["市委网信办"])), ("开展宣传", ([], [], ["团市委", "市妇联"]))],
        ),
    ],
)
def test_duties_in_other_styles(tmp_path: Path, sentence: str, duties: list[tuple[str, Roles]]) -> None:
    facts = _facts(tmp_path, f"一、工作要求\n{sentence}")
    assert [(fact.task, _roles(fact)) for fact in facts] == duties


def test_a_list_in_cornered_brackets_and_one_before_its_measure(tmp_path: Path) -> None:
    body = "一、任务\n1.推行竞聘上岗。〔牵头单位：市教育局；配合单位：市人社局〕\n2.（承办单位：市教科所）建立监测平台。"
    first, second = _facts(tmp_path, body)
    assert _roles(first) == (["市教育局"], ["市人社局"], [])
    assert (second.task, _roles(second)) == ("建立监测平台", ([], [], ["市教科所"]))


def test_lists_of_offices_and_labels_of_persons_and_with_a_verb(tmp_path: Path) -> None:
    body = "一、任务\n{}"
    (offices,) = _facts(tmp_path, body.format("1.加大宣传力度（宣传统战科、各中小学、幼儿园）。"))
    assert _roles(offices) == ([], [], ["宣传统战科", "各中小学", "幼儿园"])
    (person,) = _facts(tmp_path, body.format("1.优化课程。（责任单位：教务处；责任人：刘洋）"))
    assert _roles(person) == ([], [], ["教务处"])
    (verb,) = _facts(tmp_path, body.format("1.优化结构。（牵头单位为市教育局，配合单位为市财政局）"))
    assert _roles(verb) == (["市教育局"], ["市财政局"], [])
    assert _facts(tmp_path, body.format("1.优化课程（联系人：刘洋）。")) == ()


def test_labels_in_brackets_on_the_line_below_their_measure(tmp_path: Path) -> None:
    body = "一、任务\n（一）拓宽补充渠道。每年补充教师800名。\n【牵头单位】市教育局【责任单位】市财政局\n（二）改善住房条件。新建宿舍。\n【牵头单位】\n市住建局"
    first, second = _facts(tmp_path, body)
    assert (first.task, _roles(first)) == ("拓宽补充渠道", (["市教育局"], [], ["市财政局"]))
    assert (second.task, _roles(second)) == ("改善住房条件", (["市住建局"], [], []))


def test_those_who_take_part_behind_a_leader_in_mid_sentence(tmp_path: Path) -> None:
    body = "一、任务\n实施建设工程，由市发改委牵头，市教育局、市财政局参加，四年内改造校舍。"
    (fact,) = _facts(tmp_path, body)
    assert _roles(fact) == (["市发改委"], ["市教育局", "市财政局"], [])


def test_those_who_help_a_leader_stand_in_the_quote(tmp_path: Path) -> None:
    (fact,) = _facts(tmp_path, "一、检查\n建立联合检查制度，由市教育局牵头，市发改委配合，每年开展一次。")
    assert _roles(fact) == (["市教育局"], ["市发改委"], [])
    path = tmp_path / "文件.txt"
    (draft,) = drafts_of(path)
    assert "市发改委配合" in draft.document.text[fact.start : fact.end]


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        (
            "1.建好村小。（自治区发展改革委、自治区教育厅牵头，自治区财政厅参与，2025年底前完成）",
            (["自治区发展改革委", "自治区教育厅"], ["自治区财政厅"], []),
        ),
        (
            "2.改善食堂。（市财政局会同市教育局组织实施，2026年12月底前完成）",
            (["市财政局"], ["市教育局"], []),
        ),
        ("3.整治周边。（县公安局牵头，城市管理部门配合，长期坚持）", (["县公安局"], ["城市管理部门"], [])),
        ("4.编印红色读本，11月底前投入使用。（德育科）", ([], [], ["德育科"])),
        ("5.建设数据平台。（市大数据局、市教育局，2024年6月底前）", ([], [], ["市大数据局", "市教育局"])),
    ],
)
def test_a_list_may_say_when_beside_who(tmp_path: Path, line: str, roles: Roles) -> None:
    (fact,) = _facts(tmp_path, line)
    assert _roles(fact) == roles


@pytest.mark.parametrize(
    "line",
    ["1.班级规模适度。（见附件）", "2.实行民主管理。（学校组织，家长自愿）", "3.推进改革。（新课标）"],
)
def test_a_bracket_of_other_words_is_no_list(tmp_path: Path, line: str) -> None:
    assert _facts(tmp_path, line) == ()


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("检查方案由市场监督管理部门会同公安机关组织实施。", (["市场监督管理部门"], ["公安机关"], [])),
        ("推荐书目由教育部会同国家新闻出版署研究制定。", (["教育部"], ["国家新闻出版署"], [])),
        ("年度招生计划由市行政审批服务局会同市电教馆编制。", (["市行政审批服务局"], ["市电教馆"], [])),
        ("2.县教育体育局负责做好学籍登记，县教科局予以协助。", ([], ["县教科局"], ["县教育体育局"])),
    ],
)
def test_names_of_organs_hold_words_that_elsewhere_are_verbs(
    tmp_path: Path, sentence: str, roles: Roles
) -> None:
    (fact,) = _facts(tmp_path, sentence)
    assert _roles(fact) == roles


def test_a_line_of_signatures_gives_nobody_a_task(tmp_path: Path) -> None:
    signed = "自治区教育厅 自治区党委编办\n自治区财政厅 自治区人力资源社会保障厅\n2023年9月28日"
    (fact,) = _facts(tmp_path, f"1.建好村小。（自治区教育厅牵头）\n\n{signed}")
    assert _roles(fact) == (["自治区教育厅"], [], [])


@pytest.mark.parametrize(
    ("measure", "roles"),
    [
        ("到2027年建成平台。教育部牵头，国家数据局参加。", (["教育部"], ["国家数据局"], [])),
        ("每年核算一次。财政部、审计署分别负责。", ([], [], ["财政部", "审计署"])),
        ("按时发放。教育厅、财政厅牵头，残联协助，2026年底前完成。", (["教育厅", "财政厅"], ["残联"], [])),
        ("如期评估。省财政厅组织实施，省教育厅配合。", (["省财政厅"], ["省教育厅"], [])),
        ("阅读节启动。（信息技术部牵头，小学教研部协办）", (["信息技术部"], ["小学教研部"], [])),
        ("举办联赛。（主办：市体育局；承办：市足球协会）", (["市体育局"], [], ["市足球协会"])),
        (
            "加强审计。（责任单位：市教育局；监督单位：市审计局）",
            ([], [], ["市教育局"]),
        ),
        ("推进县管校聘。市教育局、市委编办各负其责。", ([], [], ["市教育局", "市委编办"])),
        ("竞赛奖励由科研处牵头评审，教务处和学生处参与。", (["科研处"], ["教务处", "学生处"], [])),
        ("体检由市卫生健康委组织实施，各区教育局配合。", (["市卫生健康委"], ["各区教育局"], [])),
        ("每学期体检一次，由校医院负责，各二级学院配合。", ([], ["各二级学院"], ["校医院"])),
        ("学校每年组织体检，由校医院牵头，学生处配合。", (["校医院"], ["学生处"], [])),
        ("学院设立奖学金，每年评审一次。由教务处牵头评审，团委参与。", (["教务处"], ["团委"], [])),
        ("防溺水工作由市水利局牵头，各乡镇人民政府具体落实。", (["市水利局"], [], ["各乡镇人民政府"])),
        ("家庭教育指导由市妇联和市教育局共同负责。", ([], [], ["市妇联", "市教育局"])),
        ("测试由市语言文字培训测试中心负责，各高校测试站协助。", ([], ["各高校测试站"], ["市语言文字培训测试中心"])),
    ],
)  # fmt: skip
def test_one_fact_says_who_does_a_measure(tmp_path: Path, measure: str, roles: Roles) -> None:
    found = _facts(tmp_path, f"一、工作措施\n2.推进工作。{measure}")
    assert [_roles(fact) for fact in found] == [roles]


@pytest.mark.parametrize(
    "sentence",
    [
        "三所学校参加，两所学校观摩。",
        "坚持党委领导、政府主导、部门协同、社会参与。",
        "各有关部门按职责分工负责。",
        "建好教学用房（含寄宿制学校、教学点）。",
    ],
)
def test_words_of_role_without_organs_give_nobody_a_task(tmp_path: Path, sentence: str) -> None:
    assert _facts(tmp_path, f"一、工作措施\n2.推进工作。{sentence}") == ()


def test_an_organ_that_leaves_the_work_to_another_keeps_its_own_task(tmp_path: Path) -> None:
    found = _facts(tmp_path, "一、工作措施\n区教育局要制定招生方案，由各招生学校组织实施。")
    assert [(fact.task, _roles(fact)) for fact in found] == [
        ("制定招生方案", ([], [], ["区教育局"])),
        ("区教育局要制定招生方案，由各招生学校组织实施", ([], [], ["各招生学校"])),
    ]


@pytest.mark.parametrize(
    ("sentence", "duties"),
    [
        ("总务处封存食品，办公室保存记录。", [("封存食品", "总务处"), ("保存记录", "办公室")]),
        ("团县委招募志愿者；县妇联联系家庭。", [("招募志愿者", "团县委"), ("联系家庭", "县妇联")]),
        ("市自然资源局6月15日前办结用地预审。", [("6月15日前办结用地预审", "市自然资源局")]),
        ("合格证由省教育厅颁发。", [("合格证由省教育厅颁发", "省教育厅")]),
        ("年度任务由市教育局于每年1月底前下达。", [("年度任务", "市教育局")]),
        ("急难补助由学生工作部3个工作日内批复。", [("急难补助", "学生工作部")]),
        ("优秀实习生由二级学院推荐、教务处审定。", [("优秀实习生", "二级学院"), ("优秀实习生", "教务处")]),
        ("2．镇城管站：清理流动摊贩。", [("清理流动摊贩", "镇城管站")]),
        ("镇城管站协助交警中队疏导交通。", [("疏导交通", "交警中队"), ("疏导交通", "镇城管站")]),
        ("结果报县教育局备案。", []),
        ("教师经县教育局同意参加培训。", []),
        ("近年来县教育局投入资金3000万元。", []),
        ("县教育局网站公布名单。", []),
        ("合理保障高中学校建设用地需求。", []),
        ("依法查处违法案件。", []),
    ],
)
def test_whoever_acts_has_a_duty_and_whoever_is_mentioned_has_none(
    tmp_path: Path, sentence: str, duties: list[tuple[str, str]]
) -> None:
    facts = _facts(tmp_path, f"一、工作要求\n{sentence}")
    assert [(fact.task, unit) for fact in facts for group in _roles(fact) for unit in group] == duties


def test_who_helps_a_leader_takes_part_whatever_the_words_between(tmp_path: Path) -> None:
    (fact,) = _facts(tmp_path, "一、工作要求\n资金由市发展改革局牵头申报，市教育局配合提供材料。")
    assert _roles(fact) == (["市发展改革局"], ["市教育局"], [])


def test_a_list_of_units_may_say_by_when_and_what(tmp_path: Path) -> None:
    (fact,) = _facts(
        tmp_path, "一、工作要求\n规范租车。（交通运输部牵头，教育部配合，2025年10月底前出台细则）"
    )
    assert _roles(fact) == (["交通运输部"], ["教育部"], [])


def test_a_numbered_first_sentence_that_tells_a_duty_is_read(tmp_path: Path) -> None:
    (first, second) = _facts(
        tmp_path,
        "一、重点任务\n1．危房鉴定由市住建局审核，市教育局配合。考务经费由市财政局拨付。\n2．组织体检。",
    )
    assert _roles(first) == ([], ["市教育局"], ["市住建局"])
    assert _roles(second) == ([], [], ["市财政局"])


def test_all_places_that_do_their_share_are_responsible_beside_the_leader(tmp_path: Path) -> None:
    (fact,) = _facts(
        tmp_path, "一、防溺水\n防溺水工作由市教育局牵头，团市委配合，各镇（街）负责重点水域巡查。"
    )
    assert _roles(fact) == (["市教育局"], ["团市委"], ["各镇（街）"])
    assert fact.task == "防溺水工作"


def test_a_list_below_its_measure_is_of_that_measure(tmp_path: Path) -> None:
    body = "一、重点任务\n规范教辅征订。\n推进午餐配送。\n牵头单位：市教育局\n配合单位：市财政局\n组织教师体检。\n清理过期图书。"
    (fact,) = _facts(tmp_path, body)
    assert fact.task == "推进午餐配送"
