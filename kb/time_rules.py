"""The patterns of kb.dates, over text whose digits kb.numbers.narrow has made ASCII."""

from __future__ import annotations

from kb.rules import Rule, rule

YEAR = r"(?:(?:19|20)\s?\d\s?\d|[一二][零九][零一二三四五六七八九]{2})"
GAP = r"\s*"
DASH = rf"{GAP}(?:-{{1,2}}|~|至|到){GAP}"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三?十一|三十|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
PART = (
    r"(?:年?底|年?末|年?内|年?初(?![一二三中])|年中|上半年|下半年|全年|第?[一二三四1-4]季度|暑假|寒假"
    r"|秋季学期|春季学期|秋季|春季|春期|秋期|暑期|度)"
)
WEEK = r"(?:第[一二三四五1-5]个?|最后一个?)(?:周(?!岁|年)|星期(?!制)|(?:周|星期)[一二三四五六日天](?![级年]))"
WITHIN = rf"(?:上旬|中旬|下旬|月?底|月?末|月?初|份?的?{WEEK}|份)"
TERM = r"(?:第?[一二]学期|[上下]学期)"
BY = rf"(?:{GAP}(?:之前|以前|年前|开学前|结束前|前|之内|以内|期间|止|起|开始|以来|之后|以后|后))?"
TO = r"(?:(?:(?<![降升增减提压缩扩加少高低大])[到至]|截至|截止到|截止|自|从)\s*)?"
COUNT = r"(?:\d+|[一二两三四五六七八九十]+)"
SPAN_UNIT = r"(?:个工作日|工作日|个月|个学期|学期|周|日|天|个小时|小时)"
EVENT = (
    r"(?:(?:有效期|许可期|聘期|任期|合同期?|实习期?|租期|期限)?(?:届满|期满|满)|考试|开考|开学|开课|开始|实施|施行|举行|举办|召开|终止|停办|结束"
    r"|到期|放假|报名|录取|开工|竣工|出发|使用|变更|公布|发布|检查|活动|会议)"
)
EVENTS = r"(?:(?:[春秋]季)?开学|结束|放假|考试|[寒暑]假(?:放假|开始)?|期[中末](?:考试)?|学期(?:结束|末))"
AT_LEAST = r"(?:至少|不少于|不得少于)?"
_HOUR = r"(?:上午|下午|中午|早上|晚上|早|晚|凌晨)?\s*\d{1,2}\s*(?::\s*\d{2}|[时点](?:整|半|\d{1,2}分?)?)"
_WEEKDAY = r"[（(](?:星期|周)[一二三四五六日天][）)]"
HOUR = rf"(?:\s*{_WEEKDAY})?(?:\s*{_HOUR})?"
NO_DIGIT = r"(?<![\d零一二三四五六七八九十月年第每近])"

RULES: tuple[Rule, ...] = (
    rule(
        "every",
        rf"每(?:{COUNT}(?:{DASH}{COUNT})?)?{GAP}(?:个)?(?:年度|年|半年|学年|学期|季度|季|月|周|天|日)"
        rf"(?:的?(?:[上下]半年|第?[一二三四1-4]季度|(?:{MONTH}月?{DASH})?{MONTH}月(?:{DAY}日|{WITHIN})?)(?:(?:和|、){MONTH}月(?:{DAY}日|{WITHIN})?)*|{DAY}[日号]|期?[底末初]|的?{WEEK}|{EVENTS}(?:(?:之?[前后])?(?:{COUNT}|第{COUNT})个?[周天日月](?:之?内)?|后))?(?:(?:{EVENTS})?(?:之?前|以前))?(?!级|龄|期(?!末))",
        example="原则上每三年调整一次",
        counter_example="每位教研员",
    ),
    rule(
        "every_half",
        r"(?<!每)(?:每半年|半年一次|一年一度|逐年|按年度|按学期|按学年|按季度|按月)(?!级)",
        example="逐年推进公办幼儿园新建",
        counter_example="每年开展",
    ),
    rule(
        "cycle",
        rf"(?<![每\d-]){COUNT}(?:{DASH}{COUNT})?年(?:一个?周期|为?一个?周期|一轮|一次)",
        example="落实五年一周期360学时的全员培训",
        counter_example="三年行动计划",
    ),
    rule(
        "event",
        r"(?:(?:今年|当年|明年|每年)?(?:[春秋]季(?:学期)?)?开学|(?:放)?[寒暑]假(?:放假|开始|来临|结束)?|学期(?:结束|末)|期[中末](?:考试)?|[高中]考|国庆节?|春节|元旦|五一|教师节|儿童节|六一)(?:之|以)?前(?![提置往期期\d一二两三四五六七八九十半至不])"
        r"|开学后(?:第[一二三四五]周)?(?:之?内)?(?=[，,]|完成|开展|组织)",
        example="暑假前完成校舍排查",
        counter_example="开学前一周报到",
    ),
    rule(
        "standing",
        r"常年(?:坚持|开展|推进)?|(?:长期|持续)(?=坚持|推进|开展|实施|落实|做好|$|[，。；、）])|常态化(?=开展|实施|落实)|长期坚持|持续推进|常态化推进",
        example="持续推进普通高中发展促进计划",
        counter_example="持续时间较短",
    ),
    rule(
        "range",
        rf"{TO}(?P<y1>{YEAR}){GAP}(?:年|学?年度)?(?:(?P<m1>{MONTH})月)?{DASH}(?P<y2>{YEAR}){GAP}(?:学年|年度|年)"
        rf"(?:(?P<m2>{MONTH})月)?{BY}",
        example="实施方案（2020-2022年）",
        counter_example="渝府办发〔2018〕84号",
    ),
    rule(
        "five_year_plan",
        r"(?:到|至)?[“\"「]?(?P<plan>(?:二?十)?[一二三四五六七八九]|二?十)五[”\"」]?"
        r"(?:规划)?(?P<part>期间|时期|期末|末|规划期末|收官|以来|初|前期|中期)(?:之?前)?",
        example="“十四五”期间新建幼儿园",
        counter_example="“十四五”学前教育发展提升行动计划",
    ),
    rule(
        "dotted",
        rf"{TO}(?<!\d)(?P<y>20\d\d)(?P<sep>[-./])(?P<m>1[0-2]|0?[1-9])(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])(?P<by>\s*(?:之前|以前|前|止))",
        example="2024.5.11前报送",
        counter_example="2024.5.11版",
    ),
    rule(
        "school_term",
        rf"{TO}(?P<y>{YEAR}){GAP}(?:学年)?{DASH}(?P<y2>{YEAR}){GAP}学年度?{GAP}(?P<term>{TERM})(?P<by>{BY})",
        example="2024-2025学年第一学期",
        counter_example="2024-2025学年",
    ),
    rule(
        "calendar",
        rf"{TO}(?P<y>{YEAR}){GAP}年{GAP}(?:(?P<m>{MONTH}){GAP}月{GAP}(?:(?P<d>{DAY}){GAP}[日号](?:{HOUR}(?=之?前|以前|止))?|(?P<within>{WITHIN}))?"
        rf"|(?P<part>{PART}))?(?P<by>{BY})(?!级|版|制(?!定|订|作)|龄)",
        example="在2022年底前，完善教师培训制度",
        counter_example="连续20年",
    ),
    rule(
        "school_year",
        rf"{TO}(?P<y>{YEAR}){GAP}(?:学年|届)(?P<by>{BY})",
        example="2024学年",
        counter_example="2024年级",
    ),
    rule(
        "this_year",
        rf"{TO}(?P<which>今年|当年|本年度?|明年|次年|翌年|(?<![\d零一二三四五六七八九])(?:年底|年末|年内)"
        rf"|(?<![\d年每近前后个半])(?=(?:[上下]半年|第?[一二三四]季度)(?![末]?检测)))"
        rf"(?:(?P<m>{MONTH})月(?:(?P<d>{DAY})日|(?P<within>{WITHIN}))?|(?P<part>年?底|年?末|年?内|[上下]半年|第?[一二三四]季度))?(?P<by>{BY})",
        example="今年年底前完成整改",
        counter_example="近年来",
    ),
    rule(
        "month",
        rf"{TO}(?<![\d年第个每零一二三四五六七八九十])(?P<m>{MONTH}){GAP}月(?!龄|报(?![送名备告销到批请考废])|刊|饼|嫂){GAP}(?:(?P<d>{DAY}){GAP}[日号](?:{HOUR}(?=之?前|以前|止))?|(?P<within>{WITHIN}))?"
        rf"(?P<by>{BY})",
        example="6月30日前报送",
        counter_example="3个月",
    ),
    rule(
        "day_range",
        rf"{TO}(?:(?P<y>{YEAR}){GAP}年{GAP})?(?<![\d零一二三四五六七八九十])(?P<m1>{MONTH}){GAP}月{GAP}(?P<d1>{DAY}){GAP}(?:[日号]{HOUR})?{DASH}"
        rf"(?:(?P<y2>{YEAR}){GAP}年{GAP})?(?:(?P<m2>{MONTH}){GAP}月{GAP})?(?P<d2>{DAY}){GAP}[日号]{HOUR}(?:期间|止)?",
        example="报名时间为3月1日至5日",
        counter_example="3月至5月",
    ),
    rule(
        "month_range",
        rf"{TO}(?:(?P<y>{YEAR}){GAP}年{GAP})?(?<![\d第每个零一二三四五六七八九十])(?P<m1>{MONTH}){GAP}(?:月{GAP})?{DASH}"
        rf"(?:(?P<y2>{YEAR}){GAP}年{GAP})?(?P<m2>{MONTH}){GAP}月(?!龄|{GAP}{DAY}{GAP}[日号])(?P<within>{WITHIN})?(?:期间|止)?",
        example="2024年5-6月集中整治",
        counter_example="3-5个月",
    ),
    rule(
        "ahead",
        rf"提前{GAP}{AT_LEAST}(?:\d{{1,3}}|[一二两三四五六七八九十]+|半){GAP}(?:{SPAN_UNIT}|年)"
        rf"|(?:{EVENT}|[\u4e00-\u9fff]{{2}}(?<![目此以之年日月午当生眼学提从]))(?:之|以)?前{GAP}{AT_LEAST}(?:\d{{1,3}}|[一二两三四五六七八九十]+){GAP}{SPAN_UNIT}(?:之?内|以内|以上)?"
        rf"|{NO_DIGIT}(?:\d{{1,3}}|[一二两三四五六七八九十]+){GAP}{SPAN_UNIT}(?:之|以)?前(?![期列任沿往进景后])",
        example="应当提前3个月办理手续",
        counter_example="学前三年毛入园率",
    ),
    rule(
        "beyond",
        rf"(?:超过|逾期|逾){GAP}(?:\d{{1,3}}|[一二两三四五六七八九十]+){GAP}{SPAN_UNIT}",
        example="自接到请求之日起超过60日",
        counter_example="超过60课时",
    ),
    rule(
        "relative",
        rf"(?:(?:(?:自|从)[^，。；、自从\d]{{2,30}}|(?<=[在于])[\u4e00-\u9fff]{{2,8}})之日起{GAP}|[\u4e00-\u9fff]{{2}}(?<![今此然以之最先往])后{GAP})?(?:{AT_LEAST})(?<![\d零一二三四五六七八九十第每近])(?P<n>\d{{1,3}}|[一二两三四五六七八九十]+){GAP}(?P<of>个工作日|工作日|个月|个学期|学期|学年|年|日|天|周|个小时|小时|分钟)(?:时间)?(?:之内|以内|内)"
        rf"(?:{GAP}[（(]{GAP}(?:从|自)(?P<base>{YEAR}){GAP}年(?:{MONTH}月)?起{GAP}[）)])?",
        example="5年内（从2012年起）",
        counter_example="三年制",
    ),
    rule(
        "from_for",
        rf"(?:从|自)(?P<base>{YEAR}){GAP}年起{GAP}[，,]?(?:力争|争取|计划)?(?:用|利用|通过)?(?P<n>{COUNT}){GAP}(?P<of>年)"
        r"(?:左右)?(?:的?时间|内|之内)",
        example="从2012年起，用3年时间",
        counter_example="从2012年起施行",
    ),
    rule(
        "at_once",
        r"立即|即日起|立行立改|即时完成",
        example="立即整改",
        counter_example="立项建设",
    ),
)
