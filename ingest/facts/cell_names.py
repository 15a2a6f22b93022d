"""What the headings of a table's rows and columns say: unit, time, places, totals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.source import Source
from ingest.facts.target_rules import AFTER, BEFORE
from kb.dates import TimeExpression, find_times
from kb.numbers import Quantity, narrow
from kb.records import Comparator
from kb.regions import default_gazetteer
from kb.rules import Rule, rule

TOTAL: Rule = rule(
    "total",
    r"^(?:(?:[全总本各][省市县区州旗校园国盟](?:（[^（）]*）)?)?(?:合\s*计|总\s*计|共\s*计|总\s*数|总\s*量)|全[省市县区州旗校园国盟]|小\s*计)$",
    example="全省合计",
    counter_example="合计岗位",
)
"""The heading of a row of sums; for the whole cell."""
NO_FIGURE: Rule = rule(
    "no_figure",
    r"代码|编码|邮编|电话|手机|页码|文号|账号|序号|编号|^年份$|日期|时间|备注|网址|身份证",
    example="岗位代码",
    counter_example="岗位数",
)
"""Names a column of digits that count nothing."""
PLAIN: Rule = rule(
    "plain",
    r"^(?:规划|发展|预期|年度|阶段|工作|任务|指导|计划|考核)*(?:目标|指标|现状|基数|基期|基准|基础|实际|预期|规划|计划|完成|达标|现|原|新|现行|调整[前后]|提标[前后]|执行)*的?(?:情况|水平|值|数|数值|要求|标准)?$",
    example="规划目标值",
    counter_example="岗位总数",
)
"""Says of a column only that its figures are aims or states; for the whole name without its year."""
PLACES: Rule = rule(
    "places",
    r"地区|区域|县|市|州|旗|盟|省份|地方|区划",
    example="设岗县（区）",
    counter_example="学校名称",
)
"""Names a column of places."""
_BRACKET = re.compile(r"[（(]\s*(?:单位\s*[：:])?(?P<unit>[^（）()]{1,12})\s*[）)]")
_UNIT = re.compile(
    r"(?P<unit>[千百十]?[万亿]?(?:元|人|名|个|所|间|套|平方米|亩|张|台|辆|班|人次|学时|课时|小时|岁|册|项|处|座|户|公里|米|天|年|[生轨]|分)|[%‰％])(?:[/每·].*)?"
)
_BY_NAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:岗位?|职位|学位|床位|个数|名额数?)(?:总?数|数量|总量)?$"), "个"),
    (re.compile(r"人数|(?:名额|招生数|计划数|学生数|教师数|编制数|在校生)$"), "人"),
    (re.compile(r"(?:班数|班级数|班额数)$"), "个"),
    (re.compile(r"(?:校数|园数|所数)$"), "所"),
    (re.compile(r"(?:分值|赋分|得分|满分|分数)$"), "分"),
)
_SHARE = re.compile(r"率$|占比$|比例$|比重$|覆盖面$")
_NO_PLACE = re.compile(r"市辖区|[县市]区|城区|郊区|园区|片区|学区|社区|农村|城镇")
_PLACE_LIST = re.compile(r"[\s、，,；;和及与等]+")
_INVENTED = re.compile(r"[\u4e00-\u9fff]{2,7}(?:[省市县州旗盟]|(?<![学园片小社])区|地区)")
_MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name, taken apart."""

    written: str
    words: str
    """Without year, unit and 其中."""
    unit: str
    time: TimeExpression | None
    is_plain: bool
    """Whether the words only say that it is an aim or a state."""
    is_share: bool
    is_named_unit: bool
    """Whether the unit follows from the name alone (岗位数), so that it says nothing of the other columns."""


def read_heading(name: str) -> Heading:
    """Take a column's name apart: 2025年目标值（%）, 其中：初中岗位, 住宿费（元/生·学期）."""
    flat, unit = without_unit(re.sub(r"\s", "", name))
    time = next((t for t in find_times(_spelt_year(flat)) if t.value), None)
    words = re.sub(r"^其中[：:]?|(?<=.)其中[：:]", "", flat)
    words = re.sub(r"(?:到|至|截至)?(?:19|20)\d\d年?(?:度|底|末|秋季|春季)?", "", words).strip("（）()：:")
    share = _SHARE.search(words) is not None
    named = next((found for pattern, found in _BY_NAME if pattern.search(words)), "")
    return Heading(
        flat, words, unit or named, time, PLAIN.pattern.fullmatch(words) is not None, share, not unit
    )


def without_unit(name: str) -> tuple[str, str]:
    """A name without the unit that it states in brackets, and that unit: 平均班额（人）; empty where it states none."""
    for bracket in _BRACKET.finditer(name):
        if match := _UNIT.fullmatch(narrow(bracket["unit"])):
            return name.replace(bracket.group(), "").strip(), match["unit"]
    return name, ""


def _spelt_year(text: str) -> str:
    return re.sub(r"(?<!\d)((?:19|20)\d\d)(?!\d|年)", r"\1年", text)


def is_unit(text: str) -> bool:
    """Whether a cell names a unit of measure and nothing else (元/生·年)."""
    return _UNIT.fullmatch(narrow(text.strip())) is not None


def named_unit(name: str, quantity: Quantity) -> str:
    """The unit that a heading implies where nothing states one: a share is of a hundred."""
    if _SHARE.search(name) and ":" not in quantity.value and "/" not in quantity.value:
        return "%" if float(quantity.value) > 1 or quantity.value == "0" else ""
    return next((unit for pattern, unit in _BY_NAME if pattern.search(name)), "")


def places_in(text: str, source: Source, column: str) -> tuple[str, ...]:
    """The places that a heading lists when it is nothing else (拉萨市、林芝市); empty otherwise."""
    if len(text) < 2 or _NO_PLACE.fullmatch(text):
        return ()
    of_places = PLACES.pattern.search(column) is not None
    names = [name for name in _PLACE_LIST.split(text) if name]
    if not names or len(names) > _MOST_PLACES:
        return ()
    found = []
    for name in names:
        region = _region(name, source, of_places=of_places)
        if region is None:
            return ()
        found.append(region)
    return tuple(dict.fromkeys(found))


def _region(name: str, source: Source, *, of_places: bool) -> str | None:
    gazetteer = default_gazetteer()
    within = None if source.region in (None, "全国") else source.region
    region = gazetteer.resolve(name, within=within)
    if region is not None and (of_places or region.name == name):
        return None if region.name == source.region else region.name
    return name if of_places and _INVENTED.fullmatch(name) and not _NO_PLACE.search(name) else None


def title_subject(title: str) -> str:
    """What a notice is about: 2025年地方优师专项计划 of 关于做好2025年地方优师专项计划招生工作的通知."""
    words = re.sub(r"^.*?关于|的(?:通知|通告|公告|公示|函|意见|批复|决定)[^的]{0,8}$", "", title)
    words = re.sub(
        r"(?:19|20)\d\d(?:[-—－](?:19|20)?\d\d)?年?(?:度|秋季|春季|学年度?)?|[（(][^（）()]*[）)]", "", words
    )
    return re.sub(
        r"^(?:进一步)?(?:做好|下达|公布|印发|调整|明确|规范|加强|开展|发布|提高|核定|公示|制定|确定)",
        "",
        words,
    )


def sign_of(words: str, quantity: Quantity) -> Comparator:
    """How a cell compares its figure: ≥95, 90以上; plain when it does not."""
    if quantity.value_high:
        return "range"
    left, right = words[: quantity.start], words[quantity.end :]
    if re.search(r"[≥>＞]\s*$", left):
        return ">="
    if re.search(r"[≤<＜]\s*$", left):
        return "<="
    before = next((sign for sign, named in BEFORE if sign != "=" and named.pattern.search(left)), None)
    after = next((sign for sign, named in AFTER if named.pattern.search(right)), None)
    return before or after or "="
