"""Words by which policy text gives units a role, and the conventions that documents declare for their lists."""

from __future__ import annotations

import re

from kb.records import Role
from kb.rules import Rule, rule

_WHO = r"(?:责任|实施|落实|参与)?(?:单位|部门|处室|科室|股室|机构|主体|县(?:（市、区）|（区）|（市）|市区|市|区)|区县|市(?:州|县|区)|镇街|乡镇|镇|街道|学校|党支部)"

LABEL = rule(
    "label",
    rf"(?P<label>(?P<open>[【\[〔]\s*)?(?:(?P<lead>总?牵头|主办|主责|主管|主要责任|第一责任|首要责任)(?:{_WHO})"
    rf"|(?P<participating>配合|协办|协同|参与|参加|协助|协作|支持|会办)(?:{_WHO})"
    rf"|(?P<responsible>责任|承办|实施|落实|负责|完成|责任落实|工作)(?:{_WHO})"
    r"|(?P<lead_bare>牵头|主办|主责)|(?P<participating_bare>配合|协办|参与|参加|协助|协同|协作)|(?P<responsible_bare>责任|承办)"
    r"|(?P<time>完成时限|完成时间|办结时限|完成期限|时间节点|工作时限|时限要求|时限|时间安排)|(?P<person>(?:责任|牵头|主管|分管|包保|包抓|联系)领导|责任人|负责人|牵头人|联系人|联络员|(?:监督|督办|督导|督查|验收|指导)(?:单位|部门|处室|科室)))"
    r"(?(open)\s*(?:[】\]〕](?!\s*(?:[、，,；;。）)]|$))\s*[：:]?|[：:])|\s*(?:[：:]|(?<=单位|部门|科室|处室|股室)(?:分别)?为(?![主准了]))\s*))",
    example="【牵头单位】市教育局【配合单位】市财政局",
    counter_example="市教育局【牵头单位】、市财政局",
)

CONVENTIONS: tuple[Rule, ...] = (
    rule(
        "comma",
        r"逗号(?:之)?前(?:面)?的?(?:责任)?(?:单位|部门)?(?:均|都)?(?:为|是|系)(?:该项工作)?(?:的)?牵头",
        example="逗号前为牵头单位，下同",
        counter_example="牵头单位为市教育局",
    ),
    rule(
        "first",
        r"(?:排(?:名|列|序)?(?:在)?(?:第一|首位|最前|最先|前)(?:位|的)?|列(?:在)?(?:第一|首)位?|首位|第一个|首个|居首)(?:的)?(?:责任)?"
        r"(?:单位|部门)?(?:均|都)?(?:为|是|系)(?:该项工作)?(?:的)?(?:牵头|主办|主责)",
        example="排在第一位的为牵头单位（下同）",
        counter_example="坚持把教育排在首位",
    ),
    rule(
        "semicolon",
        r"分号(?:之)?前(?:面)?的?(?:责任)?(?:单位|部门)?(?:均|都)?(?:为|是|系)(?:该项工作)?(?:的)?牵头",
        example="分号前为牵头单位，下同",
        counter_example="各项工作用分号分开",
    ),
)
ONWARD = re.compile(r"下同|以下(?:均|都|类)?同|以下各项|以此类推")
"""Extends a convention to what follows."""

_BY_DUTY = r"(?:按照?|依照?|依据|根据)(?:各自)?(?:职责|职能|分工|责任)(?:任务)?(?:分工)?"
VERBS: tuple[tuple[Role | None, Rule], ...] = (
    (
        "lead",
        rule(
            "lead_verb",
            r"(?:负责|共同|联合|[总双])*(?:牵头|主办|主责)(?:负责|组织|落实|实施|抓总|推进|组织实施|抓)?$",
            example="教育部牵头",
            counter_example="市教育局配合牵头单位做好工作",
        ),
    ),
    (
        "participating",
        rule(
            "participating_verb",
            rf"(?:等(?:有关部门|相关部门|有关单位|相关单位|部门|单位)?|有关部门|相关部门|有关单位|相关单位)?(?:{_BY_DUTY})?(?:共同|协同|积极|密切|协助|分工|做好)*"
            r"(?:配合|参与|协办|协助|参加|支持|协同|协管)(?:落实|实施|负责|做好|完成|推进|工作|办理)*$",
            example="市财政局、市人力资源社会保障局配合",
            counter_example="市教育局负责",
        ),
    ),
    (
        None,
        rule(
            "shared_verb",
            rf"(?:等(?:有关部门|相关部门|有关单位|相关单位|部门|单位)?|有关部门|相关部门|有关单位|相关单位)?(?:{_BY_DUTY})?(?:分别|共同|分头|分工|具体|联合|抓好)*"
            r"(?:负责|落实|组织实施|承担|实施|承办|各负其责|各司其职)(?:落实|实施)?$",
            example="财政部、人力资源社会保障部等按职责分工负责",
            counter_example="教育部牵头",
        ),
    ),
)
"""The role of the units before the verb; None for 负责, whose role depends on whether another unit leads."""

_DAY = r"(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|第?[一二三四1-4]季度)?(?:年?[底末中初]|上旬|中旬|下旬|底)?"
ASIDE: Rule = rule(
    "aside_in_list",
    rf"^(?=.)(?:{_DAY}(?:(?:以)?前|之?前|内|起)(?:[\u4e00-\u9fff“”]{{2,8}})?|(?:到|于|自|力争|确保|力争于|确保于)?(?:{_DAY}(?:(?:以)?前|之?前|内|止|起)?(?:全面|基本|全部|整体)?(?:完成|启动|实施|落实|见效|到位|达标|推进|投入使用)?|"
    r"(?:长期|持续|常态化?|全年|每年|每学年|每学期|每月|适时|逐步|分年度|按年度|按进度|立即|即时|即知即)(?:地)?(?:坚持|推进|实施|开展|落实|完成|执行|整改|改)?"
    r"|(?:完成|办结)?(?:时限|时间|期限)[:：].*))$",
    example="2025年10月底前出台细则",
    counter_example="市教育局牵头",
)
"""A piece of a list that says when instead of who; the whole piece has to be one."""

AT_THE_HEAD: Rule = rule(
    "at_the_head",
    r"(?:统一|全面|集中|坚强)(?:组织)?领导$",
    example="县政府统一领导",
    counter_example="成立领导小组",
)
"""A piece of a list that says under whom the others act."""

TOGETHER = re.compile(r"会同|会商|商(?=[市区县省各国教财民公人])|联合(?=[市区县省各国教财民公人])")
"""A会同B: A leads, B takes part."""
