"""What documents say of themselves, asked of notices, orders, laws, school rules and web pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Service
from kb.answer.acts import acts_in, in_force_sentence
from kb.contract import Answer, TargetFact
from tests.small_base import small_service

NOTICE = """临川省教育厅文件
临教规〔2022〕3号
临川省教育厅等六部门关于印发《临川省校外培训机构预收费监管办法（试行）》的通知
各市（州）教育局、财政局：
根据《校外培训机构预收费监管通知》（教监管函〔2021〕2号）要求，我们制定了《临川省校外培训机构预收费监管办法（试行）》，经省人民政府第92次常务会议审议通过，现印发给你们。
联系人：王晓明，联系电话：0731-55556666。
附件：1.临川省校外培训机构预收费监管办法（试行）
2.资金监管协议（范本）
临川省教育厅　临川省财政厅
2022年3月18日
抄送：省委办公厅，省人大常委会办公厅。
附件1
临川省校外培训机构预收费监管办法（试行）
第一章 总则
第一条 为规范培训机构收费行为，根据《中华人民共和国民办教育促进法》，制定本办法。
第二条 本办法适用于本省行政区域内的校外培训机构。
第二章 附则
第三条 本办法由省教育厅会同省市场监督管理局负责解释。
第四条 本办法自2022年5月1日起施行，试行期两年。《临川省校外培训机构收费管理暂行规定》同时废止。
"""
ORDER = """岭北市人民政府令
第156号
《岭北市校车安全管理规定》已经2019年9月16日市人民政府第58次常务会议审议通过，现予公布，自2019年12月1日起施行。
2019年10月8日
岭北市校车安全管理规定
第一条 为了加强校车安全管理，制定本规定。
第二条 本规定自2019年12月1日起施行。
"""
LAW = """云州市职业教育促进条例
（2020年10月29日云州市第十五届人民代表大会常务委员会第三十次会议通过　2020年11月27日南岳省第十三届人民代表大会常务委员会第二十一次会议批准　根据2023年7月27日南岳省第十四届人民代表大会常务委员会第四次会议批准的《关于修改〈云州市职业教育促进条例〉的决定》修正）
第一章　总　则
第一条　为了促进职业教育发展，制定本条例。
第二章　附　则
第二条　本条例自2021年1月1日起施行。
"""
DECREE = """城乡绿地条例
1992年6月22日中华人民共和国国务院令第100号发布
2011年1月8日《国务院关于废止和修改部分行政法规的决定》第一次修订
2017年3月1日中华人民共和国国务院令第676号第二次修订
第一条 为了绿化，制定本条例。
第二条 本条例自发布之日起施行。
"""
PAGE = """<html><body><table><tr><td>索引号</td><td>CH-2023-0045</td><td>发文机构</td><td>澄湖区教育局</td></tr>
<tr><td>成文日期</td><td>2023年4月3日</td><td>发布日期</td><td>2023年4月6日</td></tr></table>
<h1>澄湖区教育局关于公开征求《澄湖区中小学布局规划（2023—2030年）（征求意见稿）》意见的公告</h1>
<p>现公开征求意见。公众可于2023年5月6日前将意见反馈至 chjy@example.cn。</p></body></html>"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    extra = {"预收费.txt": NOTICE, "校车.txt": ORDER, "职教.txt": LAW, "绿地.txt": DECREE, "公告.html": PAGE}
    return small_service(tmp_path_factory.mktemp("metadata"), extra=extra)


def ask(service: Service, question: str) -> Answer:
    return service.ask(question)


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("临川省校外培训机构预收费监管办法的文号是多少？", ("临教规〔2022〕3号",)),
        ("临川省校外培训机构预收费监管办法由谁负责解释？", ("由省教育厅会同省市场监督管理局负责解释",)),
        ("临川省校外培训机构预收费监管办法试行多久？", ("试行期两年",)),
        ("临川省校外培训机构预收费监管办法废止了哪个规定？", ("《临川省校外培训机构收费管理暂行规定》同时废止",)),
        ("临教规〔2022〕3号抄送哪些单位？", ("省委办公厅，省人大常委会办公厅",)),
        ("临教规〔2022〕3号有哪些附件？", ("2.资金监管协议（范本）",)),
        ("临教规〔2022〕3号主送哪些单位？", ("各市（州）教育局、财政局",)),
        ("临教规〔2022〕3号的联系电话是多少？", ("0731-55556666",)),
        ("临教规〔2022〕3号落款是几号？", ("2022年3月18日",)),
        ("临川省校外培训机构预收费监管办法经哪次会议通过？", ("省人民政府第92次常务会议审议通过",)),
        ("临川省校外培训机构预收费监管办法一共几条？", ("共二章、四条",)),
        ("临川省的通知引用的校外培训机构预收费监管通知文号是什么？", ("教监管函〔2021〕2号",)),
        ("岭北市校车安全管理规定是市政府令第几号？", ("第156号",)),
        ("岭北市校车安全管理规定哪天公布的？", ("2019年10月8日",)),
        ("云州市职业教育促进条例由哪个人大常委会批准？", ("南岳省第十三届人民代表大会常务委员会第二十一次会议批准",)),
        ("云州的职业教育促进条例，省人大常委会哪天批准的？", ("2020年11月27日",)),
        ("云州市职业教育促进条例什么时候修正的？", ("2023年7月27日",)),
        ("云州市职业教育促进条例从什么时候开始施行？", ("2021年1月1日起施行",)),
        ("城乡绿地条例是国务院令第几号发布的？", ("国务院令第100号发布",)),
        ("城乡绿地条例修订过几次？", ("2011年1月8日", "2017年3月1日")),
        ("城乡绿地条例最近一次修订是哪年？", ("2017年3月1日",)),
        ("城乡绿地条例何时施行？", ("自发布之日起施行", "1992年6月22日")),
        ("澄湖区中小学布局规划公告的索引号是什么？", ("CH-2023-0045",)),
        ("澄湖区中小学布局规划公告是哪天发布的？", ("2023年4月6日",)),
        ("澄湖区中小学布局规划征求意见到哪天截止？", ("2023年5月6日前",)),
    ],
)  # fmt: skip
def test_a_document_answers_for_itself(service: Service, question: str, pieces: tuple[str, ...]) -> None:
    answer = ask(service, question)
    assert answer.kind == "metadata", answer.text
    assert all(piece in answer.text for piece in pieces), answer.text
    quotes = "".join("".join(citation.quote.split()) for citation in answer.citations)
    assert all("".join(piece.removeprefix("共").split("、")[0].split()) in quotes for piece in pieces)


def test_one_act_is_asked_for_and_given_alone(service: Service) -> None:
    adopted = ask(service, "云州市职业教育促进条例什么时候通过的？").text
    assert "2020年10月29日" in adopted
    assert "2020年11月27日" not in adopted


def test_acts_are_read_from_lines_and_from_one_bracket() -> None:
    assert [(act.day, act.kinds) for act in acts_in(LAW)] == [
        ("2020-10-29", ("adopted",)),
        ("2020-11-27", ("approved",)),
        ("2023-07-27", ("amended",)),
    ]
    assert [(act.day, act.kinds) for act in acts_in(DECREE)] == [
        ("1992-06-22", ("published",)),
        ("2011-01-08", ("amended",)),
        ("2017-03-01", ("amended",)),
    ]


def test_the_last_sentence_on_force_counts() -> None:
    found = in_force_sentence(NOTICE)
    assert found is not None
    assert found[2].startswith("第四条 本办法自2022年5月1日起施行")
    assert in_force_sentence("自2025年1月1日起开展检查。") is None


def test_a_law_inside_the_name_of_another_is_not_meant(tmp_path: Path) -> None:
    base = small_service(
        tmp_path,
        extra={
            "法.txt": "中华人民共和国职业教育法\n1996年5月15日第八届全国人民代表大会常务委员会第十九次会议通过\n第一条 为了职业教育，制定本法。\n第二条 本法自1996年9月1日起施行。",
            "办法.txt": "云州市实施《中华人民共和国职业教育法》办法\n1999年3月2日云州市第九届人民代表大会常务委员会第四次会议通过\n第一条 为实施《中华人民共和国职业教育法》，制定本办法。\n第二条 本办法由市人民政府负责解释，自1999年5月1日起施行。",
        },
    )
    assert "1999年5月1日" in ask(base, "云州市实施职业教育法办法什么时候施行？").text
    assert "1996年9月1日" in ask(base, "职业教育法什么时候施行？").text


OLD_FEES = """澄湖区民办园收费管理规定（试行）
澄发改〔2019〕8号
第一条 保教费按月收取。
第二条 本规定自2019年4月1日起试行，试行期两年。
澄湖区发展和改革局
澄湖区教育局
2019年3月20日
"""
NEW_FEES = """澄湖区民办幼儿园收费管理办法
澄发改规〔2023〕2号
第一条 保教费可以按学期收取。
第二条 本办法自2023年4月1日起施行。《澄湖区民办园收费管理规定（试行）》（澄发改〔2019〕8号）、《澄湖区学前班管理暂行办法》（澄教〔2008〕5号）同时废止。
澄湖区发展和改革局
澄湖区教育局
澄湖区市场监督管理局
2023年3月10日
"""


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return small_service(
        tmp_path_factory.mktemp("fees"), extra={"旧办法.txt": OLD_FEES, "新办法.txt": NEW_FEES}
    )


def test_an_abolished_document_is_said_to_be_so(fees: Service) -> None:
    answer = ask(fees, "澄湖区2019年的民办园收费规定现在还管用吗？")
    assert answer.kind == "metadata"
    assert "《澄湖区民办园收费管理规定（试行）》（澄发改〔2019〕8号）" in answer.text
    assert "同时废止" in answer.text
    assert "状态：已有新版" in answer.text
    assert "《澄湖区民办幼儿园收费管理办法》" in answer.text


def test_a_document_that_is_not_at_hand_is_known_by_its_abolition(fees: Service) -> None:
    answer = ask(fees, "澄湖区的学前班管理暂行办法还执行吗？")
    assert "《澄湖区学前班管理暂行办法》（澄教〔2008〕5号）同时废止" in answer.text


def test_all_organs_that_sign_are_its_issuers(fees: Service) -> None:
    text = ask(fees, "澄湖区民办幼儿园收费管理办法是哪几家联合印发的？").text
    assert "澄湖区发展和改革局、澄湖区教育局、澄湖区市场监督管理局" in text


def test_an_english_question_gets_english_frame_words(fees: Service) -> None:
    number = ask(fees, "What is the document number of 《澄湖区民办幼儿园收费管理办法》?").text
    assert number.startswith("Document number: 澄发改规〔2023〕2号")
    standing = ask(fees, "Is 《澄湖区民办园收费管理规定（试行）》 still in force?").text
    assert standing.startswith("Status: superseded")


def test_the_only_document_of_a_place_is_meant_without_its_name(service: Service) -> None:
    number = ask(service, "What number has the Nanhe plan?")
    assert number.kind == "metadata"
    assert "Document number: 南府发〔2022〕11号" in number.text


OLD_HOURS = """澄湖区教育局关于印发《澄湖区教师学时管理办法（试行）》的通知
澄教〔2018〕6号
各学校：
现将《澄湖区教师学时管理办法（试行）》印发给你们，请遵照执行。
澄湖区教育局
2018年5月2日
澄湖区教师学时管理办法（试行）
第一条 网络研修每周期最多认定100学时。
"""
NEW_HOURS = """澄湖区教师学时管理办法
澄教〔2024〕9号
第一条 网络研修每周期最多认定120学时。
第二条 《澄湖区教师学时管理办法（试行）》（澄教〔2018〕6号）同时废止。
澄湖区教育局
2024年6月3日
"""


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("hours")
    return small_service(folder, extra={"试行.txt": OLD_HOURS, "正式.txt": NEW_HOURS})


def test_a_rule_and_the_notice_that_issues_it_are_one_version(hours: Service) -> None:
    answer = ask(hours, "澄湖区新旧两个教师学时管理办法，网络研修每周期最多认定多少学时")
    assert answer.kind == "comparison"
    assert "未提及" not in answer.text
    assert [fact.value for fact in answer.facts if isinstance(fact, TargetFact)] == ["100", "120"]


def test_what_only_the_notice_says_is_said_in_its_name(hours: Service) -> None:
    answer = ask(hours, "《澄湖区教师学时管理办法（试行）》是哪天印发的")
    assert "2018年5月2日" in answer.text
    assert "《澄湖区教育局关于印发《澄湖区教师学时管理办法（试行）》的通知》" in answer.text
