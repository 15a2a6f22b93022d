"""Units: the organ that a name such as 市发改委 means in a document of a region.

A canonical name is region + full name (广元市发展和改革委员会). Roles (教育行政部门) and collectives (各区县政府)
are units of their own: 教育部门, 各县区人民政府.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.organs import STEM, STEM_RUN, Organ, is_local, organ_of, other_organ
from kb.region_names import short_name
from kb.regions import default_gazetteer
from kb.unit_finder import UnitSpan as UnitSpan
from kb.unit_finder import find_units as find_units
from kb.unit_finder import office_in
from kb.unit_table import BODIES, INSTITUTIONS

UnitLevel = Literal["national", "province", "city", "county", "township", "school"]

_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_LETTERS = r"县级市|自治县|自治区|自治州|市辖区|直辖市|功能区|开发区|园区|[省市区县州盟旗]"
_COLLECTIVE = re.compile(
    rf"各?(?P<letters>(?:{_LETTERS})(?:[、/和（(]?(?:{_LETTERS})[）)]?)+|各(?:{_LETTERS})|各市[（(]州[）)])"
    r"(?P<rest>.*)"
)
_TOWNS = re.compile(
    r"各?(?:乡镇?[（(]?镇?[）)]?|镇乡?|镇街|街镇|乡镇)(?:党委[、和]?)?(?:人民政府|政府)?[（(、和]?(?:街道(?:办事处)?|镇街|办事处)?[）)]?|"
    r"各?街道(?:办事处)?|各?乡镇(?:街道)?"
)
_REGION = r"(?:(?:(?![局委厅府])[\u4e00-\u9fff]){2,7}?(?:自治区|自治州|自治县|地区|省|市|区|县|州|盟|旗|新区)|[^各本该我全]县)"
_SCOPE = re.compile(
    r"^(?:县级以上|设区的市|地方各级|县级|省级|市级|区级|本级|同级|当地|所在地)(?:以上)?(?:地方)?(?:各级)?(?:以上)?"
    r"(?:人民)?政府的?(?=.{3})"
)
"""县级以上人民政府教育行政部门 is the role 教育部门 whatever the level."""
_LEAST_OFFICE = 2
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One organ, role or collective."""

    name: str
    """Canonical name."""
    region: str | None
    """Region it belongs to; None for roles, collectives and national organs."""
    function: str | None
    """教育, 财政, 发展改革 …; None when the name tells none."""
    level: UnitLevel | None


def canonical_unit(surface: str, *, region: str | None = None, parent: str | None = None) -> str:
    """The canonical name of a unit written ``surface`` in a document of ``region`` (within ``parent``)."""
    return resolve_unit(surface, region=region, parent=parent).name


def unit_function(name: str) -> str | None:
    """The field of government a unit works in (教育, 财政 …); None when the name tells none."""
    return resolve_unit(name).function


@lru_cache(maxsize=8192)
def resolve_unit(surface: str, *, region: str | None = None, parent: str | None = None) -> Unit:
    """The unit that ``surface`` means; a name that follows no pattern stands for itself."""
    written = _clean(surface)
    if inner := office_in(written):
        return Unit(inner, None, f"处室:{re.sub('[处科股室]$', '', inner)}", None)
    if unit := _collective(written) or _league(written, region, parent):
        return unit
    if written.startswith("各") and (institution := _institution(written)):
        return Unit(institution.name, None, institution.function, _level(None, institution))
    place, rest = _split_place(written, region, parent)
    organ = organ_of(rest) or (other_organ(rest) if place else None)
    if rest.startswith("中央") and (office := organ_of(rest.removeprefix("中央"))):
        return Unit(f"中央{office.name.removeprefix('委')}", None, office.function, "national")
    if rest.startswith("国务院") and (office := organ_of(rest.removeprefix("国务院"))):
        return Unit(f"国务院{office.name}", None, office.function, "national")
    if organ is None:
        function = "政府" if written.endswith("政府") else None
        return Unit(written, None, function, None)
    if place is None and not organ.role and is_local(organ):
        place = region if region and region != "全国" else None
    if rest.startswith("国家"):
        return Unit(f"国家{organ.name}", None, organ.function, "national")
    return Unit(f"{place or ''}{organ.name}", place or None, organ.function, _level(place, organ))


def _institution(written: str) -> Organ | None:
    """各级各类学校 is 学校; 各级人民政府 is no institution."""
    organ = organ_of(re.sub("^各(?:级各类|级|类)?", "", written))
    return organ if organ and organ.role else None


def _clean(surface: str) -> str:
    """Without spaces, a bracketed second name and leading 各 or closing 等."""
    written = re.sub(r"\s", "", surface).strip("，。；、：")
    if not _COLLECTIVE.fullmatch(written) or re.search(r"[（(](?![市区县州旗镇街、]+[）)])", written):
        written = _BRACKETED.sub("", written) or written
    written = re.sub(r"等(?:有关|相关)?(?:部门|单位)?$", "", written) or written
    return _SCOPE.sub("", written) or written


def _collective(written: str) -> Unit | None:
    """各县（区）, 县区人民政府, 各区、县级市 and the townships."""
    if _TOWNS.fullmatch(written):
        return Unit("各乡镇街道", None, "政府", "township")
    match = _COLLECTIVE.fullmatch(written)
    if match is None:
        return None
    letters = _letters(match["letters"])
    rest = re.sub(r"^(?:党委、?)(?:人民)?政府$", "人民政府", match["rest"].lstrip("级"))
    if not letters or rest.startswith(("以上", "以下")):
        return None
    if rest in ("", "政府", "人民政府"):
        return Unit(f"各{letters}人民政府", None, "政府", "county" if set(letters) & set("区县") else "city")
    organ = organ_of(rest)
    if organ is None:
        return None
    return Unit(f"各{letters}{organ.name}", None, organ.function, "county")


def _letters(written: str) -> str:
    """县（区）, 区县 and 各县区 are one: the letters in one order, 县 市 区 州."""
    if "直辖市" in written:
        return "省区市"
    flat = (
        written.replace("县级市", "市")
        .replace("自治县", "县")
        .replace("自治州", "州")
        .replace("市辖区", "区")
    )
    flat = re.sub("功能区|开发区|园区", "区", flat)
    return "".join(letter for letter in "县市区州盟旗省" if letter in flat)


def _split_place(written: str, region: str | None, parent: str | None) -> tuple[str | None, str]:
    """(region the name states or implies, rest); a level letter that fits no known region stands for itself."""
    for known in filter(None, (region, parent)):
        for name in (known, short_name(known)):
            if len(name) > 1 and written.startswith(name) and len(written) > len(name) + 1:
                inner, rest = _split_place(written.removeprefix(name).removeprefix("级"), region, parent)
                return inner if inner and len(inner) > 1 else known, rest
    if match := re.match(r"中共(?P<place>.+?)委(?P<rest>.+)$", written):
        written = f"{match['place']}委{match['rest']}"
    if not re.match(rf"(?:{STEM})", written):
        for match in re.finditer(_REGION, written):
            if organ_of(written[match.end() :]) is not None:
                return match.group(), written[match.end() :]
    match = re.match(r"(?P<letter>自治区|[省市区县州旗])(?:直|级|本级)?(?P<rest>委?.+)$", written)
    if match and organ_of(written) is None and (organ_of(match["rest"]) or other_organ(match["rest"])):
        place = _region_of(match["letter"], region, parent)
        at_level = len(place) == 1 and written[1:2] == "级"  # 县级人民政府: any of that level
        return (None, written) if at_level else (place, match["rest"])
    return None, written


def _region_of(letter: str, region: str | None, parent: str | None) -> str:
    """Which region 市, 区 or 省 stands for in a document of ``region``; the letter itself when unknown."""
    larger = default_gazetteer().ancestors(region) if region and letter in ("省", "自治区") else ()
    for known in filter(None, (region, parent, *larger)):
        fits = known.endswith(letter) and not (letter == "区" and known.endswith("自治区"))
        if fits or (letter == "县" and known.endswith("旗")):
            return known
    return letter


def _league(written: str, region: str | None, parent: str | None) -> Unit | None:
    """团市委, 共青团广元市委."""
    match = re.fullmatch(
        rf"(?:中国)?(?P<own>(?!共青)(?:{_REGION}))?(?:共青团|团)(?P<place>自治区|[省市区县州旗](?=委)|{_REGION})?(?:委员会|委)",
        written,
    )
    if match is None or not (match["place"] or match["own"] or "共青团" in written):
        return None
    place = match["own"] or match["place"] or region or ""
    place = _region_of(place, region, parent) if len(place) == 1 or place == "自治区" else place
    return Unit(f"共青团{place}委员会", place or None, "共青团", _level(place, Organ("", None)))


def _level(place: str | None, organ: Organ) -> UnitLevel | None:
    if organ.function in INSTITUTIONS and organ.role:
        return "school"
    if not place:
        return None if organ.role else "national"
    if place.endswith(("省", "自治区")) or (place.startswith(_MUNICIPALITIES) and place.endswith("市")):
        return "province"
    if place.endswith(("市", "州", "盟", "地区")):
        return "city"
    return "county" if place.endswith(("区", "县", "旗")) else None


def match_unit(query_name: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known canonical names that ``query_name`` can mean, in the order of ``known``.

    The exact name wins; else names of the same function whose region does not contradict the query, the same
    kind of organ before others. Roles and collectives match only roles and collectives.
    """
    places = {region for name in known if (region := resolve_unit(name).region)}
    prefixes = (place for place in sorted(places) if query_name.startswith(short_name(place)))
    query = resolve_unit(query_name, region=next(prefixes, None))
    exact = tuple(name for name in known if name in (query.name, query_name))
    if re.fullmatch(STEM_RUN, query_name):
        return tuple(name for name in known if resolve_unit(name).function == query.function)
    if exact or query.function is None:
        holding = tuple(name for name in known if query_name in name)
        return exact or holding or tuple(name for name in known if _is_office_of(query_name, name))
    near = [name for name in known if _compatible(query, resolve_unit(name))]
    ending = _ending(query.name)
    same = tuple(name for name in near if _ending(name) in (ending, "部门"))
    return same or tuple(near)


def _is_office_of(query_name: str, name: str) -> bool:
    """Whether a query names an office with its bureau (涪陵区教委技术装备中心) that documents name alone."""
    before = query_name.removesuffix(name)
    return before != query_name and len(name) > _LEAST_OFFICE and resolve_unit(before).function is not None


def _compatible(query: Unit, other: Unit) -> bool:
    if query.function != other.function or _kind(query.name) != _kind(other.name):
        return False
    if query.region is None:
        return True
    if other.region is None:
        return False
    if len(query.region) == 1:
        return other.region.endswith(query.region)
    return short_name(query.region) == short_name(other.region) or other.region.startswith(query.region)


def _kind(name: str) -> str:
    if name.startswith("各"):
        return name[: name.index(_ending(name))] if _ending(name) in name else name
    if name.endswith("部门") and resolve_unit(name).region is None:
        return "role"
    resolved = BODIES.get(name)
    return name if resolved and resolved[1] in INSTITUTIONS else "organ"


def _ending(name: str) -> str:
    return next((end for end in ("人民政府", "委员会", "办公室", "部门") if name.endswith(end)), name[-1:])
