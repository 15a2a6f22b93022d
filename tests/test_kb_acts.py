from __future__ import annotations

import pytest

from kb.acts import acts_in
from kb.agent_names import names_at

Read = tuple[str, list[str], list[str]]


def _acts(sentence: str) -> list[Read]:
    return [(act.via, list(act.who), list(act.others)) for act in acts_in(sentence)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市教育局应当", ["市教育局"]),
        ("市、县（市）教育、劳动、物价等部门在", ["市、县（市）教育", "劳动", "物价"]),
        ("省、自治区、直辖市人民政府审批", ["省、自治区、直辖市人民政府"]),
        ("自然资源和规划主管部门应当", ["自然资源和规划主管部门"]),
        ("发展改革和财政部门要", ["发展改革", "财政部门"]),
        ("教育、公安等部门和妇联、残联等人民团体，", ["教育", "公安", "妇联", "残联"]),
        ("申请人户籍所在地的县级人民政府教育行政部门认定", ["县级人民政府教育行政部门"]),
        ("教育督导机构负责人决定", ["教育督导机构负责人"]),
        ("学校体育教研室（组）审核同意", ["学校体育教研室"]),
        ("省考委确定", ["省考委"]),
        ("住房和城乡建设等部门要", ["住房和城乡建设等部门"]),
        ("县级人民政府及其教育行政部门应当", ["县级人民政府", "教育行政部门"]),
        ("教育行政部门收回被挪用的学校", ["教育行政部门"]),
        ("（市教育局牵头", ["市教育局"]),
    ],
)
def test_names_that_begin_a_clause(text: str, names: list[str]) -> None:
    found = names_at(text, 0)
    assert found is not None
    assert list(found.names) == names


@pytest.mark.parametrize(
    "text", ["推动某某大学发展", "组织编制规划", "2025年底前实现", "加强学校管理", "普惠园收费实行政府指导价"]
)
def test_words_that_name_nobody(text: str) -> None:
    assert names_at(text, 0) is None


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        (
            "高级中学教师资格，由县级教育部门审查后，报上一级教育行政部门认定。",
            [("agent", ["县级教育部门"], []), ("approver", ["上一级教育行政部门"], [])],
        ),
        (
            "布局规划由市教育局根据人口分布情况，会同市规划局编制，报市人民政府审批。",
            [("agent", ["市教育局"], ["市规划局"]), ("approver", ["市人民政府"], [])],
        ),
        (
            "附加费由教育部门提出分配方案，商同级财政部门同意后使用。",
            [("agent", ["教育部门"], []), ("approver", ["同级财政部门"], [])],
        ),
        ("设立专门机构的，应当经教育部门会同人事部门审批。", [("approver", ["教育部门"], ["人事部门"])]),
        ("产业教授由市委组织部负责选聘。", [("agent", ["市委组织部"], [])]),
        ("各区县政府是改革的责任主体。", [("agent", ["各区县政府"], [])]),
        ("各区县成立领导小组，以区县政府主要负责人为组长。", [("agent", ["区县政府主要负责人"], [])]),
        ("市设立终身教育促进委员会，负责统筹协调。", [("agent", ["终身教育促进委员会"], [])]),
        ("事故处理由卫生部门依照本条例，负责组织、监督。", [("agent", ["卫生部门"], [])]),
        ("教育部门应当管理由国务院确定的学校。", [("agent", ["教育部门"], [])]),
        ("经教育部门批准登记的机构可以举办培训。", []),
        ("未报备案，理由不充分的。", []),
    ],
)
def test_who_acts_in_a_sentence(sentence: str, acts: list[Read]) -> None:
    assert _acts(sentence) == acts


def test_those_whom_an_agent_calls_together_are_kept_apart() -> None:
    (act,) = acts_in("发生事故的，由学校所在地人民政府组织教育、公安等部门调查。")
    assert act.who == ("学校所在地人民政府",)
    assert (act.others, act.called) == ((), ("教育", "公安"))


def test_an_act_covers_the_words_that_belong_to_it() -> None:
    sentence = "保险由教育局办理，费用由学校承担。"
    first, second = acts_in(sentence)
    assert sentence[first.start : first.end] == "保险由教育局办理"
    assert sentence[second.start : second.end].lstrip("，") == "费用由学校承担"
    assert (first.verb, second.verb) == ("办理", "承担")
