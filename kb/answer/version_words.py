"""How a question names the versions of one rule: 新旧两个办法, 2018年暂行细则跟2022年细则, 试行的和现行的."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.question.model import Question
from kb.rules import Rule, rule

_DOCUMENT = r"(?:文件|办法|规定|规则|规程|通知|方案|制度|细则|意见|标准|条例|章程|政策|汇编|版本?)"
_AGE = r"(?:试行|暂行|现行|正式|修订|修正|征求意见|最新|原来|原先|现在|以前|之前|过去|当前|[新旧老原](?!增|建|生|教|入|学|任|课|型|设|师|人|则|因))"
_YEAR = r"(?<!\d)(?:(?:19|20)?\d\d年?)"
_WHAT = r"[^,，。;；?？、的和与跟同比各年\s\d]{0,6}?"
"""A short name between: 旧的评优办法."""
_ONE = rf"(?:{_YEAR}(?:的|版)?(?:的)?(?:{_AGE})?|{_AGE})(?:的|那个|那版|那份)?(?:{_WHAT}{_DOCUMENT})"
_BARE = rf"(?:{_YEAR}(?:的|版)?(?:{_AGE})?|{_AGE})(?:的|版)"
_BETWEEN = r"(?:里|中|上|里面|规定)?(?:[、,，]|和|与|跟|同|到|较|对比|对|比|以及|还是)"
TWO_VERSIONS: Rule = rule(
    "two_versions",
    rf"(?:新[旧老]|老新|旧新)(?!教材|校区|课桌|设备|课程|校舍|知识|学校|生源)|[修调]\S{{0,3}}前后|前后[两二][个份版部]|[两二][个份版部](?:文件|{_WHAT}(?:办法|规定|细则|条例|规则|制度))"
    rf"|(?:{_ONE}|{_BARE}){_BETWEEN}{_ONE}|{_ONE}{_BETWEEN}(?:{_BARE}|现在|如今)|{_AGE}(?:的|版){_BETWEEN}(?:{_AGE}(?:的|版)|现在)"
    r"|(?:以前|原来|过去|之前|从前)(?![几个,，。])[^。？?]{0,12}?(?:现在|如今|目前)",
    example="2018年暂行细则跟2022年细则差多少",
    counter_example="2023年和2025年的毛入园率",
)
RULES: tuple[Rule, ...] = (TWO_VERSIONS,)
_NAMED = re.compile(
    rf"(?:新[旧老]|老新|旧新)(?:[两二]?[个份版部])?|(?:以前|原来|过去|之前|从前|现在|如今|目前)(?=给|是|要|为|规定|[,，、])|[修调][订正改整]前后|前后[两二][个份版部]|[两二][个份版部](?={_WHAT}{_DOCUMENT})"
)
_MENTION = re.compile(
    rf"(?:{_YEAR}(?:的|版)?(?:的)?(?:{_AGE})?|{_AGE})(?:的|那个|那版|那份)?(?P<what>{_WHAT}){_DOCUMENT}(?:里面?|中|上(?!限)|规定)?的?"
    rf"|{_BARE}(?=\s*(?:$|[,，、和与跟同比各分相对]|里|中))|(?<=[和与跟同比]){_AGE}的?(?=比|相比|[,，])"
)
_YEARS = re.compile(
    r"(?<!\d)(?:(?:19|20)(?P<full>\d\d)(?=年|版|的|试行|暂行|修订|[和与跟同])|(?P<short>\d\d)(?=年|版))"
)
_LEFT = re.compile(
    r"(?:^|(?<=[\s,，]))(?:[和与跟同、比]|相比|对比|各自?|分别|哪里|有没有[变改]|怎么?|规定|文件)+(?=[\s,，?？收补退交缴要发定说写]|$)"
    r"|(?:涨|升|降|提高|提升|降低|增加|减少|下降|上升|加|减|提)(?:了|到)?(?=[\s,，?？]|$)|(?:^|(?<=[\s,，]))(?:(?:办法|规定|细则|文件|通知|方案)?各[收补退交缴要发定说写]|比[新旧老]?|[和与跟同比]?[新旧老](?:的|版)?|[定要])(?=[\s,，?？]|$)"
)
_GAP = re.compile(r"\s*[，,]?\s*(?=(?:分别|各|不[得超低高少]|最|要|应|至少|多少|是多少))")


def compares_versions(question: Question) -> bool:
    """Whether the versions of one document are to stand side by side."""
    return question.asks_versions or TWO_VERSIONS.pattern.search(question.reading) is not None


def years_said(reading: str) -> frozenset[int]:
    """The years by which a question may mean versions, also short ones: 18年的和22年的细则."""
    return frozenset(
        2000 + int(m["short"]) if m["short"] else _full(m.group()) for m in _YEARS.finditer(reading)
    )


def _full(written: str) -> int:
    return int(written[:4])


def without_versions(text: str) -> str:
    """A question or topic without the names of the versions; words between (旧的评优办法) stay."""
    text = _MENTION.sub(lambda m: f" {m['what'] or ''} ", _NAMED.sub(" ", text))
    text = " ".join(_LEFT.sub(" ", " ".join(text.split())).split())
    return _GAP.sub("", text)


def unversioned(question: Question) -> Question:
    """A question that compares versions without their names; any other as it is."""
    if not compares_versions(question):
        return question
    reading, topic = without_versions(question.reading), without_versions(question.topic)
    return replace(question, reading=reading or question.reading, topic=topic or question.topic)
