"""From the words of a question to what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kb.contract import AnswerKind
from kb.dates import TimeExpression, find_times
from kb.question import cues
from kb.question.asking import asked_part
from kb.question.english import is_english
from kb.question.english_reading import Rendering, render
from kb.question.metadata_cues import METADATA
from kb.question.model import Question
from kb.question.places import (
    is_meant,
    joined_regions,
    most_specific,
    relative_regions,
    unheard_regions,
    with_document_regions,
)
from kb.question.units import units_in, without_regions
from kb.question.vocabulary import QuestionVocabulary
from kb.question.windows import asked_windows
from kb.question.wording import policy_terms
from kb.records import Role
from kb.rules import Rule
from kb.text import normalize

_TITLE = re.compile(r"[《「『\"]([^《》「」『』\"]{4,60})[》」』\"]")
_NUMBER = re.compile(r"(?:(?![和与跟及对按据])[\u4e00-\u9fff]){2,10}[〔\[(（]\d{4}[〕\])）]第?\d+号")
_PARTICLES = re.compile(
    r"^那么?|还有(?=$|[,，谁哪])|又(?=是|由|归)|(?:这|那)一?项(?!目)|都有(?=$|谁|哪)|这样的?(?=[园校人])|作为(?:一名|一个)?(?:家长|老师|校长|教师)|(?:我)?想(?:要)?(?:确认|了解|知道|问)(?:一下|下)?|别绕弯子|直说吧?|直接说|我要写(?:汇报|材料|总结)|这件事|这事|这块|列表|请列出|请问|你好|您好|我想知道|我想问|想问一下|想请教|请教|麻烦|帮我|查一下|告诉我|咱们?|我们|我校|本校|(?<!申)请(?![示求假批])|到底|究竟|具体|大概|一下|来着|呢|吧|啊|呀|嘛|啦|哦"
    r"|根据(?:文件|规定|政策)|按照(?:文件|规定|政策)|文件(?:里|中|上)|规定(?:了)?(?:是)?(?:什么|哪些|多少)?|要求(?:是)?(?:什么|哪些|多少)?|的话|方面|是(?:指)?什么|有什么|怎么样|如何|怎么|什么|哪些|哪个|哪几|多少|好多|啥|吗|么|列出来|列一下|列出|分别|各是|各有|在里面|里面|其中|当中|所有的?|全部的?|一共|总共|那个|这个|里面?(?=[都要有各的]|$)|^把|^关于|^对于|^在"
)
# Which document is meant, without its full title: 在普通高中方案里, 这份通知, 学前和高中两个方案中
_HINT = re.compile(
    r"(?:在|按照?|根据)?(?P<words>[^,，。?？:：在]{0,24}?(?:方案|计划|规划|意见|通知|办法|条例|规定|文件|决定|细则|章程|制度))(?:里面|里|中|内|上)?(?=的|各|都|要|分|参|负|牵|有|承|规|写|明|定|提|确|布|安|带|所|全|$|[,，]|[一二两三四五六七八九十\d]|协|配|哪|什|主|\s|应|须)"
)
_COUNTED_TASKS = re.compile(
    r"[一二三四五六七八九十两\d]+(?:大|项|条|个)(?:措施|任务|工作|重点任务|方面)?|牵头|参与|配合|负责|承担|或者?|角色|措施|任务|工作"
)
# How a figure is asked for: 不得超过多少人, 要建几所, 上限是多少
_MEASURE = re.compile(
    r"(?:要|应该?|必须|需要?|得|能|可以)?(?:不能|不得|不可)?(?:达到|超过|低于|少于|高于|提高到|控制在|保持在?|巩固[到在])?(?:了)?"
    r"(?:多少|好多|几|百分之几)(?:钱|块钱?|[个所人名间元岁天年门项次处种位周倍亩场座])?(?:以上|以下|以内)?"
    r"|(?:要建|要有|最多|最少|至少|上限|下限|目标值?|指标值)(?:是|为|有)?"
)
# A question about a document itself names one, or a kind of document, or points back at one.
_SPEAKS_OF_DOCUMENT = re.compile(
    r"《|号|文件|方案|计划|规划|意见|通知|办法|条例|规定|决定|细则|章程|制度|法(?!规)|标准|公告|纲要|版|稿|^(?:它|这|该|那)|(?:什么时候|何时|哪年|哪天|谁)(?:印发|发布|发的|施行|出台|公布|生效|开始施行)(?:的)?[?？]?$"
    r"|\b(?:document|plan|notice|regulations?|law|measures|rules|draft|opinions?|it|they|this)\b"
)
_COMPARING = re.compile(
    r"(?:这|那)?(?:谁|哪(?:个|里|边|地|儿|家))(?:的)?(?:定|办|准办|规定|要求|管|做|占)?得?(?:更|最)?[高低严大小多少早晚快慢]|比较|对比|相比|比一比|差别|差距|区别|变化|一样|相同|不同|新旧|两版|(?:更|最)[高低严大小多少早晚快慢]|(?<=\s)比(?=\s|$)"
    r"|[高低多少大小早晚](?:了|出)?(?:多少|几)?(?:个百分点)?$|(?:^|(?<=\s))(?:跟|和|与|同|比|及|这|那|这两个地方)(?=\s|$)"
)
# 分别 and 各 without a word of comparing ask for several figures of one place: 四项指标各是多少
_ONLY_EACH = re.compile(
    r"(?!.*(?:对比|比较|相比|比一比|更|最[高低多少大小严早晚]|谁|哪(?:个|里|边|地|儿|家)|差|compare|versus|\bvs))"
)
_FIGURE = re.compile(
    r"多少(?!个?(?:天|日|年|月|时间|小时|分钟|工作日|周|学期|学年|次|时限|号|条|项任务))|百分之几|几成|几(?:所|名|人|元|%|倍|门|万|套|亩|册)"
)
# Words for figures in general, which say nothing of what they are about
_FIGURES = re.compile(
    r"(?:[二两三四五六七八九十\d]+(?:大|个|项|条|类|样)(?:的)?)?(?:量化|数量|数字|百分比|核心|预期|主要发展)+(?:的)?(?:指标|目标|要求|数据)?(?:值)?|[二两三四五六七八九十\d]+(?:个|项|条|类|样)(?:指标|目标|数据|数字|要求)"
)
_HOW_MUCH = re.compile(
    r"多少|好多|几(?:[个所名天年岁次人元层间门节米班万千百]|分钟|小时|学时|课时|学分|平方)|how (?:many|much)"
)
_DEFINES = re.compile(r".{0,12}什么是|.*(?:是指|指的是)什么|.*(?:定义|含义|什么意思)|.*what is meant")
# How long something lasts is a figure: 每天要有多长时间的体育活动.
_ASKS_DURATION = re.compile(
    r"(?:每|一)(?:天|日|周|学期|学年)[^,，。?？]{0,12}(?:多长时间|多久)(?!一次)|多长时间的(?!期限|时限)|(?:多少|几)个?(?:小时|分钟)(?!之?[内前])"
)
_UNKNOWN_WORD = 0.5
"""How much an English word that nothing is known about counts beside one that has Chinese words."""
_GLUE = re.compile(r"[\s,，。?？!！、:：;；()（）\[\]【】“”\"'《》]+")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question's text with the pieces that were recognised in it."""

    text: str
    times: tuple[TimeExpression, ...]
    regions: tuple[str, ...]
    region_surfaces: tuple[str, ...]
    units: tuple[str, ...]


def understand(text: str, vocabulary: QuestionVocabulary) -> Question:
    """Read one question on its own."""
    plain = normalize(text)
    if not is_english(plain):
        return _understand(text, _read(plain, vocabulary))
    rendering = render(plain, vocabulary)
    return _in_english(_understand(text, _read(rendering.chinese, vocabulary)), rendering)


def _in_english(question: Question, rendering: Rendering) -> Question:
    """A question that was read in Chinese words, as the English one that was asked."""
    known = tuple(term for term in rendering.terms if term.chinese)
    unknown = len(rendering.terms) - len(known)
    listing = rendering.kind in ("unit_tasks", "due_list")
    return replace(
        question,
        kind=rendering.kind,
        language="en",
        reading=question.reading or question.text,
        topic="" if listing else " ".join(term.chinese[0] for term in known),
        alternatives=() if listing else tuple(term.chinese for term in known),
        known_share=len(known) / max(1.0, len(known) + _UNKNOWN_WORD * unknown),
        regions=rendering.regions or question.regions,
        documents=(rendering.document,) if rendering.document else question.documents,
        refers_back=rendering.refers_back,
    )


def _understand(text: str, reading: _Reading) -> Question:
    """What a question asks, from the pieces that were recognised in it."""
    kind = _kind(reading)
    metadata = tuple(rule.name for rule in METADATA if rule.pattern.search(reading.text))
    times = [time for time in reading.times if time.value]
    return Question(
        text=text,
        reading=reading.text,
        kind=kind,
        language="zh",
        topic=_topic(reading, kind),
        synonyms="" if kind in ("unit_tasks", "due_list") else policy_terms(reading.text),
        document_hint=_document_hint(reading, kind),
        regions=reading.regions,
        years=tuple(dict.fromkeys(int(str(time.value)[:4]) for time in times)),
        deadline=times[0].value if times else None,
        windows=asked_windows(f"{text.lower()} {reading.text}", reading.times),
        units=reading.units,
        role=_role(reading.text),
        documents=tuple(match.strip() for match in (*_TITLE.findall(text), *_NUMBER.findall(reading.text))),
        is_yes_no=_matches(cues.YES_NO, reading.text) and not _HOW_MUCH.search(reading.text),
        asks_role=bool(reading.units) and _matches(_named(cues.RESPONSIBILITY, "lead_or_join"), reading.text),
        asks_versions=_matches(_named(cues.COMPARISON, "versions"), reading.text),
        asks_difference=_matches(_named(cues.COMPARISON, "difference"), reading.text)
        or _matches(_named(cues.COMPARISON, "which_more"), reading.text),
        asks_metadata=metadata,
        refers_back=cues.REFERS_BACK.pattern.search(reading.text) is not None,
    )


def _read(plain: str, vocabulary: QuestionVocabulary) -> _Reading:
    reading = _spelt(plain, vocabulary)
    # names of documents hold regions, years and units that the question is not about
    bare = _TITLE.sub(" ", _NUMBER.sub(" ", reading))
    mentions = vocabulary.gazetteer.find(reading)
    units = units_in(bare, vocabulary)
    named = [mention for mention in mentions if is_meant(reading, mention, vocabulary)]
    named = with_document_regions(reading, named, vocabulary)
    surfaces = [reading[mention.start : mention.end] for mention in named]
    relative = relative_regions(reading, surfaces, vocabulary)
    unheard = () if named else unheard_regions(reading, vocabulary)
    return _Reading(
        text=asked_part(reading),
        times=find_times(_with_chinese_years(bare), two_digit_years=True),
        regions=tuple(
            dict.fromkeys(
                (
                    *relative.values(),
                    *most_specific(
                        vocabulary, [m.region.name for m in named], beside=joined_regions(reading, named)
                    ),
                    *unheard,
                )
            )
        ),
        region_surfaces=(*relative, *surfaces, *unheard),
        units=units,
    )


def _spelt(plain: str, vocabulary: QuestionVocabulary) -> str:
    """The text with misspelt words corrected; numbers of documents are names and stay as they are."""
    pieces = re.split(rf"({_NUMBER.pattern})", plain)
    return "".join(
        piece if place % 2 else vocabulary.speller.correct(piece) for place, piece in enumerate(pieces)
    )


def _kind(reading: _Reading) -> AnswerKind:
    text = reading.text
    several = len(reading.regions) > 1
    clear = ("difference", "versions")
    if _matches(cues.COMPARISON, text) and (
        several or any(_matches(_named(cues.COMPARISON, n), text) for n in clear)
    ):
        return "comparison"
    if _matches(METADATA, text) and _SPEAKS_OF_DOCUMENT.search(text):
        return "metadata"
    if (
        reading.units
        and any(time.value for time in reading.times)
        and _matches(_named(cues.DUE_LIST, "what_is_due"), text)
    ):
        return "due_list"
    if reading.units and _matches(cues.UNIT_TASKS, text) and not _asks_forunits_in(text):
        return "unit_tasks"
    if reading.units and _matches(_named(cues.RESPONSIBILITY, "lead_or_join"), text):
        return "responsibility"
    if reading.times and _matches(cues.DUE_LIST, text):
        return "due_list"
    if _matches(cues.RESPONSIBILITY, text) and not _asks_only_when(text):
        return "responsibility"
    if _matches(cues.DUE_LIST, text):
        return "due_list"
    if _DEFINES.match(text):
        return "passage"
    if _ASKS_DURATION.search(text):
        return "target"
    if _matches(cues.DEADLINE, text) and not several and not _asks_figure(text):
        return "deadline"
    if _matches(cues.COMPARISON, text) and not _ONLY_EACH.match(text):
        return "comparison"
    if several:
        return "comparison"
    return "target" if _matches(cues.TARGET, text) else "passage"


def _topic(reading: _Reading, kind: AnswerKind) -> str:
    text = reading.text
    if kind in ("unit_tasks", "due_list"):
        text = _HINT.sub(" ", text)
    text = _NUMBER.sub(" ", text)
    for surface in reading.region_surfaces:
        text = text.replace(surface, " ")
    for time in reading.times:
        text = text.replace(time.as_written, " ").replace(time.as_written.removesuffix("年"), " ", 1)
    if kind == "unit_tasks" or _matches(_named(cues.RESPONSIBILITY, "lead_or_join"), reading.text):
        for unit in reading.units:
            text = text.replace(without_regions(unit, reading.region_surfaces), " ")
    for rule in _topic_cues(kind):
        text = rule.pattern.sub(" ", text)
    text = cues.SPEAKS_OF_BOTH.pattern.sub(" ", _MEASURE.sub(" ", text))
    if kind == "unit_tasks":
        text = _COUNTED_TASKS.sub(" ", text)
    if kind == "deadline":
        text = re.sub(r"一(?:次|回|轮|遍)", " ", text)
    plain = " ".join(_GLUE.sub(" ", _PARTICLES.sub(" ", text)).split())
    if kind in ("target", "comparison"):
        plain = _FIGURES.sub(" ", plain)
    plain = " ".join(
        filter(None, (re.sub(r"^的|(?<!目)的(?:是|有)?$|(?<=准)是$", "", word) for word in plain.split()))
    )
    if kind == "comparison":
        plain = " ".join(_COMPARING.sub(" ", plain).split())
    if kind in ("unit_tasks", "due_list"):
        return " ".join(word for word in plain.split() if len(word) > 1)
    return plain.strip()


def _asks_only_when(text: str) -> bool:
    """Whether a time is asked for and nobody's duty: 审批机关多长时间内要答复."""
    return _matches(cues.DEADLINE, text) and not _asks_forunits_in(text)


def _asks_figure(text: str) -> bool:
    """Whether a figure is asked for that is no length of time: 占比要提到多少，什么时候之前."""
    return _FIGURE.search(text) is not None


def _document_hint(reading: _Reading, kind: AnswerKind) -> str:
    """Words that tell which document is meant, for questions about whole documents; empty when there are none."""
    if kind not in ("unit_tasks", "due_list", "metadata"):
        return ""
    text = reading.text
    for surface in (*reading.region_surfaces, *reading.units):
        text = text.replace(surface, " ")
    return " ".join(match["words"].strip() for match in _HINT.finditer(text))


def _topic_cues(kind: AnswerKind) -> Iterable[Rule]:
    """Rules whose words say what kind of answer is wanted, not what it is about."""
    if kind == "responsibility":
        kept = ("who_joins", "whose", "by_whom", "english")
        return (
            *_named(cues.RESPONSIBILITY, "lead_or_join"),
            *_named(cues.RESPONSIBILITY, "role_noun"),
            cues.ASKS_WHO,
            *(rule for name in kept for rule in _named(cues.RESPONSIBILITY, name)),
            cues.WANTS_LEAD,
        )
    if kind == "unit_tasks":
        return cues.UNIT_TASKS
    if kind == "due_list":
        return (*cues.DUE_LIST, *_named(cues.DEADLINE, "limit"))
    if kind == "deadline":
        return cues.DEADLINE
    if kind == "metadata":
        return METADATA
    return _named(cues.COMPARISON, "difference") if kind == "comparison" else ()


_EVERY_ROLE = re.compile(
    r"(?:负责|承担|管|做)[^,，。?？]{0,4}[和、及与或,，]?[^,，。?？]{0,4}(?:配合|参与|协助)(?!的?(?:单位|部门))"
)
"""负责和配合的事项: in whatever role."""


def _role(text: str) -> Role | None:
    lead = cues.WANTS_LEAD.pattern.search(text) is not None
    participating = cues.WANTS_PARTICIPATING.pattern.search(text) is not None
    if lead == participating or "角色" in text or _EVERY_ROLE.search(text):
        return None
    return "lead" if lead else "participating"


def _asks_forunits_in(text: str) -> bool:
    """Whether units are wanted although one is named: 市教育局牵头，配合的有哪些单位."""
    pattern = r"(?:哪些|哪几个|哪个|什么|几个)(?:其他|别的)?(?:单位|部门|机构|局|委)|谁"
    return re.search(pattern, text) is not None


def _with_chinese_years(text: str) -> str:
    """English years as Chinese writes them (2025年), so that one rule reads both."""
    return re.sub(
        r"(?<![\d.])((?:19|20)\d\d)(?!\s*(?:[\d年%/-]|[.,]\d|元|人|名|位|所|个|万|平方|米|亩|学时|课时|张|套|户|分|字|次|天))",
        r"\1年",
        text,
    )


def _matches(rules: Iterable[Rule], text: str) -> bool:
    return any(rule.pattern.search(text) for rule in rules)


def _named(rules: Iterable[Rule], name: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.name == name)
