"""What one figure is called: the words before its comparator, the noun behind it, or the names of a row."""

from __future__ import annotations

import re

from ingest.facts.groups import GROUP, GROUP_END
from ingest.facts.metric_names import number_comes_first, read_metric, with_noun
from ingest.facts.source import clauses
from ingest.facts.target_rules import BEFORE, CHANGE, FORBIDDEN, NUMBER_FIRST, RATE_END, SETTING
from ingest.facts.times import BASELINE, Timed
from kb.numbers import Quantity, find_quantities
from kb.records import Comparator
from kb.rules import Rule, rule

_ONLY_TIME = re.compile(r"(?:[到至]|其中)?(?:19|20)\d\d\s*年(?:底|末)?")


def name_of_figure(
    timed: Timed,
    reached: int,
    quantity: Quantity,
    left: str,
    right: str,
    before: tuple[Comparator, re.Match[str]] | None,
    verb: str,
) -> tuple[str, str]:
    """(metric, subject) of one number."""
    name = left[: before[1].start()] if before else left
    said = before[1].group().strip() if before else ""
    noun = NUMBER_FIRST.match(right)
    if before and forbids(name) and not re.match("原则上|不|至少", said):
        name = FORBIDDEN.pattern.sub("", name)
        name += f"的{noun['noun'].removeprefix('的')}" if noun else ""
    metric, subject = read_metric(name)
    if noun and (at_least := re.match("至少(?P<verb>.+)", said)):
        return with_noun(at_least["verb"], right, verb), metric or subject
    if noun and re.search("(?:按照?|以)$", name.rstrip()) and not SETTING.match(noun["noun"]):
        return noun["noun"].split("、")[0], subject or re.sub("(?:按照?|以)$", "", metric)
    if noun and said in ("配备", "配置"):  # 每600名学生配备1名专职校医
        return with_noun(f"{metric}{said}", right, verb), subject
    if number_comes_first(metric, name):
        metric = with_noun(metric, right, verb)
    elif before is None and len(name) < quantity.start - reached and noun:
        metric += noun["noun"].split("、")[0] if quantity.unit in ("小时", "分钟") else ""
    metric = re.sub(r"(?:由|从)[^，；]{1,12}$", "", respective(timed, metric, quantity))
    metric = BASELINE.sub("", metric).rstrip("，、 ")
    if said.startswith("各") and noun:
        metric += f"各{noun['noun']}"
    if (change := CHANGE.match(said)) and not re.search("[到至]", said):
        metric += change.group()
    if not metric and noun:
        metric = noun["noun"].split("、")[0].removeprefix("的")
    before_words = clause_before(timed.text, reached)
    if metric or find_quantities(before_words) or _ONLY_TIME.fullmatch(before_words.strip()):
        return metric, subject
    return read_metric(before_words)


BARE: Rule = rule(
    "bare",
    r"^(?:每[人生校班所个间套次场名位餐节户园组辆][均]?|[人生校班师]均|累计|总计|合计|总共|最[长短多高低]|单次|其他|培训|时间|规模|数量){1,3}$",
    example="每班",
    counter_example="每班配备教师",
)
"""A name that says only how is counted; what is counted stands before (小学一年级招收92个班，每班不超过45人)."""
_STEM = re.compile(
    r"^\s*(?:第[^条]{1,6}条\s*|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．])?(?:其中|同时)?(?P<np>[\u4e00-\u9fffA-Za-z“”（）]{2,18}?)"
    r"(?:一般|应|须|必须|要(?!素)|可以?|不(?!良)|计划|划?分[为成]|为(?!人)|以(?![上下内外])|每|由|按|达|实行|招[收生]|配[备置]|共|总|[到至]?20\d\d|\d|[一二两三四五六七八九十百]+(?=个|所|名|人|年(?!级)))"
)


def with_stem(timed: Timed, low: int, metric: str) -> str:
    """A bare name with the thing that its part of the sentence begins with: 小学一年级每班, 学生休学累计."""
    if not BARE.pattern.fullmatch(metric):
        return metric
    part = timed.text.rfind("；", 0, low) + 1
    stem = _STEM.match(timed.text[part:low])
    if stem is None or "，" in stem["np"]:
        return metric
    words, _ = read_metric(stem["np"])
    return f"{words}{metric}" if len(words) >= 2 and words not in metric else metric


def of_group(timed: Timed, low: int, metric: str) -> str:
    """The group that opens the part of the sentence, for a figure of a later clause that names none.

    县城小学划分为6个片区，全年计划招生1860人；县城初中划分为3个片区，计划招生2240人.
    """
    part = timed.text.rfind("；", 0, low) + 1
    stem = _STEM.match(timed.text[part:low])
    if stem is None or "，" not in timed.text[part:low] or GROUP.pattern.search(metric):
        return ""
    between = timed.text[part + stem.end("np") : low]
    group = GROUP_END.search(stem["np"])
    if SETTING.match(stem["np"]):
        return ""  # 新建公办幼儿园6所，新增学位1800个
    return read_metric(stem["np"])[0] if group and not GROUP.pattern.search(between) else ""


def headed(timed: Timed, at: int) -> str:
    """The section's heading where a sentence begins with its figure (二、户外活动 每天不少于2小时); else empty."""
    words = timed.text[:at]
    for time in reversed([time for time in timed.times if time.end <= at]):
        words = words[: time.start] + words[time.end :]
    found = comparator_at_end(words)
    title = timed.sentence.section.title.strip("。：: ")
    opens = found is not None and not words[: found[1].start()].strip(" \u3000，,")
    return title if opens and re.fullmatch(r"[\u4e00-\u9fff]{2,10}", title) else ""


def comparing(left: str) -> tuple[tuple[Comparator, re.Match[str]] | None, str]:
    """(comparator with its match, the words before the number); a group may stand between (控制在小学38%)."""
    found = comparator_at_end(left)
    if found is None and (group := GROUP_END.search(left)):
        inner = comparator_at_end(left[: group.start()])
        if inner is not None:
            name = left[: inner[1].start()] + group.group()
            moved = name + inner[1].group()
            if (outer := comparator_at_end(moved)) is None:  # 标准为高中1:12.5
                moved = f"{name}达到"
                outer = comparator_at_end(moved)
            return outer, moved
    return found, left


def comparator_at_end(left: str) -> tuple[Comparator, re.Match[str]] | None:
    found = next(((sign, match) for sign, named in BEFORE if (match := named.pattern.search(left))), None)
    if found is None or found[0] == "=" or re.match("原则上|不|至少", found[1].group()):
        return found
    if forbids(left[: found[1].start()]):
        return ("<=" if found[0] == ">=" else ">="), found[1]
    return found


def forbids(words: str) -> bool:
    """Whether a clause up to its number forbids what it says (不得…超过 is at most, 不得…低于 at least)."""
    return FORBIDDEN.pattern.search(words) is not None


def respective(timed: Timed, metric: str, quantity: Quantity) -> str:
    """小学、初中教师本科率分别达到95%和99%: each number has its own metric."""
    if not metric.endswith("分别"):
        return metric
    names = re.split("[、和]", re.sub("(?:力争|要|应|须|应当|将)*分别$", "", metric))
    at = timed.text.rfind("分别", 0, quantity.start)
    nth = sum(at < other.start < quantity.start for other in find_quantities(timed.text))
    if nth >= len(names):
        return "、".join(names)
    shared = "" if RATE_END.search(names[0]) else names[-1][len(names[0]) :]
    return names[nth] + (shared if nth < len(names) - 1 else "")


def clause_before(text: str, at: int) -> str:
    """The clause before the one at ``at``, for 毛入学率稳步提高，达到96%."""
    spans = [span for span in clauses(text) if span[1] < at]
    return text[spans[-1][0] : spans[-1][1]] if spans else ""
