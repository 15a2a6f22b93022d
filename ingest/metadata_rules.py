"""Patterns that read a document's own particulars; each with an example and a counter-example."""

from __future__ import annotations

from kb.rules import Rule, rule

NUMERAL = r"[〇零○Ｏ一二三四五六七八九十百\d]"
DATE = rf"{NUMERAL}{{2,4}}\s?年\s?{NUMERAL}{{1,3}}\s?月\s?{NUMERAL}{{1,3}}\s?日|(?:19|20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}"

NUMBER = rule(
    "number",
    r"(?P<code>[\u4e00-\u9fff]{1,15})\s?[〔\[【［（(〈﹝]\s?(?P<year>(?:19|20)\d\d)\s?年?[〕\]】］）)〉﹞]\s?第?\s?(?P<n>\d{1,5})\s?号",
    example="渝府办发[2018]第84号",
    counter_example="自2018年起84号文件作废",
)
ORDER = rule(
    "order",
    rf"(?P<organ>[\u4e00-\u9fff]{{2,20}}令)?\s?[（(]?第\s?(?P<n>{NUMERAL}{{1,6}})\s?号[）)]?",
    example="教育部令第12号",
    counter_example="第12条规定的号牌",
)
ISSUE = rule(
    "issue",
    rf"^(?P<year>[〔\[（(]\s?(?:19|20)\d\d\s?[〕\]）)])?\s?[（(]?第?\s?(?P<n>{NUMERAL}{{1,4}})\s?期[）)]?$",
    example="〔2025〕第3期",
    counter_example="第3期培训班学员名单",
)
"""The number of minutes, bulletins and briefings; for the whole line."""
DRAFT = rule(
    "draft",
    r"[（(〔【](?:公开)?(?:征求意见稿?|草案|送审稿|讨论稿|审议稿|初稿|草稿|修订草案|报批稿)(?:[一二三四五六\d]|第[一二三\d]稿)?[）)〕】]",
    example="广元市实施方案（征求意见稿）",
    counter_example="管理办法（试行）",
)
ASKS_COMMENTS = rule(
    "asks_comments",
    r"(?:公开)?征求.{0,60}意见的(?:公告|通知|函|通告)$|(?:征求意见稿|草案|送审稿|讨论稿)$",
    example="关于公开征求《临江市学前教育管理办法》意见的公告",
    counter_example="关于征求意见情况的报告",
)
ORDERED = rule(
    "ordered",
    r"《(?P<title>[^《》]{4,60})》(?:已)?(?:经|于|由)[^。]{0,120}(?:通过|批准|同意|审定)[^。]{0,20}(?:现予|予以)?(?:公布|发布|施行)",
    example="《永安市校车安全管理规定》已经市人民政府第8次常务会议审议通过，现予公布",
    counter_example="根据《教育法》，经市政府同意，现将方案印发给你们",
)
EFFECTIVE_ON = rule(
    "effective_on",
    rf"自(?P<date>{DATE})(?:（[^）]{{1,20}}）)?起?(?:开始|正式)?(?:施行|实施|执行|生效|试行)",
    example="本办法自2025年1月1日起施行。",
    counter_example="自2025年1月1日起开展专项检查。",
)
EFFECTIVE_AT_ISSUE = rule(
    "effective_at_issue",
    r"自(?:印发|发布|公布|颁布|下发|发文)之日起(?:开始|正式)?(?:施行|实施|执行|生效|试行)",
    example="本办法自印发之日起施行，有效期5年。",
    counter_example="自印发之日起三十日后施行。",
)
HISTORY = rule(
    "history",
    rf"^[（(]?(?P<date>{DATE})\s?(?P<organ>.{{0,120}}?)(?P<act>通过|批准|发布|公布|修订|修正|修改|颁布|印发|施行|公告公布施行)",
    example="2016年9月23日山东省第十二届人民代表大会常务委员会第二十三次会议通过",
    counter_example="为了规范学校办学行为，制定本条例，报常务委员会通过。",
)
PERIOD_IN_TITLE = rule(
    "period_in_title",
    r"(?P<year>20\d\d)\s?(?:学?年度?)(?!底|前|末|起|以|修订|修正|版|第)",
    example="关于做好2023年义务教育招生工作的通知",
    counter_example="重庆教育现代化2035规划",
)
BY_YEAR_IN_TITLE = rule(
    "by_year_in_title",
    r"到(?P<year>20\d\d)年|(?<!\d)(?P<vision>20[3-9]\d)(?!\d|年|学年|[—\-－~～至])",
    example="中国教育现代化2035",
    counter_example="2030年普通高中招生工作方案",
)
LOCAL_CONDITIONS = rule(
    "local_conditions",
    r"结合(?P<place>[\u4e00-\u9fff]{2,8}?)(?:的)?(?:教育)?实际",
    example="结合广元实际，制定本方案。",
    counter_example="结合实际，制定本方案。",
)
CARRIES_OUT = rule(
    "carries_out",
    r"根据|依据|落实|贯彻|按照|依照|遵照|遵循|对标|执行",
    example="为深入贯彻落实《教育法》",
    counter_example="现将《管理办法》印发给你们",
)
HANDS_OUT = rule(
    "hands_out",
    r"(?:印发|转发|公布|下发|制定|形成|现将|废止|修改|编制)(?:了)?[^，。；]{0,12}$",
    example="现印发",
    counter_example="根据",
)

RULES: tuple[Rule, ...] = (
    NUMBER,
    ORDER,
    ISSUE,
    DRAFT,
    ASKS_COMMENTS,
    ORDERED,
    EFFECTIVE_ON,
    EFFECTIVE_AT_ISSUE,
    HISTORY,
    PERIOD_IN_TITLE,
    BY_YEAR_IN_TITLE,
    LOCAL_CONDITIONS,
    CARRIES_OUT,
    HANDS_OUT,
)

TITLE_FIELDS = ("标题", "名称", "文件名称", "信息名称", "公文名称")
NUMBER_FIELDS = ("发文字号", "文号", "文件编号", "公文字号", "文件字号", "发文号")
ISSUER_FIELDS = (
    "发文机关",
    "发文机构",
    "发文单位",
    "制发机关",
    "发布机关",
    "发布机构",
    "发布单位",
    "公开主体",
    "印发机关",
)
ISSUED_FIELDS = (
    "成文日期",
    "发文日期",
    "印发日期",
    "制发日期",
    "生成日期",
    "公布日期",
    "发布日期",
    "发布时间",
    "公开日期",
    "日期",
)
EFFECTIVE_FIELDS = ("施行日期", "实施日期", "生效日期", "生效时间")
QUOTABLE_FIELDS = frozenset(
    (
        *NUMBER_FIELDS, *ISSUER_FIELDS, *ISSUED_FIELDS, *EFFECTIVE_FIELDS, "签发日期", "制定机关", "公开单位",
        "索引号", "信息索引号", "统一编号", "统一登记号", "主题分类", "公开分类", "信息分类", "组配分类", "体裁分类", "服务对象",
        "来源", "信息来源", "文章来源", "公开方式", "公开范围", "公开形式", "公开类别", "公文种类", "文种", "有效期", "废止日期",
        "失效日期", "失效时间", "有效性", "信息有效性", "时效性", "有效状态", "文件状态", "效力状态", "发文文号",
    )
)  # fmt: skip
"""Fields of a page that people ask about; they are kept as lines behind the text."""

PROVINCE_OF_CODE = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "内": "内蒙古自治区", "辽": "辽宁省", "吉": "吉林省",
    "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省",
    "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省",
    "渝": "重庆市", "川": "四川省", "黔": "贵州省", "滇": "云南省", "云": "云南省", "藏": "西藏自治区", "陕": "陕西省",
    "甘": "甘肃省", "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区",
}  # fmt: skip
"""What the first character of a provincial document number stands for."""
NATIONAL_ORGANS = (
    "国务院|教育部|全国人民代表大会|全国人大|中共中央|中央|国家|最高人民法院|最高人民检察院|财政部|公安部|民政部|人力资源|"
    "住房和城乡建设部|住房城乡建设部|自然资源部|农业农村部|文化和旅游部|科学技术部|科技部|司法部|工业和信息化部|水利部|交通运输部|"
    "生态环境部|应急管理部|退役军人事务部|中国|中华人民共和国|共青团中央|全国|体育总局|市场监管总局|海关总署|税务总局"
)
