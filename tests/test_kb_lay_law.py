"""Legal matters in everyday words: what a question means, and what it does not mean."""

from __future__ import annotations

import re

import pytest

from kb.lay_law.issues import issues, issues_in


@pytest.mark.parametrize(
    ("question", "term", "law"),
    [
        ("老板拖了三个月的工钱没给怎么办", "劳动报酬", "劳动合同法"),
        ("干满两年被炒鱿鱼能赔多少", "经济补偿", "劳动合同法"),
        ("下班路上被电瓶车撞了算不算公伤", "上下班途中", "工伤保险条例"),
        ("還沒領證，彩禮可以要回來嗎", "按照习俗给付", "彩礼纠纷"),
        ("前夫一直不给抚养费", "不直接抚养子女的一方", "民法典婚姻家庭编"),
        ("房东不退押金", "租赁合同", "民法典合同编"),
        ("楼上漏水把我家天花板泡坏了", "相邻关系", "民法典物权编"),
        ("遛弯时被邻居的狗咬伤了谁赔", "饲养动物损害责任", "民法典侵权责任编"),
        ("酒驾撞人之后跑了会判几年", "交通肇事", "刑法"),
        ("网贷还不上，催收天天爆通讯录", "催收非法债务", "刑法"),
        ("淘宝买到假货能不能退一赔三", "惩罚性赔偿", "消费者权益保护法"),
        ("法院判了他还是不还钱，能把他拉黑名单吗", "失信被执行人", "失信被执行人名单"),
    ],
)
def test_everyday_words_lead_to_the_words_and_the_law(question: str, term: str, law: str) -> None:
    meant = issues_in(question)
    assert term in {term for issue in meant for term in issue.terms}
    assert any(law in found for issue in meant for found in issue.laws)


@pytest.mark.parametrize(
    "question",
    [
        "全市学前教育毛入园率目标是多少",
        "义务教育阶段大班额由哪个部门牵头消除",
        "2025年底前要建成几所普惠性幼儿园",
        "特殊教育学校的生均公用经费标准",
        "教师资格认定归谁管",
        "职业教育产教融合方案的有效期到哪一年",
    ],
)
def test_a_question_of_policy_speaks_of_no_legal_matter(question: str) -> None:
    assert issues_in(question) == ()


def test_a_saying_needs_all_of_its_parts_in_any_order() -> None:
    def ships(question: str) -> bool:
        return any("定金罚则" in issue.terms for issue in issues_in(question)) or any(
            "拖欠" in issue.terms for issue in issues_in(question)
        )

    assert ships("工资一直拖着")
    assert ships("一直拖着不结工资")
    assert not ships("工资卡丢在车上")


def test_every_line_is_well_formed() -> None:
    for issue in issues():
        parts = [word for saying in issue.sayings for part in saying for word in part]
        words = [*parts, *issue.terms, *issue.laws]
        assert parts
        assert issue.terms
        assert all(word and word == word.strip() for word in words), issue
        assert not [word for word in words if re.search(r"[=@|+《》]", word)], issue


def test_no_single_character_is_a_saying_of_its_own() -> None:
    alone = [
        word
        for issue in issues()
        for saying in issue.sayings
        if len(saying) == 1
        for word in saying[0]
        if len(word) == 1
    ]
    assert alone == []
