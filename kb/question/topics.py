"""What a question is about: what remains without the words that only ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.contract import AnswerKind
from kb.question import cues, duty_cues
from kb.question.due_cues import DATED_LIST, DUE_LIST
from kb.question.kinds import matches, named
from kb.question.lexicon import ITEMS, JOINS, MORE, MORE_OR_LESS, WHICH_SIDE
from kb.question.metadata_cues import METADATA
from kb.question.model import Reading
from kb.question.units import without_regions
from kb.rules import Rule, rule

NUMBER = re.compile(r"(?:(?![和与跟及对按据])[\u4e00-\u9fff]){2,10}[〔\[(（]\d{4}[〕\])）]第?\d+号")
"""The number of a document (川教〔2021〕3号)."""
_NAMED = re.compile(rf"(?:按照?|根据|依据|依照|依)?(?:{NUMBER.pattern}(?:文件?|通知|函)?|《》)")
_PARTICLES = re.compile(
    r"^那么?|(?:这项)?(?:工作)?(?:落|压|分)(?:到|在)(?:了)?(?=\s)|(?<=\s)(?:头|身|肩)上了?(?=[\s?？]|$)|(?:请|麻烦|望)(?:您|你|予以)?(?:告知|告诉我?们?|回复)|还有(?=$|[,，谁哪])|又(?=是|由|归)|(?:这|那)一?项(?!目)|都有(?=$|谁|哪)|这样的?(?=[园校人])|作为(?:一名|一个)?(?:家长|老师|校长|教师)|(?:我)?想(?:要)?(?:确认|了解|知道|问)(?:一下|下)?|别绕弯子|直说吧?|直接说|我要写(?:汇报|材料|总结)|这件事|这事|这块|列表|请列出|请问|你好|您好|我想知道|我想问|想问一下|想请教|请教|麻烦|帮我|查一下|告诉我|咱们?|我们|我校|本校|(?<!申)请(?![示求假批客柬])|写明|标明|列个?表|到底|究竟|具体|大概|一下|来着|呢|(?<!网)吧|啊|呀|嘛|啦|哦"
    r"|根据(?:文件|规定|政策)|按照(?:文件|规定|政策)|文件(?:里|中|上)|规定(?:了)?(?:是)?(?:什么|哪些|多少)?|要求(?:是)?(?:什么|哪些|多少)?|的话|方面|是(?:指)?什么|有什么|怎么样|如何|怎么|什么|哪些|哪个|哪几|多少|好多|啥|吗|么|列出来|列一下|列出|分别|各是|各有|在里面|里面|其中|当中|所有的?|全部的?|一共|总共|那个|这个|里面?(?=[都要有各的]|$)|^把|^关于|^对于|^在"
)
# Which document is meant, without its full title: 在普通高中方案里, 这份通知, 学前和高中两个方案中
_HINT = re.compile(
    r"(?:在|按照?|根据)?(?P<words>[^,，。?？:：在]{0,24}?(?:方案|计划|规划|意见|通知|办法|条例|规定|文件|决定|细则|章程|制度|清单|台账|要点))(?:里面|里头|里|中(?![学小心职等考专国期])|内(?![容设])|上(?![报级交学市课岗传])|(?=的|各|都|要|分|参|负|牵|有|承|规|写|明|定|提|确|布|安|带|所|全|$|[,，]|[一二两三四五六七八九十\d]|协|配|哪|什|主|\s|应|须))"
)
_COUNTED_TASKS = re.compile(
    r"(?:要|得|该|需)?(?:管|做好?|干|办|抓|领)(?:了|好)?哪?(?=\s|$)|[一二三四五六七八九十两\d]+(?:大|项|条|个)(?:措施|任务|工作|重点任务|方面)?|牵头|参与|配合|负责|承担|(?:安排|布置|部署|分配|交办|领|摊|派)(?:了|给|到)|或者?|角色|措施|任务|工作"
)
FRAME = rule(
    "frame",
    r"(?:(?<=\s)|^)(?:按照?|依照?|根据|在|照)?(?:(?:现行|目前有效|现在|如今|最新|现有|新|老|旧|这份|这个|那份|市里|县里|省里|区里)+的?(?:办法|方案|规划|计划|文件|规定|政策|通知|意见|细则|条例|要点|清单|台账)|(?:办法|方案|规划|计划|文件|规定|通知|意见稿|意见|细则|条例|工作要点|要点|清单|台账|纪要)(?=里|中|上|内))(?:里头|里面|里边|当中|中|里|上|内)?(?:提到的?|写的|写明的?|规定的|说的|要求的)?(?![\u4e00-\u9fff]{0,2}(?:期|修编))",
    example="现行办法里 教师继续教育学分登记",
    counter_example="学前教育规划修编",
)
"""In which document to look, where only its kind is said: nothing of what is asked about."""
SAID_THERE = rule(
    "said_there",
    r"(?:这|那)?一?(?:条|项|个|块|块儿)?(?:约束性|预期性|核心|主要)?(?:指标|目标|数字|数据)?(?:定|写|压|规定|要求|列)(?:在|到|成|为|的是|的|明)(?=\s|$)|(?:这|那)(?:一)?(?:条|项|个|块|块儿)(?:约束性|预期性)?(?:指标|目标|数字)?(?=\s|$)|(?<=[率比额])(?:约束性|预期性)?指标(?=\s|$)|(?<=\s)(?:约束性|预期性)指标(?=\s|$)",
    example="普惠性幼儿园覆盖率这个约束性指标定在",
    counter_example="家庭作业写在黑板上",
)
"""How a document says it."""
SPOKEN_PLACE = rule(
    "spoken_place",
    r"(?:那边|这边|那里|这里|那儿|这儿|[那这]块儿?(?!地)|[省市区县州旗盟镇]里(?!程)|当地|境内|一带)",
    example="黔西南这边",
    counter_example="这块地",
)
RULES: tuple[Rule, ...] = (FRAME, SAID_THERE, SPOKEN_PLACE)
_ONLY_ASKING = re.compile(
    r"(?:需要?|都|要|得|应该?|一共|总共|分别|角色|领了?|分到了?|做|干|办|哪|几|件|项|事|涉及|承担了?|安排|有|的|在|和|与|及|是|由|工作|任务)+"
)
"""Says nothing of what tasks are about."""
_ROLE_FIRST = re.compile(
    r"^(?:负责|牵头|配合|参与|承担|主管|协办|协助)(?!人|单位|部门)(?=[\u4e00-\u9fff]{2})"
)
"""负责|教师体检的是哪个单位: the role, not what it is a role in."""
_ONLY_ITEMS = re.compile(rf"(?:{ITEMS})+")
# How a figure is asked for: 不得超过多少人, 要建几所, 上限是多少
_MEASURE = re.compile(
    r"(?:由|从)(?:原来的?)?(?:多少|几|什么)[^,，。?？从由]{0,6}?(?:提高|提升|提|涨|调整|调|升|降低|下降|降|增加|增|减少|减|变|改)(?:了)?(?:到|至|为|成)?(?:了)?(?:多少|几|什么)|"
    r"(?:要|应该?|必须|需要?|得|能|可以)?(?:不能|不得|不可|不(?=[超低少高]))?(?:达到|超过|低于|少于|高于|提高到|控制在|保持在?|巩固[到在])?(?:了)?"
    r"(?:多少|好多|几|百分之几)(?:钱|块钱?|(?:[个所人名间元岁天年门项次处种位倍亩场座]|周(?![转边围岁末])))?(?:以上|以下|以内)?"
    r"|(?:要建|要有|最多|最少|至少|上限|下限|目标值?|指标值)(?:是|为|有)?"
)
_COMPARING = re.compile(
    rf"(?:这|那)?{WHICH_SIDE}(?:的)?(?:(?:定|办|准办|规定|要求|管|做|占|控制)(?:的|得)?)?(?:目标)?(?:更|最|得)?{MORE}(?:一些|些|点)?|比较|对比|对照|比比看|相比|比一比|差别|差异(?!系数)|差距|区别|异同|变化|改动|一样|相同|不同|新旧|两版|孰\S?孰\S?"
    rf"|{WHICH_SIDE}(?=的|高中|[^,，。?？\s]{{2,10}}(?:更|最)?{MORE})(?:的)?|(?:(?:要求|规定|定)(?:的|得))?{MORE_OR_LESS}(?:些|点|了)?还是\S*|(?:更|最){MORE_OR_LESS}(?:一些|些|点)?|(?<=\s){WHICH_SIDE}(?=\s|$)|(?<=\s)比(?=\s|$)|是(?=\s|$)"
    rf"|{MORE}(?:了|出)?(?:多少|几)?(?:个百分点)?$|(?:^|(?<=\s))(?:跟|和|与|同|比|及|这|那|这两个地方)(?=\s|$)"
)
# Words for figures in general, which say nothing of what they are about
_FIGURES = re.compile(
    r"(?<=课)多长时间|(?<=[动课息练眠])多久|(?:[二两三四五六七八九十\d]+(?:大|个|项|条|类|样)(?:的)?)?(?:量化|数量|数字|百分比|核心|预期|主要发展)+(?:的)?(?:指标|目标|要求|数据)?(?:值)?|[二两三四五六七八九十\d]+(?:个|项|条|类|样)(?:指标|目标|数据|数字|要求)"
)
_YEARS = re.compile(r"(?:19|20)\d\d年?\s*(?:到|至|-|—|~)\s*(?:19|20)\d\d年?(?:之?间|期间)?")
_GLUE = re.compile(r"[\s,，。?？!！、:：;；()（）\[\]【】“”\"'《》]+")


def topic_of(reading: Reading, kind: AnswerKind) -> str:
    """The question without asking words, places, times, and the unit that a question about a unit names."""
    text = _without_names(reading, kind)
    for cue in _topic_cues(kind):
        text = cue.pattern.sub(" ", text)
    text = cues.SPEAKS_OF_BOTH.pattern.sub(" ", _MEASURE.sub(" ", text))
    if kind == "unit_tasks":
        text = _COUNTED_TASKS.sub(" ", text)
    if kind == "responsibility":
        text = re.sub(rf"(?:跟着|一起|予以|给予|负责)*{JOINS}(?:着|的)?(?=[\s?？,，。]|$)", " ", text)
        text = re.sub(r"(?<=\s)(?:同|来|去|做|办|搞|弄|管|具体)+(?=[\s?？,，。]|$)", " ", text)
    if kind == "deadline":
        text = re.sub(r"一(?:次|回|轮|遍)", " ", text)
    plain = " ".join(_GLUE.sub(" ", _PARTICLES.sub(" ", text)).split())
    if kind not in ("unit_tasks", "due_list", "metadata"):
        plain = " ".join(SAID_THERE.pattern.sub(" ", FRAME.pattern.sub(" ", plain)).split()) or plain
    if kind in ("target", "comparison"):
        plain = _FIGURES.sub(" ", plain)
    plain = " ".join(
        filter(
            None,
            (re.sub(r"^的|(?<!目)的(?:是|有)?$|(?<![但凡正就可])是$", "", word) for word in plain.split()),
        )
    )
    if kind == "comparison":
        plain = " ".join(_COMPARING.sub(" ", plain).split())
    if kind in ("unit_tasks", "due_list"):
        return " ".join(
            w
            for w in plain.split()
            if len(w) > 1 and not _ONLY_ITEMS.fullmatch(w) and not _ONLY_ASKING.fullmatch(w)
        )
    if kind == "responsibility":
        plain = _ROLE_FIRST.sub("", plain)
        if matches(named(duty_cues.RESPONSIBILITY, "lead_or_join"), reading.text):
            plain = " ".join(re.sub("(?<=..)[中里]$|^(?:单位|部门)$", "", word) for word in plain.split())
    return plain.strip()


def _without_names(reading: Reading, kind: AnswerKind) -> str:
    text = reading.text
    if kind in ("unit_tasks", "due_list"):
        text = _HINT.sub(" ", re.sub("在?《[^《》]*》[里中上]?", " ", text))
    text = _NAMED.sub(" ", text)
    for surface in reading.region_surfaces:
        text = _without_place(text, surface)
    text = _YEARS.sub(" ", text)
    for time in reading.times:
        text = text.replace(time.as_written, " ").replace(time.as_written.removesuffix("年"), " ", 1)
    if kind == "unit_tasks" or matches(named(duty_cues.RESPONSIBILITY, "lead_or_join"), reading.text):
        for unit in reading.units:
            text = text.replace(without_regions(unit, reading.region_surfaces), " ")
    return text


def _without_place(text: str, surface: str) -> str:
    """The text without a place and how people speak of it (黔西南这边)."""
    return re.sub(rf"{re.escape(surface)}(?:{SPOKEN_PLACE.pattern.pattern})?", " ", text)


def document_hint(reading: Reading, kind: AnswerKind) -> str:
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
        kept = ("whose", "by_whom", "by_which_place")
        return (
            *named(duty_cues.RESPONSIBILITY, "lead_or_join"),
            *named(duty_cues.RESPONSIBILITY, "role_noun"),
            *named(duty_cues.RESPONSIBILITY, "who_joins"),
            duty_cues.ASKS_WHO,
            *(rule for name in kept for rule in named(duty_cues.RESPONSIBILITY, name)),
            duty_cues.WANTS_LEAD,
        )
    if kind == "unit_tasks":
        return duty_cues.UNIT_TASKS
    if kind == "due_list":
        return (*DUE_LIST, *DATED_LIST, *named(cues.DEADLINE, "limit"))
    if kind == "deadline":
        return cues.DEADLINE
    if kind == "metadata":
        return METADATA
    return named(cues.COMPARISON, "difference") if kind == "comparison" else ()
