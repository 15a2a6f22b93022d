"""Wording of targets: comparators before and after a number, verbs that set one, targets without a number."""

from __future__ import annotations

import re

from kb.records import Comparator
from kb.rules import Rule, rule

_OF = r"(?:[^，；。、\d]{0,24}(?:的|总额|总数|总量|标准|人数|面积))?\s*"

BEFORE: tuple[tuple[Comparator, Rule], ...] = (
    (
        "<=",
        rule(
            "at_most",
            rf"(?:(?:原则上)?不(?:得|能|应|宜|准)?(?:超过|超出|高于|多于|大于)|(?<!不)(?<!不得)(?<!不能)(?<!不应)(?:低于|少于|小于)"
            rf"|控制在|压减(?:到|至)|降(?:低)?(?:到|至)|压缩(?:到|至)){_OF}$",
            example="新入学年级班额不得超过",
            counter_example="比例不低于",
        ),
    ),
    (
        ">=",
        rule(
            "at_least",
            rf"(?:不(?:得|能|应|宜)?(?:低|少|小)于|至少(?:达到|有|为|开展|建成|配备|组织)?|不下于"
            rf"|(?<!不)(?<!不得)(?<!不能)(?<!不应)(?:超过|高于|大于|优于)){_OF}$",
            example="优质普通高中指标到校不低于",
            counter_example="不得超过",
        ),
    ),
    (
        "=",
        rule(
            "reach",
            r"(?:(?:稳定|力争|争取|基本|均|全部|全面|普遍|总体)?(?:达到|达(?!标)|到达|提(?:高|升)(?:到|至)|增(?:加|长)?(?:到|至)|扩大(?:到|至)"
            r"|(?:巩固|保持|稳定|维持)(?:在|达到?)|巩固提高到|不变在|配(?:备|置)(?:到)?)(?:国家(?:规定)?(?:的)?标准)?(?:了)?[（(]?"
            r"|(?:提(?:高|升)|增(?:加|长)|下降|降低|减少|扩大|缩小)(?:了)?|(?<=[率比例额度数量模准])(?:为|是|占|按)|(?<=[率模数量积例])(?:应当|应|须|要)?在|比例(?:为)?|按(?:照)?)\s*$",
            example="高中阶段教育毛入学率达到",
            counter_example="县中办学水平",
        ),
    ),
)
"""Ends right before the number."""

AFTER: tuple[tuple[Comparator, Rule], ...] = (
    (
        ">=",
        rule(
            "or_more",
            r"^\s*(?:及以上|以上|\+|起)(?!学历)",
            example="以上",
            counter_example="以下",
        ),
    ),
    (
        "<=",
        rule("or_less", r"^\s*(?:及以下|以下|以内|之内)", example="以内", counter_example="以上"),
    ),
)
"""Starts right after the number."""

SETTING = re.compile(
    r"(?:新（改、扩）建|新\(改、扩\)建|新、改、扩建|新改扩建|新(?:建|增|改扩建|创建|开设)|改(?:建|扩建|造)|扩建|建成|建设|建立|建好|创建|打造|培育|培养|遴选|认定|立项|评选|评定|推出|引进|引育|设立"
    r"|设置|完成|增加|补充|招聘|开展|举办|组织|培训|选派|选树|支持|保持|扩大|配备|投入|安排|开设|推广|组建|形成|命名|申报|选聘|新招|达成|改善|提供|实施|保证|确保|掌握|接受|教会|学会|落实|预留)"
)
"""A verb that makes the count after it a target (创建…6所)."""

SHARE = re.compile(r"(?:以上|左右)?的(?P<of>[^，；。]{4,40})")
"""What a share is of (30%的县通过省级评估)."""

NUMBER_FIRST = re.compile(
    r"^\s*(?:及?以上|左右|余|以内)?(?P<noun>[\u4e00-\u9fff＋+“”（）()·、A-Za-z/]{2,40})"
)
"""The noun that a count precedes (30所以上市级高水平中职学校)."""

NOT_A_TARGET = re.compile(
    r"目前|现有的?\d|已(?:达到|建成|完成|有)|已经(?!达到的)|同比|比上年|有期徒刑|违法所得|工龄|工作满|从业|年满|周岁以|出生|死亡"
)
"""Clauses that state what is, or what the law punishes."""

RATIO = re.compile(r"的?(?:国家)?(?:规定)?(?:的)?(?:比例|标准|配备|配置)|规模的")
"""What follows a ratio that is to be kept (按学生人数六百比一的比例)."""
AS_IT_IS = re.compile(r"^\s*(?:目前|截至目前|近年来|当前|现阶段|现有)")
"""Opens a sentence about the present."""

RATE_END = re.compile(r"(?:率|比|比例|占比|比重|标准|覆盖面|参与度|满意度|编制数?)(?:的)?\s*[（(]?$")

WITHOUT_NUMBER: tuple[tuple[Comparator, Rule], ...] = (
    (
        "cover",
        rule(
            "cover",
            r"(?P<metric>[^，。；：、（）\s]{2,40}?)(?:的)?全覆盖(?=[，。；）]|、(?!全)|$|并|和)",
            example="到2023年实现幼小衔接全覆盖，",
            counter_example="建立协同管理全覆盖安全风险防控体系",
        ),
    ),
    (
        "cover",
        rule(
            "cover_all",
            r"(?:实现|确保|做到)(?P<metric>(?:所有|全部|各级各类)[^，。；：、（）]{2,30}?)(?:全部|全面)?达标(?=[，。；]|$)",
            example="实现所有学校食堂信息化建设达标。",
            counter_example="未达标准的学校",
        ),
    ),
    (
        "eliminate",
        rule(
            "eliminate",
            r"(?:全面|全部|基本|彻底|完全)(?:消除|化解|清除|取消|杜绝)(?P<metric>[^，。；：]{2,40})(?=[，。；]|$)",
            example="全面消除56人及以上大班额。",
            counter_example="加大消除普通高中大班额专项规划实施力度",
        ),
    ),
    (
        "eliminate",
        rule(
            "eliminated",
            r"(?P<metric>[^，。；：、（）]{2,30}?)(?:全面消除|全部消除|基本消除|动态清零|实现清零|全部清零)(?=[，。；、]|$)",
            example="超大班额全面消除，",
            counter_example="全面消除大班额的学校",
        ),
    ),
    (
        ">=",
        rule(
            "never_less",
            r"(?P<metric>[^，。；：]{4,50}?)(?:逐年)?只增不减",
            example="确保一般公共预算教育支出逐年只增不减",
            counter_example="逐年增加",
        ),
    ),
    (
        "=",
        rule(
            "completed",
            r"(?:基本|全面|全部|初步)(?:建成|实现|完成|普及|建立|形成)(?P<metric>[^，。；：、]{3,40})(?=[，。；]|$)",
            example="到2022年，基本建成教育强市，",
            counter_example="基本要求",
        ),
    ),
    (
        "=",
        rule(
            "is_completed",
            r"(?P<metric>[^，。；：]{3,40}?)(?:基本|全面|全部)(?:建成|完成|实现|建立|健全|形成|建构|普及)(?=[，。；]|$)",
            example="到2025年，县中标准化建设基本完成。",
            counter_example="基本完成任务的学校",
        ),
    ),
)
"""The last two count only where a time says by when."""

LEADING = re.compile(
    r"^(?:其中|并且?|且|同时|使|让|将|把|确保|推动|推进|力争|力求|争取|努力|逐步|继续|进一步|原则上|要|应当|应|须|必须|实现|保证|促进|届时"
    r"|完善和实施|基本|全面|加快|着力|重点|计划|统筹|探索|大力|深入|积极|稳步|有序|完成好?|以及|和|及|保持|到|的|切实|严格|合理|达到|形成|至少)+"
)
STAGE = re.compile(
    r"(?:学前|幼儿园|小学|初中|普通高中|高中|中职|义务教育|本科|专科|城区|城镇|农村|乡村|公办|民办)(?:阶段|学校)?$"
)
"""A stage or kind of school for which a metric is given in turn."""
SCOPE = re.compile(
    r"^(?:全[市区县省国州旗镇乡校]|我[市区县省州国校]|各[市区县省地]县?区?|本[市区县省校]|市域内?|区域内|辖区内?|县域内?)(?:内|的)?"
)
"""Words that say where a target holds; they become its subject."""
