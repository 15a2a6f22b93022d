"""How far a time reaches: a lead-in dates its items, 到2025年 the next sentences, the window of a stage its tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.source import Sentence
from kb.dates import TimeExpression
from kb.numbers import narrow
from kb.rules import Rule, rule

MAX_WIDENING = 600
"""Most characters from a time to the end of a sentence that it dates."""
_AIMS = re.compile("目标|愿景|指标")
"""In a heading: its paragraphs state by when in the first of them."""
CARRIES: Rule = rule(
    "carries",
    r"^(?:[到至](?:本?规划期末|20\d\d年(?:底|末)?)|[到至]?[“\"「]?[一二十]*[一二三四五六七八九十]五[”\"」]?(?:规划)?(?:期末|末)|[到至]20\d\d[-—－–]20\d\d年)$",
    example="到2025年",
    counter_example="2025年6月底前",
)
"""A time by when that also dates what the next sentences aim at."""
REACHES: Rule = rule(
    "reaches",
    r"达到|提[高升]|增[加至长]|扩大|下降|降[至到低]|压减|控制在|保持|稳定|巩固|新增|新建|改扩建|建成|建设|实现|力争|争取|消除|化解|全覆盖|形成|超过(?!.*的)",
    example="大班额比例控制在3%以内",
    counter_example="每校至少配备1名校医",
)
"""What is to be reached by a time, as against a standard to be kept at any time."""
STAGE: Rule = rule(
    "stage",
    r"^(?:第[一二三四五六]阶段[：:\s]?)?[^，。；：（(]{2,20}[（(](?P<time>[^（）()]*(?:[-—－–~～至到][^（）()]*[日月]|前))[）)]。?$",
    example="自查自纠阶段（3月21日—4月30日）。",
    counter_example="此件公开发布（2024年3月5日印发）。",
)
"""The name of a stage with its window, whose tasks are the next sentences."""
_OPENS = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]+[）)、.．]|[—－-]+)?[^，。；：]{0,8}[，：。]?(?:力争|争取|计划|确保)?"
)
_REPORTS = re.compile(r"^\s*(?:目前|截至|近年来|当前|现阶段|现有|过去)")
# Items under such a lead-in are no tasks: 于5月6日前通过以下方式反馈意见：
_OFFERS_WAYS = re.compile(r"(?:途径|方式|渠道|联系|地址|邮箱|材料|条件|证明|附件)[^，。；]{0,16}[:：]\s*$")


@dataclass(slots=True)
class Reach:
    """The times that sentences before state for the ones after them, while the sentences are read in order."""

    lead: tuple[TimeExpression, Sentence] | None = None
    carry: tuple[TimeExpression, Sentence] | None = None

    def enter(self, sentence: Sentence, times: tuple[TimeExpression, ...]) -> None:
        """Forget what does not reach a sentence with these times of its own."""
        if self.lead and not _within(sentence, self.lead[1]):
            self.lead = None
        if self.carry and (_dated(times) or not _reaches(self.carry[1], sentence)):
            self.carry = None

    def lead_of(self, sentence: Sentence) -> tuple[TimeExpression, int] | None:
        """The time of the lead-in above, and where the lead-in starts."""
        if self.lead is None or sentence.end - self.lead[1].start > MAX_WIDENING:
            return None
        return self.lead[0], self.lead[1].start

    def carried_to(self, text: str) -> tuple[TimeExpression, int] | None:
        """The time of a sentence before, and where that starts; none for a report of what is."""
        if self.carry is None or _REPORTS.match(text):
            return None
        return self.carry[0], self.carry[1].start

    def leave(self, sentence: Sentence, text: str, times: tuple[TimeExpression, ...]) -> None:
        """Remember what the sentence states for those after it."""
        self.carry = _opening(sentence, text, times) or self.carry
        if text.rstrip().endswith(("：", ":")) and not _OFFERS_WAYS.search(text):
            dated = [time for time in times if time.value and _governs_items(text, time)]
            self.lead = (dated[-1], sentence) if dated else None
        elif stage := STAGE.pattern.match(text.strip()):
            named = stage["time"].strip()
            window = [time for time in times if time.value and named.endswith(time.as_written)]
            self.lead = (window[-1], sentence) if window else None


def states_aim(sentence: Sentence, words: str) -> bool:
    """Whether a carried time dates the words: all under a heading of aims, else what is to be reached, not to be kept."""
    return _under_aims(sentence) or REACHES.pattern.search(words) is not None


def _under_aims(sentence: Sentence) -> bool:
    return any(_AIMS.search(heading) for heading in sentence.section.path)


def _dated(times: tuple[TimeExpression, ...]) -> list[TimeExpression]:
    return [time for time in times if time.value and time.kind in ("deadline", "period")]


def _reaches(first: Sentence, sentence: Sentence) -> bool:
    """A time carries on in its paragraph, and in all paragraphs below a heading of aims."""
    if sentence.end - first.start > MAX_WIDENING:
        return False
    return sentence.paragraph == first.paragraph or (_within(sentence, first) and _under_aims(first))


def _opening(
    sentence: Sentence, text: str, times: tuple[TimeExpression, ...]
) -> tuple[TimeExpression, Sentence] | None:
    """The time that opens a sentence and is its only one (到2025年，…; 力争到2025年底，…)."""
    dated = _dated(times)
    if len(dated) != 1 or not CARRIES.pattern.search(re.sub(r"\s", "", narrow(dated[0].as_written))):
        return None
    return (dated[0], sentence) if _OPENS.fullmatch(text[: dated[0].start].strip()) else None


def _governs_items(text: str, time: TimeExpression) -> bool:
    """到2025年，实现以下目标： dates its items, 为做好2024年招生工作，现通知如下： does not."""
    before = text[: time.start].rstrip()
    return time.kind == "deadline" or (
        time.kind == "period" and (not before or before.endswith(("，", "；", "。", "：", "、", "）")))
    )


def _within(sentence: Sentence, lead: Sentence) -> bool:
    """Same section, or a section below the one that holds the lead-in."""
    path = lead.section.path
    return sentence.section.path[: len(path)] == path
