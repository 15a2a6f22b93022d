"""Which kind of answer a question wants, and in which role a unit is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.contract import AnswerKind
from kb.question import cues
from kb.question.due_cues import DATED_LIST, DUE_LIST
from kb.question.duty_cues import EVERY_ROLE, RESPONSIBILITY, UNIT_TASKS, WANTS_LEAD, WANTS_PARTICIPATING
from kb.question.lexicon import JOINS, LEADS, WHEN, WHO
from kb.question.metadata_cues import METADATA
from kb.question.model import Reading
from kb.question.windows import asked_windows
from kb.records import Role
from kb.rules import Rule, rule

# A question about a document itself names one, or a kind of document, or points back at one.
_SPEAKS_OF_DOCUMENT = re.compile(
    r"《|(?<![几\d])号|〕\d+号|第\d+号|(?:几|多少)号(?:令|文)|会议|[\u4e00-\u9fff]{2}会(?=[是由谁在开的主]|上)|文件|方案|计划|规划|(?<!征求)(?<!回复)(?<!处理)(?<!审查)(?<!审核)(?<!复查)(?<!反馈)(?<!提出)(?<!书面)(?<!听取)意见|通知|办法|条例|规定|决定|细则|章程|制度|法(?!规)|标准|公告|通告|公示|纲要|要点|纪要|须知|指南|简章|规程|规则|汇编|批复|(?<![命指号])令|版|稿|清单|台账|(?:协调|专题|办公|座谈|调度)会有|^(?:它|这|该|那)|(?:什么时候|何时|哪年|哪天|谁)(?:印发|发布|发的|施行|出台|公布|生效|开始施行)(?:的)?[?？]?$"
)
# 分别 and 各 without a word of comparing ask for several figures of one place: 四项指标各是多少
_ONLY_EACH = re.compile(
    r"(?!.*(?:对比|对照|比较|相比|比一比|更|最[高低多少大小严早晚]|谁|哪(?:个|里|边|地|儿|家)|差|还是))"
)
_FIGURE = re.compile(
    r"多少(?!个?(?:天|日|年|月|时间|小时|分钟|工作日|周|学期|学年|次|时限|号|条|项任务))|百分之几|几成|(?<!哪)几(?:所|名|人|元|%|倍|门|万|套|亩|册)"
)
HOW_MUCH = re.compile(
    r"多少|好多|(?<!哪)几(?:[个所名天年岁次人元层间门节米班万千百]|分钟|小时|学时|课时|学分|平方)"
)
_FALLS_DUE = re.compile("到期|到点|截止|完成|办结|到位")
_DEFINES = re.compile(r".{0,12}什么是|.*(?:是指|指的是)什么|.*(?:定义|含义|什么意思)")
# How long something lasts is a figure: 每天要有多长时间的体育活动.
_ASKS_DURATION = re.compile(
    r"(?:能|可以?|准|让|许|得)(?:连续|一次|临时|最多|免费)*(?:停(?:车|放|留)?|用|使用|待|呆|玩|借|放|留|看|占用|存)(?:多久|多长时间|几个?(?:小时|钟头)|几分钟)(?!一次|之?[内后里])|(?:有效期|试用期|任期|聘期|产假|年假|学制|保质期|保修期)(?:限)?(?:最[长短多少]|一般|不超过|至少|是|为|有)*(?:多久|多长(?:时间)?|几[年天个])|(?:每|一)(?:天|日|周|学期|学年)[^,，。?？]{0,12}(?:多长时间|多久)(?!一次)|多长时间的(?!期限|时限)|(?:[一每](?:节|堂)课|课间|午休|晚自习|[每一](?:次|场|节))[\u4e00-\u9fff]{0,6}?(?:多久|多长时间)(?!一次|之?[内后前])|能够?[\u4e00-\u9fff]{1,2}(?:多久|多长时间)(?!一次|之?[内后])|(?:保存|保管|留存|留样|存放|持续|停放|停|借阅|看护|延时|午休|睡|锻炼|户外活动)(?:期)?(?:要|得|应)?(?:多久|多长(?:时间)?)(?!一次|之?[内后])|(?:多少|几)个?(?:小时|分钟)(?!之?以?[内前里])|(?:最多|最长|至少|最少|起码|顶多|不(?:得|能|应)?(?:超过|少于|低于|多于)|保证|确保|单程|累计|总共)(?:可以|能|要|有|得)*[\u4e00-\u9fff]{0,3}?(?:多久|多长(?:时间)?)(?!一次|之?[内后里]|以内|才|就)"
)
TOLD = rule(
    "told",
    r"(?:报(?:告|送)?|上报|汇报|反映|告诉|通知|交|送|发|寄|移交|提交)(?:给|到|往|至)?(?:谁|哪(?:里|儿)|什么(?:部门|单位)|哪(?:个|些|几个)(?:部门|单位))[?？,，]?$|(?:向|跟|给)(?:谁|哪(?:个|些)(?:部门|单位)|什么(?:部门|单位))(?:报告|汇报|报(?!批|审)|说|反映|请假)|(?:需要?|须|要|经过?|征得)谁(?:的)?(?:同意|许可|签字|点头)",
    example="班主任该报给谁",
    counter_example="报谁批准",
)
"""Whom somebody has to tell is no question for a duty: the sentence that tells it answers."""
_UNITS_WANTED = rule(
    "units_wanted",
    rf"{WHO}|哪(?:些|个|几个)(?={LEADS}|{JOINS}|负责)(?!{JOINS}的?(?:任务|工作|事|措施))|(?:哪些|哪几个|哪个|什么|几个)(?:其他|别的)?(?:单位|部门|机构|局|委)|(?:单位|部门|科室)(?:都|分别)*(?:有|是|包括)+(?:哪|谁)",
    example="市教育局牵头，配合的有哪些单位",
    counter_example="市教育局牵头哪些任务",
)
OUTCOME = rule(
    "outcome",
    r"(?:会|要|将|被)?(?:怎样|怎么样|怎么(?:处理|处罚|处分|办)|如何处(?:理|罚)|咋办|受(?:到)?什么处(?:罚|分)|有(?:什么|啥)后果)[?？]?$",
    example="哪家单位两次通报靠后会怎样",
    counter_example="违规收费由哪个部门处理",
)
"""What becomes of somebody is no question for a duty, whoever is named."""
STILL_DUE = rule(
    "still_due",
    r"最[晚迟]|(?:哪天|哪月|哪年|几号|几月|什么时候|何时)(?:之|以)?前(?:得|要|须|必须|应该?)?[^,，。?？]{0,4}(?:公布|发布|印发|出台|公示|下发)"
    rf"|(?:结果|成绩|名单|分数线?|录取线?|片区|学区|答案|人选)[^,，。?？]{{0,6}}?(?:{WHEN})[^,，。?？]{{0,6}}(?:公布|发布|公示|下发|出来|通知)"
    rf"|(?:要|得|将|须|应|定在|安排在|计划在?|打算在?)(?:{WHEN})[^,，。?？]{{0,6}}(?:公布|发布|印发|出台|公示|下发)",
    example="白名单管理办法哪天前要公布",
    counter_example="这个通知是哪天公布的",
)
"""What has to be made public by a time is a task, even where it is a document: no question for its date."""
RULES: tuple[Rule, ...] = (TOLD, OUTCOME, STILL_DUE, _UNITS_WANTED)
_SUM = re.compile(r"(?:罚|赔|处|交|缴|付)(?:款|钱|金)?(?:是|为)?(?:多少|几)")
_WORKING_DAYS = re.compile(r"个?工作日")
"""几个工作日 asks for no 工作."""
_TITLED = re.compile("《[^《》]{4,60}》")
_CLAUSE = re.compile(r"[,，。;；?？、]|以及|(?<=[\u4e00-\u9fff])还有(?=[谁哪])")


def matches(rules: Iterable[Rule], text: str) -> bool:
    """Whether any of the rules is found in the text."""
    return any(rule.pattern.search(text) for rule in rules)


def named(rules: Iterable[Rule], name: str) -> tuple[Rule, ...]:
    """The rules of a name."""
    return tuple(rule for rule in rules if rule.name == name)


def kind_of(reading: Reading) -> AnswerKind:
    """The kind of answer that a question with these recognised pieces wants."""
    # a title speaks for itself: 《关于谁负责学校安全的意见》 does not ask who
    text = _WORKING_DAYS.sub("天", _TITLED.sub("《》", reading.text))
    units, times = reading.units, reading.times
    several = len(reading.regions) > 1
    dated = bool(asked_windows(text, times))
    clear = ("difference", "versions")
    if matches(cues.COMPARISON, text) and (
        several or any(matches(named(cues.COMPARISON, name), text) for name in clear)
    ):
        return "comparison"
    if _is_about_document(text, units, dated=dated):
        return "metadata"
    if TOLD.pattern.search(text) and not matches(cues.DEADLINE, text):
        return "passage"
    if units and not asks_for_units(text):
        if dated and matches((*named(DUE_LIST, "what_is_due"), *named(DUE_LIST, "finished_is")), text):
            return "due_list"
        if matches(named(RESPONSIBILITY, "lead_or_join"), text) and not _counts_tasks(text):
            return "responsibility"
        if matches(UNIT_TASKS, text):
            return "unit_tasks"
    if units and matches(named(RESPONSIBILITY, "lead_or_join"), text):
        return "responsibility"
    if (times or dated) and matches(DUE_LIST, text):
        return "due_list"
    if matches(RESPONSIBILITY, text) and not (
        _asks_only_when(text) or _asks_only_how_much(text) or OUTCOME.pattern.search(text)
    ):
        return "responsibility"
    if _asks_what_is_due(text, dated=dated):
        return "due_list"
    return _other_kind(text, several=several)


def _is_about_document(text: str, units: Sequence[str], *, dated: bool) -> bool:
    """Whether a document's own particulars are asked for; how many clauses a unit has is a question for its tasks."""
    found = {rule.name for rule in METADATA if rule.pattern.search(text)}
    if units and matches(UNIT_TASKS, text) and not asks_for_units(text):
        found -= {"structure", "parts"}
    if dated and matches(DUE_LIST, text):
        found -= {"structure", "parts"}  # 9月底要销号的有哪几条
    if STILL_DUE.pattern.search(text):
        found -= {"when_issued"}
    return bool(found) and _SPEAKS_OF_DOCUMENT.search(text) is not None


def _other_kind(text: str, *, several: bool) -> AnswerKind:
    if _DEFINES.match(text):
        return "passage"
    if matches(named(METADATA, "contact"), text):
        return "passage"
    if _ASKS_DURATION.search(text):
        return "target"
    if matches(cues.DEADLINE, text) and not several and not _asks_figure(text):
        return "deadline"
    if matches(cues.COMPARISON, text) and not _ONLY_EACH.match(text):
        return "comparison"
    if several:
        return "comparison"
    return "target" if matches(cues.TARGET, text) else "passage"


def _asks_what_is_due(text: str, *, dated: bool) -> bool:
    """What has to be ready by a time; without one only lists of what has a time at all."""
    if dated:
        return matches(DUE_LIST, text) or (matches(DATED_LIST, text) and not _asks_when(text))
    lists = (*named(DUE_LIST, "dated_tasks"), *named(DUE_LIST, "list_deadlines"))
    return matches(lists, text) or (matches(DUE_LIST, text) and _FALLS_DUE.search(text) is not None)


def _counts_tasks(text: str) -> bool:
    return matches(UNIT_TASKS, text)


def _asks_when(text: str) -> bool:
    return matches(named(cues.DEADLINE, "when"), text)


def _asks_only_when(text: str) -> bool:
    """Whether a time is asked for and nobody's duty: 审批机关多长时间内要答复."""
    return matches(cues.DEADLINE, text) and not asks_for_units(text)


def _asks_only_how_much(text: str) -> bool:
    """Whether a sum is asked for and nobody's duty: 对直接责任人员罚多少."""
    return _SUM.search(text) is not None and not asks_for_units(text)


def _asks_figure(text: str) -> bool:
    """Whether a figure is asked for that is no length of time: 占比要提到多少，什么时候之前."""
    return _FIGURE.search(text) is not None


def asks_for_units(text: str) -> bool:
    """Whether units are wanted although one may be named: 市教育局牵头，配合的有哪些单位."""
    return _UNITS_WANTED.pattern.search(text) is not None


def role_asked(text: str) -> Role | None:
    """The role that is asked for; None where it is any, both, or not said.

    Of a question with several clauses those count that ask (由什么部门治理，谁要予以配合 asks for two roles).
    """
    if "角色" in text or (EVERY_ROLE.pattern.search(text) and not asks_for_units(text)):
        return None
    asking = [clause for clause in _CLAUSE.split(text) if asks_for_units(clause)]
    roles = {_role(clause) for clause in asking or [text]}
    return roles.pop() if len(roles) == 1 else None


def _role(text: str) -> Role | None:
    lead = WANTS_LEAD.pattern.search(text) is not None
    participating = WANTS_PARTICIPATING.pattern.search(text) is not None
    if lead == participating:
        return None
    return "lead" if lead else "participating"
