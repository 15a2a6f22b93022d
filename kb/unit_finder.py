"""Where a sentence names organs: 市教育局, 发展改革、财政、编制等部门, 各区县教育行政部门, 幼儿园."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.rules import Rule, alternatives, rule
from kb.unit_table import BODIES, INSTITUTIONS, OFFICES, ROLE_SUFFIX, STEMS

_STEM = alternatives(stem for stem in STEMS if len(stem) > 1)
_STEMS = rf"(?:{_STEM})(?:(?:和|与)?(?:{_STEM})){{0,2}}"
_BODY = alternatives(
    name
    for name, (_, function) in BODIES.items()
    if function not in INSTITUTIONS
    and name not in ("政府", "人民政府", "法院", "工会", "政协", "人大", "监委", "纪委")
)
_INSTITUTION = alternatives(name for name, (_, function) in BODIES.items() if function in INSTITUTIONS)
_LETTERS = r"县级市|自治县|自治区|自治州|市辖区|直辖市|[省市区县州盟旗]"
_NAMED_PLACE = (
    r"(?:(?!会同|配合|协同|联合|责成|完善|加强|健全|推进|落实|指导|督促|强化|建立|压实|明确|下载|要求|按照|应当|及时|立即|[谁哪报由与和及经向各的同对在])[\u4e00-\u9fff]){2,6}?"
    r"(?:自治区|自治州|自治县|地区|省|市|区|县|州)|(?<![\u4e00-\u9fff])(?![各本该我全省市区由与和及经向对请])[\u4e00-\u9fff]县"
)
_NAMED_PLACE = f"(?:{_NAMED_PLACE})"
_PLACE = rf"(?:{_NAMED_PLACE}|{_LETTERS})"
_GROUP = rf"各?(?:(?:{_LETTERS})(?:[、/和（(]?(?:{_LETTERS})[）)]?)+)|各(?:{_LETTERS})|各级|地方各级|各地"
_SCOPE = r"(?:县级以上|设区的市级?以上|设区的市级?|乡级以上|省级|市级|区级|县级|省、市级?)(?:以上)?(?:地方)?(?:各级)?"
_STARTS = r"(?<![\u4e00-\u9fff])|(?<=[由与和及同经向对请])|(?<=会同|配合|协同|联合|商请|责成)|(?<=牵头|协调)"
_SUFFIX = r"(?:委员会|委(?!员|托|派|培)|总局|总?署(?!名|期|理)|(?:分)?局(?!面|限|部|域|势)|厅(?!堂))"

_OFFICE = (
    rf"(?:(?:{alternatives(OFFICES)})(?:处(?![理罚分境于在以理置所级])|科(?![学技目研])|股(?![份票权东])|室(?![内外]))(?![长员])"
    r"|(?:学校|校|局|园|党政|党委|学院)办公室|年级组(?!长)|教研组(?!长)|备课组(?!长)|(?:班主任|辅导员)(?!津贴|队伍|工作|制|配备))"
)
_ACTING = r"(?:负责(?![人任])|牵头|主办(?!方|单位|者)|会同|协同(?!育人|创新|发展)|配合|协助|参与|参加|应当|须(?!知)|要(?!求|点|素|件|闻)|承担|具体(?=负责|实施|落实|组织)|予以|统筹|审核|全程监督|受理|归口管理|组织实施|落实|每[周月年学天日季]|[在于][^，。；]{1,14}[前内])"
"""What an office does right after its name; by it even an office that no table knows is told from other words."""
_NO_OFFICE = r"(?:[由的应要和及会在对以为是有不把将从向按据其该此谁哪何几什]|经(?![济贸营信管发])|并|通知|负责|牵头|配合|协助|参[与加]|组织(?!部|宣传|人事)|建立|成立|设立|设置|加强|完善|健全|落实|推进|开展|做好|制定|指导|督促|提交|报送|确保|作用|领导(?!小组)|管理(?=的)|提高|支持|鼓励|实现)"
_OFFICE_END = (
    r"(?:(?<![好用之何到住此各处害难益短长深出来去妥惩])处(?![理罚分境于以置])|(?<![学各本专文理内外单全主工百多跨儿])科(?![学技目研普协创])|[\u4e00-\u9fff](?<!持|入|参|控|配|炒)股"
    r"|(?<!活动)(?<!城市)中心(?!校|小学|学校|园|城)|(?<![全内外各干局大本支])部(?![门属署分])|(?<=[小研备课作项会察导防护勤传查全])组(?!织)"
    r"|(?<=[\u4e00-\u9fff]{2})办(?![公法理学事好结园案])|办公室|分局|[大支总]队|(?:保健|考试|研究|医|法|检察)院|(?:教育|文化|科技|体育|博物|美术)馆|(?:少年|文化)宫|管委会|协会"
    r"|(?<!科)学院|委员会|(?:派出|监管|司法|研究|卫生|税务|财政|事务|看守|保健|车管|教科|交警)所)"
)
"""Ends the name of an office that has words before it."""
_OFFICE_NAMED = (
    r"(?:(?:教研|督导|医务|研究|资料|保卫|门卫|值班|校史|秘书|统战|纪检监察|医护|电教|卫生保健)室|党总?支部|团(?:总支|支部|委)|学生会|家委会|大队部|图书馆|档案馆|校医院|(?:后勤|物业|餐饮)集团"
    r"|研究生院|教科院|研究院|学院|(?:供电|电力|燃气|供水|自来水|公交|客运|保险|通信)公司|(?:安全|综治|招生|招考|党政|党|校|院|园|督查|语委|控辍|法制|项目|人事|政工|资助)办)"
)
"""A name by itself."""
_OFFICE_CHAR = (
    rf"(?:(?!{_NO_OFFICE}|(?<=[校园局委厅处科室部门心])与|(?<![\u4e00-\u9fff])与)[\u4e00-\u9fff（）])"
)
OFFICE_NAME = (
    rf"各?(?:二级|校内|职能)?(?!（)(?:{_OFFICE_CHAR}{{1,11}}?{_OFFICE_END}|{_OFFICE_CHAR}{{0,6}}?{_OFFICE_NAMED})"
    r"(?:[（(][^（）()]{2,16}[）)])?"
)
"""The name of an office by its form alone (后勤服务中心, 专业部)."""
RULES: tuple[Rule, ...] = (
    rule(
        "office",
        rf"(?:(?:{_NAMED_PLACE}|[省市区县州旗])?(?:{_STEMS}){_SUFFIX}|学校|各)?(?P<office>{_OFFICE})",
        example="学籍管理由教务处牵头",
        counter_example="教务处理与人事科学管理",
    ),
    rule(
        "acting_office",
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[由和与及])|(?<=会同|配合|协同|协助|联合)|(?<=牵头)){OFFICE_NAME}"
        rf"(?=(?:[、和及与](?!的)[\u4e00-\u9fff]{{2,14}}){{0,5}}(?:等?(?:有关|相关)?(?:部门|单位|处室|科室))?(?:共同|积极|密切|统一|具体|主要|分别|[：:])?{_ACTING})",
        example="学生工作部牵头、各二级学院配合开展离校教育",
        counter_example="全部要达到标准，学科应当均衡",
    ),
    rule(
        "coordinated",
        rf"(?P<scope>(?:(?:{_GROUP}|{_SCOPE}|[省市区县]级?)?(?:人民政府|政府)?|国务院)的?)"
        rf"(?P<stems>{_STEMS}(?:、{_STEMS})*(?:、|和|以及|及|与)(?:{_STEMS}))"
        r"等?(?:有关|相关|其他)?(?:行政主管|行政管理|行政|主管|管理)?(?:部门|机关|单位)",
        example="发展改革、财政、编制等部门要提供保障",
        counter_example="教育、科技、人才一体发展",
    ),
    rule(
        "role",
        rf"(?:国务院|国家|中央|(?:(?:{_GROUP}|{_SCOPE}|{_NAMED_PLACE}|[省市区县])(?:的?(?:人民政府|政府))?(?:的)?)?)"
        rf"(?:{_STEMS})等?{ROLE_SUFFIX}",
        example="各区县教育行政部门要制定措施",
        counter_example="加强部门协同",
    ),
    rule(
        "under_government",
        rf"(?:国务院|(?:{_GROUP}|{_SCOPE}|{_NAMED_PLACE}|[省市区县本同])(?:级)?(?:人民政府|政府)|(?:同级|本级)(?:人民政府|政府)?)的?(?:其他)?(?:"
        rf"(?:有关|相关)(?:行政)?(?:主管)?(?:部门|单位|机构)|(?:(?!负责|会同|部门|[和及与等]|应当|由)[\u4e00-\u9fff、]){{2,14}}?(?:行政主管|行政管理|行政|主管)部门)",
        example="国务院有关部门、市人民政府著作权行政管理部门",
        counter_example="国务院负责主管部门的设置",
    ),
    rule(
        "office_in_charge",
        rf"(?:{_GROUP}|{_SCOPE}|{_NAMED_PLACE}|[省市区县])?(?:人民政府|政府)(?:负责|主管)[^，。；、]{{2,16}}的(?:机构|部门)",
        example="县级以上人民政府负责妇女儿童工作的机构负责指导",
        counter_example="县级以上人民政府负责教育工作",
    ),
    rule(
        "ministry",
        r"(?:教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|生态环境|交通运输"
        r"|住房(?:和)?城乡建设|水利|农业农村|商务|文化和旅游|应急管理|退役军人事务)部(?![门署分队位件级委属])",
        example="教育部、财政部按职责分工负责",
        counter_example="教育部门要加强管理",
    ),
    rule(
        "department",
        rf"(?:中共)?(?:国家|{_NAMED_PLACE}|(?:{_GROUP})|[省市区县州旗])?(?:委)?(?:(?:{_STEMS})|(?<=[市区县省州])[教科])"
        rf"{_SUFFIX}|教委",
        example="区规划自然资源局要坚持节约集约原则",
        counter_example="教育格局正在形成",
    ),
    rule(
        "other_bureau",
        rf"(?:{_STARTS})(?:{_NAMED_PLACE}|[省市区县州])(?:(?!会同|协同|联合|配合|牵头|负责|[和与及][省市区县州])[\u4e00-\u9fff]){{2,8}}?(?:局(?!面|限|部|域)|办公室)",
        example="由市道运局负责",
        counter_example="稳定大局",
    ),
    rule(
        "national_organ",
        r"国家(?:(?![、，和与的级])[\u4e00-\u9fff]){2,10}?(?:总局|局(?![面限部势])|署(?![名理])|(?<=[民语教卫])委(?![员托派]))",
        example="教育部会同国家新闻出版署研制书目",
        counter_example="国家级教学成果奖",
    ),
    rule(
        "committee",
        rf"(?:{_STARTS}|(?<=。))(?:国务院|国家|全国|中央|[省市区县州](?:级|委)?)(?!级以上|人民政府)[\u4e00-\u9fff]{{2,14}}?(?:委员会|领导小组|联席会议)(?:办公室)?",
        example="学位由省级学位委员会审批",
        counter_example="各级学生委员会",
    ),
    rule(
        "body",
        rf"(?:中共)?(?:{_PLACE}|(?:{_GROUP})|中央|国家|国务院|中国|全国)?(?:党?委|党委)?(?:{_BODY})(?!员|成员|组成|购买)(?:派驻[\u4e00-\u9fff]{{0,8}}?纪检监察组)?",
        example="市委编办会同市财政局",
        counter_example="深入宣传党的教育方针",
    ),
    rule(
        "league",
        rf"共青团中央|共?青?团(?:{_NAMED_PLACE}|[省市区县州]|中央)委?(?:员会)?",
        example="团市委、市妇联",
        counter_example="集团成员",
    ),
    rule(
        "government",
        rf"(?:{_GROUP}|{_SCOPE}|{_NAMED_PLACE}|[省市区县州旗本]|各?乡镇|各?镇|乡（镇）|乡、民族乡、镇)"
        r"(?:级)?(?:党委、?和?|委、?和?[省市区县]?)?(?:人民政府|政府)(?!购买|采购|办公|督导|性|债|教育督导|补贴|投资|网站|主导|举办)|国务院(?!关于|令|第|批准)(?:(?:其他)?(?:有关|相关)(?:行政|主管)*部门)?",
        example="各区县政府要确保",
        counter_example="政府购买服务",
    ),
    rule(
        "town",
        r"各?(?:乡镇|镇街|街镇|乡（镇）)(?:（街道）|、街道|街道)?(?:人民政府|办事处)?(?=[，。、；：和]|应当|要|负责)|街道办事处",
        example="各乡镇（街道）要落实",
        counter_example="乡镇中心幼儿园",
    ),
    rule(
        "group",
        r"各镇(?:、街道|（街道）)|各(?:县区|区县|县（区）|区（县）|县（市、区）|市（州）|县市区|市、县（区）|区、县级市|地|校|园|高校|院系|系部|班级|年级|处室|科室|股室|系（部）|院（系）|院部|村（居）委会|村（社区）)(?=[，。、；：要应须（）]|负责|配合|协助|参与|落实|$)",
        example="各县（区）要落实",
        counter_example="县区之间",
    ),
    rule(
        "institution",
        rf"(?:各级各类|各类|各级|各|有关|其他|[省市区县乡镇])?(?:{_INSTITUTION})(?=[、，和及或（应要必每]|负责|不得|可以|需|与|在|将|按|根据|组织|做好|开展|制定|落实|完善|配合|协助|牵头)",
        example="各幼儿园应当落实主体责任",
        counter_example="学校建设用地",
    ),
)  # fmt: skip


_MARKS = re.compile("[员司署队宫局委部厅府门校园院会办组室团学中构站乡镇街县区盟联位高小关队科处股所班]")
"""Characters of which every name of an organ holds at least one."""


_JOINING = re.compile(
    "会同|协助|牵头|(?<=[局委部厅院馆心站台会室科处股办社])(?:配合|联合(?![会社党体])|协调(?![办领小委机中联]))"
)
"""Stands between two names, never inside one: 区图书馆会同区委教育工作领导小组."""

_NEEDED = {
    "acting_office": re.compile("[处科股室部组办心会院馆所委司局队宫]"),
    "office": re.compile("[处科股室]|年级组|教研组|备课组|班主任|辅导员"),
    "committee": re.compile("委员会|领导小组|联席会议"),
    "office_in_charge": re.compile("的(?:机构|部门)"),
    "league": re.compile("团"),
    "government": re.compile("政府|国务院"),
    "role": re.compile("部门|机关"),
    "under_government": re.compile("部门|有关单位|相关单位|有关机构|相关机构"),
    "coordinated": re.compile("部门|机关|单位"),
    "other_bureau": re.compile("局|办公室"),
    "national_organ": re.compile("国家"),
    "ministry": re.compile("部"),
}
"""Characters without which a rule cannot match; looked for first, since it is quicker."""


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """An organ at ``text[start:end]``; ``meaning`` is the name to resolve (财政 in 财政等部门 is 财政部门)."""

    start: int
    end: int
    surface: str
    meaning: str


@lru_cache(maxsize=8192)
def find_units(text: str) -> tuple[UnitSpan, ...]:
    """Organs in reading order, without overlaps; the longest reading of a place wins."""
    if not _MARKS.search(text):
        return ()
    candidates: list[tuple[int, int, str, re.Match[str]]] = []
    for named in RULES:
        if (needed := _NEEDED.get(named.name)) and not needed.search(text):
            continue
        for match in named.pattern.finditer(text):
            if match.group() and not _JOINING.search(match.group(), 1):
                candidates.append((match.start(), match.end(), named.name, match))
    candidates.sort(key=lambda item: (item[0], -item[1]))
    found: list[UnitSpan] = []
    reached = 0
    for start, end, name, match in candidates:
        if start >= reached:
            several = name == "coordinated" and not _one_department(match)
            found.extend(_coordinated(match) if several else [_span(match)])
            reached = end
    return tuple(found)


def _span(match: re.Match[str]) -> UnitSpan:
    meaning = match.groupdict().get("office") or match.group()
    return UnitSpan(match.start(), match.end(), match.group(), meaning)


def office_in(name: str) -> str | None:
    """The office that a whole name means (人事股 of 岐山县教体局人事股); None when it names none."""
    match = RULES[0].pattern.fullmatch(name)
    return match["office"] if match else None


def _one_department(match: re.Match[str]) -> bool:
    """自然资源和规划部门 is one department, 发展改革和财政部门 are two."""
    return match["stems"] in STEMS and not match.group().removeprefix(
        match["scope"] + match["stems"]
    ).startswith("等")


def _coordinated(match: re.Match[str]) -> list[UnitSpan]:
    spans: list[UnitSpan] = []
    place = match["scope"] if re.fullmatch("[省市区县]级?", match["scope"]) else ""  # holds for every stem
    for part in re.finditer(rf"(?:{_STEM})(?:(?:和|与)(?:{_STEM}))?", match["stems"]):
        start = match.start("stems") + part.start()
        scope = match["scope"] if not spans else ""
        stems = re.split("和|与", part.group()) if part.group() not in STEMS else [part.group()]
        for stem in stems:
            surface = scope + stem
            meaning = f"{place or scope}{stem}部门"
            spans.append(UnitSpan(start - len(scope), start + len(stem), surface, meaning))
            scope = ""
            start += len(stem) + 1
    return spans
