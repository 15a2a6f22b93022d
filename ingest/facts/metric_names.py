"""The name of a metric: the words before its comparator, or the noun after its number."""

from __future__ import annotations

import re

from ingest.facts.target_rules import LEADING, NUMBER_FIRST, SCOPE, SETTING, SHORT_VERB
from kb.unit_finder import find_units

_AS_MANY = re.compile(r"^(?:现有|原有)?(?:的)?\d+(?:所|个|家|处)(?=[\u4e00-\u9fff]{2})")
"""How many there are now of what is to become fewer or more: 现有5所中职学校整合为3所."""


def read_metric(name: str) -> tuple[str, str]:
    """(metric, unit or scope word) of the words before a comparator."""
    words = re.sub(r"[（(][^（）()]*[）)]?", "", name)
    words = re.sub(
        r"^(?:以上|左右|以内|以下|[、和及，,；]|\s|其中|[（(]?\d+[）)]|\d+(?:\.\d+)*[.．、\s]\s*|[—-]+)+",
        "",
        words,
    ).strip()
    subject = ""
    if who := re.match(r"(?P<who>[^，]{2,16}?)(?:要|应当|必须|应(?!当))(?:确保|保证|使|达到)?(?=.)", words):
        units = find_units(words)
        if units and units[0].start == 0:
            subject, words = who["who"], words[who.end() :]
    for _ in range(3):
        words = LEADING.sub("", words)
        if scope := SCOPE.match(words):
            subject = subject or scope.group()
            words = words[scope.end() :]
    words = re.sub(r"^[“”\"、\s]+(?=[^”]*$)", "", words)
    words = _AS_MANY.sub("", words)
    if re.fullmatch(r"每[班校园生人]", words):
        return words, subject
    words = re.sub(
        r"(?:的|按照?|应|要|(?<=[\u4e00-\u9fff]{2})(?<![以作因行认称列])为|均|总体|须|必须|应当|力争|将|也|都|可以?|一般|每[生人校班年]|原则上)+$",
        "",
        words,
    )
    return words.strip(" \u3000■：:"), subject


def number_comes_first(metric: str, name: str) -> bool:
    """建设30所以上中职学校, as against 创建示范高中6所."""
    ends_open = bool(re.search(r"[和、及与等]\s*$", name))
    return ends_open or bool(re.search(rf"{SETTING.pattern}(?:好|了)?$", metric) or SHORT_VERB.search(metric))


def with_noun(metric: str, right: str, verb: str) -> str:
    """The verb and the noun after the number."""
    match = NUMBER_FIRST.match(right)
    if match is None:
        return metric
    noun = match["noun"]
    if "、" in noun and not re.search("、[^、]*的[^、的]{2,}$", noun):
        noun = noun.split("、")[0]
    noun = re.sub(r"^的?(?:(?:比例|标准|额度)(?:足额)?(?=.{3}))?|[和及与]$", "", noun)
    if metric.endswith("等"):
        return metric + noun
    own = re.match(SETTING.pattern + "(?:好)?", metric)
    if re.search(rf"{SETTING.pattern}(?:好|了)?$", metric) or SHORT_VERB.search(metric):
        return metric + noun
    return (own.group() if own else verb.strip("-")) + noun


def leading_verb(metric: str) -> str:
    match = SETTING.match(metric)
    return match.group() if match else ""
