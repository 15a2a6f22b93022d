"""Wording of targets: comparators before and after a number, verbs that set one, targets without a number."""

from __future__ import annotations

import re

from kb.records import Comparator
from kb.rules import Rule, rule

_OF = r"(?:[^，；。、\d]{0,24}(?:的|总额|总数|总量|标准|人数|面积|数|规模|水平))?\s*"

BEFORE: tuple[tuple[Comparator, Rule], ...] = (
    (
        "<=",
        rule(
            "at_most",
            rf"(?:(?:原则上)?不(?:得|能|应|宜|准|许|可|允许)?(?:超过|超出|高于|多于|大于|突破)|(?<!不)(?<!不得)(?<!不能)(?<!不应)(?:低于|少于|小于)"
            rf"|控制在|(?:压减|缩减|整合|撤并|合并|减少|下降|缩短|控制)(?:到|至|为)|降(?:低)?(?:到|至)|压缩(?:到|至)){_OF}$",
            example="新入学年级班额不得超过",
            counter_example="比例不低于",
        ),
    ),
    (
        ">=",
        rule(
            "at_least",
            rf"(?:(?<=按)不(?:低|少|小)于[\u4e00-\u9fff]{{2,14}}|不(?:得|能|应|宜)?(?:低|少|小)于|至少[\u4e00-\u9fff]{{0,4}}|不下于"
            rf"|(?<!不)(?<!不得)(?<!不能)(?<!不应)(?:超过|高于|大于|优于)){_OF}$",
            example="优质普通高中指标到校不低于",
            counter_example="不得超过",
        ),
    ),
    (
        "=",
        rule(
            "reach",
            r"(?:(?:稳定|力争|争取|基本|均|全部|全面|普遍|总体)?(?:达到|达(?!标)|到达|提(?:高|升)(?:到|至)|增(?:加|长)?(?:到|至)|扩大(?:到|至)|(?:上|下)?调(?:到|至|增[到至]|整[到至为])|[增涨加]至"
            r"|(?:巩固|稳定|维持)(?:在|达到?)|保持(?:在|达到?)?|巩固提高到|不变在|配(?:备|置)(?:到)?)(?:国家(?:规定)?(?:的)?标准)?(?:了)?(?:[^，；。、\d]{2,16}(?:总?人数|总[数量额]|同期|数量)的)?[（(]?"
            r"|(?:由|从)[^，；。]{1,14}?(?:整合|压减|缩减|减少|调整|优化|撤并|合并|降低|下降|减|降|缩短|压缩|提升|扩大|增加|增至|上升|提高|增长)(?:为|到|至)"
            r"|(?:提(?:高|升)|增(?:加|长)|下降|降低|减少|扩大|缩小)(?:了)?|(?<=[率比例额度数量模准期限龄制间长])(?:为|是|占|按)|(?<=[率模数量积例])(?:应当|应|须|要)?在|比例(?:为)?|按(?:照)?|(?<=[、，\u4e00-\u9fff])各(?:有|为|不少于)?)\s*(?:(?<=[到至])全[市县区省州镇乡校])?$",
            example="高中阶段教育毛入学率达到",
            counter_example="县中办学水平",
        ),
    ),
)
"""Ends right before the number."""

FORBIDDEN: Rule = rule(
    "forbidden",
    r"(?:不(?:得|准|能|应|可|允许|许|再)|严禁|禁止|杜绝|严格控制|一律不)(?=[^，；。]{1,24}$)",
    example="不得一次性收取时间跨度",
    counter_example="原则上",
)
"""Forbids what comes after it, so that 超过 behind it is a limit (不得一次性收取超过60课时的费用)."""

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
    r"|设置|完成|增加|补充|招聘|开展|举办|组织|培训|选派|选树|支持|保持|扩大|配备|投入|安排|开设|推广|组建|形成|命名|申报|选聘|新招|达成|改善|提供|实施|保证|确保|掌握|接受|教会|学会|落实|预留|招收|招生|录取|转移支付|投放|发放|办理|给予|补助|补贴|奖励|奖补|资助|安置|修建|修缮|购置|添置|更新|维修|新购|轮训|交流|选聘|引入|聘请|结对|帮扶|覆盖|惠及|划拨|划定|分配|核定|减少|压减|撤并|撤销|整合|关停|取缔|每[年学][期年]?[开召]|召开|举行|巡[查诊]|走访|家访)"
)
"""A verb that makes the count after it a target (创建…6所)."""

SHORT_VERB = re.compile(r"(?:[^公民开主承协分装]|^)[设配建招派聘选评种购植](?:好|齐|足)?\s*$")
"""A verb of one character right before a count (每校设2名)."""
USED = re.compile(
    r"\s*(?:以上|左右)?(?:应当|应|要|须|必须)?(?P<use>(?:专门)?(?:用于|用作|作为|投入|投向|安排给|留作|(?:定向|均衡)?分配[到给至]|下达[到给至]|划拨?[给归]|返还|上缴|奖励给)[^，；。]{2,16})"
)
"""What a share of a sum is for (学费收入的10%用于奖助学金)."""
ALSO_OF = re.compile(r"[、和及](?P<base>[^，；。、\d]{2,20})的$")
"""Opens the second base of a share (不低于工资总额的1.5%、公用经费的5%)."""
SHARE = re.compile(r"(?:以上|左右)?的(?P<of>[^，；。]{4,40})")
"""What a share is of (30%的县通过省级评估)."""

NUMBER_FIRST = re.compile(
    r"^\s*(?:及?以上|左右|余|以内)?(?!以[上下内]|左右)(?P<noun>[\u4e00-\u9fff＋+“”（）()·、A-Za-z/]{2,40})"
)
"""The noun that a count precedes (30所以上市级高水平中职学校)."""

NOT_A_TARGET = re.compile(
    r"目前|现有的?\d(?![^，；。]{0,24}(?:整合|撤并|合并|压减|缩减|减少|扩[大建]|增加|提[高升]|优化|调整)[为到至成])|已(?:达到|建成|完成|有)|已经(?!达到的)|同比|比上年|有期徒刑|违法所得|工龄|工作满|从业|年满|周岁以|出生|死亡"
)
"""Clauses that state what is, or what the law punishes."""

RATIO = re.compile(r"的?(?:国家)?(?:规定)?(?:的)?(?:比例|标准|配备|配置)|规模的")
"""What follows a ratio that is to be kept (按学生人数六百比一的比例)."""
GUARANTEED = re.compile(r"(?:保证|确保|保障)[^，；。]{0,24}$")
"""Before a length of time that is the least (确保每天锻炼1小时)."""
EACH_ONE = re.compile(
    r"(?:每(?:课时|学时|学期|[生人校班园户名餐顿天日节套间亩车场件科辆台])[均]?|[生人师校班]均|平均)+\s*$"
)
"""Whom a sum is counted by (每生每年800元); it is no part of the metric's name."""
CHANGE = re.compile(r"(?:提高|增长|增加|下降|降低|减少|扩大|缩小)")
"""A figure that says by how much, not to what."""
PRESENT_SECTION = re.compile(
    r"现状|基本情况|(?:发展|工作|现有)基础|回顾|成[就效绩]|背景|面临|形势|存在(?:的)?(?:主要)?问题"
)
"""A heading under which a document says what is, so that an undated figure is no target."""
AIMS = re.compile(r"目标|任务|要求|措施|举措|指标")
"""In a heading that speaks of the present too, what is to come is meant as well."""
AS_IT_IS = re.compile(
    r"^\s*(?:目前|截至目前|近年来|近[一二两三四五\d]+年(?!内)|[^，。；]{0,14}以来|过去|五年来|当前|现阶段|现有)"
)
"""Opens a sentence about the present."""

RATE_END = re.compile(r"(?:率|比|比例|占比|比重|标准|覆盖面|参与度|满意度|编制数?)(?:的)?\s*[（(]?$")
SUM_END = re.compile(
    r"(?:[补津]贴|补助(?:金|费)?|奖[补金励]|奖励金?|助学金|奖学金|奖教金|保证金|[价费]|定额|限额|投入|预算|专项经费|(?:专项|协作|帮扶|奖补|补助|配套)资金|工资|薪酬|收入|(?:按|每)[生人班校园]|以[内下]|"
    r"(?:招生|招聘|培训|投资|补充)计划|名额|规模|面积|数量|容量|班额|总数|人数|床位|学位|长度|宽度|高度|距离|间距|半径|温度|照度|密度|浓度|重量|分值|得分|成绩)(?:[一不]?般)?(?:为|是|均为|各为|共|计|约)?\s*[（(]?$"
)
"""Ends with the name of a sum or size, right before its number (交流补贴300元)."""

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
        "cover",
        rule(
            "all_reach",
            r"(?P<metric>[^，。；：、（）\s]{2,24}?)(?:全部|全面|均|百分之百|100%)(?:达到|符合|通过)[^，。；、]{0,20}?(?:标准|要求|条件|验收|认定|评估)(?=[，。；）]|$)",
            example="力争城区高完中全部达到市级智慧校园示范校要求。",
            counter_example="达到示范校要求的学校",
        ),
    ),
    (
        "cover",
        rule(
            "covers_every",
            r"覆盖(?P<metric>(?:到)?(?:全[市县区省校]|辖区|区域|域)?(?:内)?(?:的)?(?:所有|全部|全体|每一?[所个名])[^，。；：、]{2,30})(?=[，。；、]|$)",
            example="确保每个周期内覆盖辖区所有幼儿园。",
            counter_example="覆盖面达到所有学校",
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
SCOPE = re.compile(
    r"^(?:全[市区县省国州旗镇乡校]|我[市区县省州国校]|各[市区县省地]县?区?|本[市区县省校]|市域内?|区域内|辖区内?|县域内?)(?:内|的)?"
)
"""Words that say where a target holds; they become its subject."""
