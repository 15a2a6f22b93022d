"""Who acts, told by grammar: a name that ends like an organ, directly before a verb (总务处封存食品, 县供销联社集中配送).

``kb.unit_finder`` knows organs by their functions and ``kb.agent_names`` ends names at verbs that it lists. Here the
kinds of the words decide, so that neither the organ nor the verb has to be known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.rules import Rule, rule
from kb.text import is_word, tagged_words

ORGAN_END: Rule = rule(
    "organ_end",
    r"(?:[局委厅署处科股组馆校院队所站办室]|(?<![全干内外])部|中心|公司|集团|政府|街道|部门|机构|机关|单位|(?:幼儿)园|小学|中学|高中|大学|联盟|基地|银行|书店|企业"
    r"|(?:联|合作|报|出版|供销)社|[妇残侨文科商]联|(?:科|[政记作])协|(?:广播|电视|气象|融媒体)台|(?:共青团|党|残联)中央|[委员]会|(?<!大)(?:协|学|工|商|总|理事|董事|监事|联合|学生|基金|红十字|办公|代表大)会|[县市]团|法庭|印刷厂|水厂|电厂|少年宫|文化宫)$",
    example="县供销联社",
    counter_example="全社会",
)
_PERSON_END = re.compile(r"(?:[员长师医]|书记|主任|代表|负责人|专班|同志)$")
"""Ends the name of an office-holder, who counts only where 由 stands before."""
_NO_ORGAN = re.compile(
    r".*的.*|[全整本该此每].{0,2}|.*(?:教室|宿舍|场所|学科|文科|(?<![管办审代处受清])理科|部位|项目组|厕所|专科|本科|诊所|(?<!教)科室|社区|社会|机会|入学|升学|[出用好难到各住何此害益短长查惩妥严]处|[处住]所|[班词]组"
    r"|车站|网站|[路排列车团梯球联]队|比赛队|社团|[家公田乐花庭学]园|[新老旧本我全该名弱强进入离返到]校|课堂|局部|(?:(?<![教大])学|[头胸腹底顶中东西南北上下内外])部|[举承主开创兴督协经代筹申停补公民]办)"
)
_GROUP = re.compile(
    r"各(?:有关|相关)?(?:设区|省辖|[省市区县州盟旗镇乡街村]|街道|社区|园区|高新区|开发区|[（()）、])+|各地|[各全](?:体)?(?:班级|年级|系部|院系|班主任|辅导员|任课教师)|班主任"
)
"""Who is meant together: 各镇（街）, 各社区, 各班级."""
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_COUNTED = re.compile(r"\d+(?:余|多)?[所个名家间条项]")
"""新建12所公办幼儿园 is what is built, not who builds."""
_JOINT = re.compile(r"、|以及|和|及|与")
_WORDS_BEFORE = re.compile(
    r"(?<!^)(?<![直属])[各每](?![方界级])|(?<!^)(?<![直属])(?:有关|相关|在)|由|向(?!阳)|(?<!公)交(?![易流通警投])|报(?![社业名刊警编])|把|(?<![配运输])送(?!变)|给(?!排)|[\d一二三四五六七八九十两](?:份|式)|(?:审核|检查|督促|指导|组织|要求|抽查|征求|汇总|公布|协调)(?=各|有关|相关)|会同|协助|牵头|负责(?!人)|(?:协同|配合)(?!中心)|(?:协调|督促|指导|组织)(?=[省市区县州镇国全中](?!心|学|小))|(?<=[局委部厅院处科股室站社台公心])(?:协调|督促|组织)(?!科|处|部|办|股|室|中心)"
)
"""Stands in front of a name or in a sentence, never inside one: 一份交财务室, 审核各二级学院."""
_BAD_START = re.compile(
    r"(?:[\d\s（(]|经(?![济贸]|信[局委厅部办]|开)|报(?!社|业)|向|对(?!外)|从|在(?!地)|以(?!色)|给|把|将|被|按|据|为|于|自(?!然|来水)|至|到|因|凡|如|若|当(?!地)|除|待|等|并|且|或|可|不|未|已|应|须|要|需|请|由|其(?!他)|该|各自|本着|依法|根据|依据|通过|鼓励|支持|引导|要求|督促|指导|组织(?!部|人事|处|科)|协调|配合|协助|联合|会同|建立|成立|设立|完善|加强|推进|落实|开展|做好|制定|是|有|没有|属于|所有|一个|每个|原|受)"
)
_NO_FIRST = re.compile("(?:v$|vd$|a|d|c|p|r|u|m|q)")
_FIRST_ANYWAY = frozenset(
    ["各", "各级", "招生", "招考", "督导", "教研", "采购", "保卫", "审计", "统战", "宣传", "公安", "全国"]
)
"""No verb begins a name (合理保障高中学校), but for what names a field."""
_LEAST_NAME, _MOST_NAME, _MOST_CHARS = 2, 22, 60
_VERB_LENGTH = 2
_ADVERBIAL = re.compile(r"^(?:d|p$|t$|m$|r$|f$|l$|i$|zg$)")
_VERBS_CALLED_NOUNS = frozenset(
    [
        "清理",
        "规范",
        "新建",
        "改建",
        "扩建",
        "核定",
        "备案",
        "核算",
        "联系",
        "发文",
        "汇总",
        "轮流",
        "单独",
        "建档",
        "派员",
        "选派",
        "招募",
        "代管",
        "供餐",
        "列支",
        "印制",
        "核准",
        "清运",
        "编印",
        "校验",
        "关心",
        "函告",
        "通报",
        "细化",
        "指派",
        "代行",
        "先行",
        "主动",
        "核验",
        "公告",
        "立案",
        "书写",
        "草拟",
        "会商",
        "讯问",
        "招标",
        "总结",
        "印发",
        "书面",
        "保密",
        "记录",
        "论证",
        "领导",
        "评议",
        "出厂",
        "协商",
        "申报",
        "建议",
        "编辑",
        "整理",
        "指导",
        "策划",
        "部署",
        "界定",
        "办理",
        "全面",
        "全程",
        "足额",
        "全额",
        "依规",
        "实地",
        "按季",
        "按月",
        "逐校",
        "逐月",
        "逐项",
        "分头",
        "派",
        "派出",
        "出资",
        "开户",
        "立项",
        "共同商定",
        "统建",
        "统购",
        "承印",
        "承运",
        "配餐",
        "查验",
        "抽检",
        "消杀",
        "晨检",
        "采买",
        "讲授",
        "宣讲",
        "走访",
        "慰问",
        "评优",
        "面谈",
        "会审",
        "会签",
        "联审",
        "联办",
        "供暖",
        "供水",
        "供电",
        "清扫",
        "保洁",
        "巡逻",
        "护送",
        "接送",
        "接种",
        "体检",
        "筛查",
        "拍卖",
        "销账",
        "报销",
        "结算",
        "拨付",
        "划转",
        "归集",
        "兑付",
    ]
)
"""What the segmenter takes for nouns though it is what somebody does: words that stand behind 应当 and 予以 in laws."""
_NOT_ACTING = re.compile(
    r"(?:的|等|由|[〔\[（(■□]|[^，。；]{0,3}■|[担兼]?任(?!教|课|命)|设[在于]|挂靠|联合(?:制定|印发|发布|发文)|印发|人员|负责[人同]|工作人员|有关负责|主要负责人|主要领导|领导(?!.)|关于|《|所属|下属|直属|下设|内部|自身|已|曾|以[上下]|中|内|里|之间|方面|同意|认为|指出|强调|是(?:否|不是)|为(?!.*(?:提供|配备|办理|安排|建立|购买|开设|发放))|有(?!权|计划|序)|在(?![^，。；]{1,16}(?:前|内|后|期间|时)[\u4e00-\u9fff]{2}|[^，。；]{2,16}(?:设|建|开|办|派|组织|发布|公布|公示|举办|开展))|主持召开|召开|参加会议|列席|下称|简称|印章|盖章|代表|出台的|可(?!视)|不得|不能|有权|享有|应当(?=[^，。；]{0,4}接受)|未|没有|无法|拒不|违反|收到|接到|发现|获得|取得|包括|属于|存在|涉及|位于|作出的|对[^，。；]{1,20}有)"
)
_RELATIVE = re.compile(
    r"^[^，。；]{1,6}的(?!$)|[^，。；]{2,20}(?:的|后|时|前|之日起|的情况下|的基础上|的同时)$"
)
"""Says something of a thing (市政府确定的名单) or a condition (教育局批准后), no act."""
_NOMINAL_HEAD = re.compile(
    r"^(?:电话|人员|小组|机构|部门|专班|平台|系统|网站|账号|账户|办法|意见|方案|制度|小程序|公众号|工作|能力|水平|作用|职责|力量|队伍|岗位|标准|大厅)"
)
_NESTS = re.compile(r"(?:政府|国务院|党委|[市县区省州旗镇乡]委|局|厅|大学|学院|学校|公司|集团|医院|中心)$")
_INNER = re.compile(
    r"^[\u4e00-\u9fff]{1,10}(?:处|科|股|室|办|中心|大?队|所|站|组|院|馆|部|会|办公室|委员会|小组)(?![理法员长])"
)


_SHORT_INNER = 8
_OF_TEACHERS = re.compile(
    "(?:发展|进修|培训|工作|教育|招聘|管理)[\u4e00-\u9fff]{0,4}(?:中心|学校|学院|院|处|科|股|室|部|办)"
)
"""Goes on after what could be people: 教师发展中心."""
_TIME_NEXT = re.compile(
    r"(?:于|在)[^，。；]{1,14}(?:前|内|后|期间|时)(?=[\u4e00-\u9fff]{2})|每(?:年|月|季度|学期|学年|周)"
)
_AT_LARGE = re.compile("(?:学校|高中|初中|小学|中学|幼儿园|园|机构|企业|单位|大学)$")
"""Schools and the like do most of what a plan speaks of; only 由 tells that they are meant as who acts."""
_STEP = re.compile(
    "(?:按[月季年周]|按学[年期])?(?!组织|协调|召集|会同|联合|协同)[^，。；会商与和对向将把按等、]{2,8}$"
)


@dataclass(frozen=True, slots=True)
class Actors:
    """Names with their places in the text; ``end`` is where what they do begins."""

    names: tuple[tuple[int, int], ...]
    end: int


def actors_at(text: str, start: int, stop: int, *, by: bool = False) -> Actors | None:
    """Who acts in ``text[start:stop]`` (one clause) when the names begin at ``start``; None when nobody does.

    ``by``: 由 stands before the names, so that a verb has to follow, whatever the segmenter calls it.
    """
    found = _actors(text[start : min(stop, start + _MOST_CHARS)], by)
    if found is None:
        return None
    return Actors(tuple((start + a, start + b) for a, b in found.names), start + found.end)


def steps_after(text: str, actors_end: int, stop: int) -> tuple[tuple[int, Actors], ...]:
    """(where its words begin, who) of each next step in one clause: 由A推荐、|B审定、|C发文."""
    found: list[tuple[int, Actors]] = []
    begin = actors_end
    for mark in re.finditer("、", text[actors_end:stop]):
        at = actors_end + mark.start()
        following = actors_at(text, at + 1, stop, by=True) if _STEP.match(text[begin:at]) else None
        if following is not None:
            found.append((at + 1, following))
            begin = following.end
    return tuple(found)


@lru_cache(maxsize=4096)
def _actors(run: str, by: bool) -> Actors | None:
    if _BAD_START.match(run) or not re.search(r"[\u4e00-\u9fff]{3}", run):
        return None
    words = tagged_words(run)
    if not by and _NO_FIRST.match(words[0][1]) and words[0][0] not in _FIRST_ANYWAY:
        return None
    at = 0
    for place, (word, tag) in enumerate(words[:-1]):
        at += len(word)
        if tag == "v" and len(word) > 1:
            continue  # 查处 ends like an office
        if at > _MOST_CHARS - 10 or word in "，。；：":
            return None
        if not _ends(run[:at], by=by, whole=by) or _JOINT.match(run, at):
            continue
        if _NESTS.search(run[:at]) and _inner(run[at:]):
            continue
        if _PERSON_END.search(run[:at]) and _OF_TEACHERS.match(run[at:]):
            continue
        names = _names(run[:at], by=by, whole=by)
        if names is None or (not by and _AT_LARGE.search(run[:at])):
            continue
        if _acts(run[at:], words[place + 1 :], by=by):
            return Actors(names, at)
    return _before_time(run) if by else None


def _before_time(run: str) -> Actors | None:
    """Names before a time, where the segmenter takes the preposition for a part of them (由科研处|于5月20日前提出)."""
    for time in _TIME_NEXT.finditer(run):
        names = _names(run[: time.start()], by=True, whole=True)
        if names is not None:
            return Actors(names, time.start())
    return None


def _inner(rest: str) -> bool:
    """Whether an organ's name goes on with that of an office inside it."""
    office = _INNER.match(rest)
    return office is not None and (len(office.group()) <= _SHORT_INNER or is_organ(office.group()))


def acts(rest: str) -> bool:
    """Whether the words behind the name of an organ say what it does."""
    return bool(rest.strip()) and _acts(rest, tagged_words(rest[:_MOST_CHARS]), by=False)


def names_in(written: str) -> tuple[tuple[int, int], ...]:
    """The places of the names where the whole of ``written`` is a list of organs; none otherwise."""
    return (_names(written, whole=True) if re.search(r"[\u4e00-\u9fff]{2}", written) else None) or ()


def is_organ(name: str) -> bool:
    """Whether a whole name is that of one organ or group of organs, by its form alone (市殡葬管理所, 各镇（街）)."""
    return names_in(name) == ((0, len(name)),)


def _acts(rest: str, words: Sequence[tuple[str, str]], *, by: bool) -> bool:
    """Whether the words behind a name say what it does."""
    if not rest.strip() or _NOT_ACTING.match(rest) or _RELATIVE.search(rest.rstrip()):
        return False
    first, tag = words[0]
    behind = rest[len(first) :]
    if not by and _NOMINAL_HEAD.match(behind if tag == "vn" else rest):
        return False
    if first in _VERBS_CALLED_NOUNS or tag.startswith("v") or (by and _may_be_verb(first, behind)):
        return True
    return (first.startswith("每") or _ADVERBIAL.match(tag) is not None) and (
        by or any(kind.startswith("v") or word in _VERBS_CALLED_NOUNS for word, kind in words[1:])
    )


def _may_be_verb(word: str, behind: str) -> bool:
    """印制 and 核准 are nouns to the segmenter; behind 由A they are what A does."""
    return len(word) == _VERB_LENGTH and (not behind.strip() or not is_word(word))


def _ends(written: str, *, by: bool, whole: bool = False) -> bool:
    if ORGAN_END.pattern.search(written) or (by and _PERSON_END.search(written)):
        return True
    return whole and _GROUP.fullmatch(written) is not None


def _names(written: str, *, by: bool = False, whole: bool = False) -> tuple[tuple[int, int], ...] | None:
    """The places of the names in a list whose every member ends like an organ; None otherwise."""
    pieces: list[tuple[int, int]] = []
    begin = 0
    bare = _BRACKET.sub(lambda match: "■" * len(match.group()), written)
    for joint in _JOINT.finditer(bare):
        left = written[begin : joint.start()]
        if joint.group() != "、" and (left.endswith("实验室") or not _ends(left, by=by, whole=whole)):
            continue  # 发展和改革局 and 实验室与设备管理处 are one name
        pieces.append((begin, joint.start()))
        begin = joint.end()
    pieces.append((begin, len(written)))
    for low, high in pieces:
        name = written[low:high]
        if not _LEAST_NAME <= len(name) <= _MOST_NAME or not _ends(name, by=by, whole=whole):
            return None
        if _COUNTED.search(name):
            return None
        if whole and _GROUP.fullmatch(name):
            continue
        if _NO_ORGAN.fullmatch(name) or _WORDS_BEFORE.search(name) or _BAD_START.match(name):
            return None
    return tuple(pieces)
