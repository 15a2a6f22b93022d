"""What a region's name tells: its short form, its level, and the chain of regions an issuer begins with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

RegionLevel = Literal["country", "province", "city", "county", "town"]

COUNTRY = "全国"
LEVELS: tuple[RegionLevel, ...] = ("country", "province", "city", "county", "town")
"""Largest first."""
_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
_PROVINCE_SHORT = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}
_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|"
    "傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|"
    "毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|独龙族|"
    "鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族|各族|联合"
)
_ENDING = re.compile(
    rf"(?:{_PEOPLES})*(?:自治区|自治州|自治县|自治旗)$|(?:特别行政区|地区|林区|矿区|经济技术开发区|高新技术产业开发区|"
    r"经济开发区|高新技术开发区|高新区|经开区|开发区|示范区|管理区|工业园区|新区|省|市|区|县|旗|盟|街道办事处|街道|镇|乡|苏木)$"
)
_ZONES = (
    (re.compile(r"(?:国家)?高新技术(?:产业)?开发区$"), "高新区"),
    (re.compile(r"(?:国家级?)?经济(?:技术)?开发区$"), "经开区"),
)
"""Zones are called by city and kind: 洛阳高新区 is not 洛阳."""
TOWN = r"(?:街道(?:办事处)?|镇(?!域)|乡(?![村镇土])|苏木)"
LOCAL_ENDING = (
    rf"(?:{TOWN}|新区|管理区|开发区|示范区|试验区|高新区|经开区|工业园区?|片区|学区|垦区|农场|牧场|林场)"
)
"""What places end with that no list of regions has."""
_BRIGADE = re.compile(
    r"(?P<brigade>第?(?P<n>[一二三四五六七八九十]{1,2}师))(?P<city>[\u4e00-\u9fff]{2,4}市)?"
)
_BANNER = re.compile(
    r"(?P<first>[\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?P<wing>[左右])翼(?P<part>[前中后])?(?:[\u4e00-\u9fff]+自治)?(?P<kind>[县旗])$"
)


@dataclass(frozen=True, slots=True)
class Region:
    """One region; ``parent`` is the name of the next larger one, None for provinces and unknown parents."""

    name: str
    code: str
    """Six digits of GB/T 2260; empty for regions known from documents only."""
    level: RegionLevel
    parent: str | None = None


def short_name(name: str) -> str:
    """The name without its ending: 綦江区 -> 綦江, 凉山彝族自治州 -> 凉山; one-character rests keep it.

    >>> short_name("綦江区"), short_name("酉阳土家族苗族自治县"), short_name("忠县")
    ('綦江', '酉阳', '忠县')
    """
    if name in _PROVINCE_SHORT:
        return _PROVINCE_SHORT[name]
    for zone, brief in _ZONES:
        if zone.search(name):
            return zone.sub(brief, name)
    bare = _ENDING.sub("", name)
    return bare if len(bare) >= 2 else name


def level_of(name: str, parent_level: RegionLevel | None = None) -> RegionLevel:
    """The level that a name's ending tells; a 市 below another 市 is a county-level one."""
    if name == COUNTRY:
        return "country"
    if name in _MUNICIPALITIES or name.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if name.endswith(("市", "自治州", "地区", "盟")):
        return "county" if parent_level in ("city", "county") else "city"
    return "town" if re.search(rf"{TOWN}$", name) else "county"


def other_names(name: str) -> tuple[str, ...]:
    """Short forms besides the full name: 酉阳土家族苗族自治县 is also 酉阳, 酉阳县 and 酉阳自治县.

    >>> other_names("喀喇沁左翼蒙古族自治县"), other_names("第八师石河子市")
    (('喀左', '喀左县', '喀喇沁左翼', '喀喇沁左翼县', '喀喇沁左翼自治县'), ('第八师', '八师', '石河子市', '石河子'))
    """
    if (parts := _BRIGADE.fullmatch(name)) and len(name) > 2:
        city = parts["city"]
        names = (parts["brigade"], parts["n"], city, city.removesuffix("市") if city else None)
        return tuple(part for part in names if part and part != name)
    short = short_name(name)
    if short == name and (people := re.fullmatch(r"([\u4e00-\u9fff]{2,})族自治([县旗])", name)):
        return people[1], f"{people[1]}{people[2]}"  # 东乡族自治县
    banner = _BANNER.match(name)
    if name.endswith("旗") and len(short) > 3 and not banner:
        return short, f"{short[:2]}旗"  # 东乌旗
    brief = f"{banner['first']}{banner['wing']}{banner['part'] or ''}" if banner else ""
    wing = (brief, f"{brief}{banner['kind']}") if banner else ()
    if short == name:
        return wing
    for ending, letter in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(ending):
            return *wing, short, short + letter, short + ending
    if name.endswith("自治区"):
        return short, short + "自治区"
    if name.endswith("街道办事处"):
        return short, short + "街道"
    # 厦门经济特区 is how the laws of 厦门市 and its like name their region.
    return (*wing, short, short + "经济特区") if name.endswith("市") else (*wing, short)


_CHAIN = re.compile(
    r"(?P<province>[\u4e00-\u9fff]{2,5}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?P<county>[\u4e00-\u9fff]{1,8}?(?:自治县|自治旗|县级市|市|县|旗|开发区|高新区|经开区|新区|区))?"
)
_BAD_NAME = re.compile(
    r"(?:本|全|各|该|外|跨|我|省|县|市辖|有关|直辖|民族|上级|某|与|及|和|的|等|在|由|对|为|关于|印发|城|社|校|园|厂|辖|学|片|"
    r"局|委|部|厅|办|院|人民政府|自治|经济特)(?:市|区|县|省|旗)?$|关于|印发|加强|推进|开展|做好|全省|全市|全区|全县|落实|进一步|中小学|"
    r"^(?:省|市|区|县|国家|中共|各|根据|按照|依据|贯彻|落实|经|由|报|请)|委员会|教育|人民|政府|厅|"
    r"(?:行政|名胜|保护|风景|勘[查察]|开采|居住|服务|旅游|功能|生活|办公|教学|产业|风险|边境)(?:区)?$|^[灾疫景山牧林矿老特小军战库港禁]$|应当|公民|^中国"
)


def derive_regions(text: str) -> tuple[Region, ...]:
    """The chain of regions that an issuer's name or a title begins with, largest first.

    >>> [region.name for region in derive_regions("云岭省临江市东湖区教育局")]
    ['云岭省', '临江市', '东湖区']
    """
    match = _CHAIN.match(text.removeprefix("中共"))
    if match is None:
        return ()
    chain: list[Region] = []
    for name in (match["province"], match["city"], match["county"]):
        if name is None:
            continue
        if _BAD_NAME.search(_ENDING.sub("", name)) or len(_ENDING.sub("", name)) < 1:
            break
        parent = chain[-1] if chain else None
        chain.append(
            Region(
                name, "", level_of(name, parent.level if parent else None), parent.name if parent else None
            )
        )
    return tuple(chain)
