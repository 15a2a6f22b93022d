"""The regions that a question means."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from kb.question.local_places import unheard_places
from kb.question.vocabulary import QuestionVocabulary
from kb.region_names import LEVELS, level_of, other_names, short_name
from kb.regions import RegionMention

_RELATIVE_REGION = re.compile(
    r"(?:全|我|本)?(?P<level>[省市区县州旗盟镇乡])(?:(?<=[全我本].)(?![级属直县])|(?:里|上)(?=[和与跟对的要规]))"
)
_NATION = "全国"
_BY_THE_NATION = re.compile(
    r"(?<![按照合到])国家(?=(?:层面|统一)?上?(?:要求|规定)(?!的|标准)[^,，。?？]{0,16}(?:多少|几|什么|哪|吗|不[低少超高]))"
)
# 北京师范大学, 重庆路小学: institutions named after a place
NAMED_AFTER_REGION = re.compile(r"[\u4e00-\u9fff]{0,6}(?:大学|学院|公司|银行|路小学|路幼儿园)")


def with_document_regions(
    text: str, named: list[RegionMention], vocabulary: QuestionVocabulary
) -> list[RegionMention]:
    """Also the documents' own regions by short name, wherever they stand (焦作学校, 那开封呢)."""
    found = list(named)
    for name in sorted(vocabulary.known_regions):
        short = short_name(name)
        start = text.find(short) if len(short) > 1 else -1
        if name not in vocabulary.document_regions and not _is_subject(text, start, short):
            continue
        taken = any(mention.start < start + len(short) and start < mention.end for mention in found)
        region = vocabulary.gazetteer.resolve(name)
        if start >= 0 and not taken and region is not None:
            mention = RegionMention(start, start + len(short), short, region)
            if not NAMED_AFTER_REGION.match(text[mention.end :]):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _is_subject(text: str, start: int, name: str) -> bool:
    """Whether a short name stands where a place is asked about: 那彭阳呢, 海原的岗位, 西吉和海原."""
    around = rf"(?:^(?:那么?)?|[和与跟比、，, ]){re.escape(name)}(?:[呢的和与跟比、，, 今去两二三各这几]|$)"
    return start >= 0 and re.search(around, text) is not None


def unheard_regions(text: str, vocabulary: QuestionVocabulary) -> tuple[str, ...]:
    """A place at the beginning of a question that neither the gazetteer nor any document knows (青禾县)."""
    if local := unheard_places(text, vocabulary):
        return local
    match = re.match(
        r"(?:那么?|请问|问)?(?P<name>(?![请把将我咱本在从对按问帮查列找给由让全各哪什这那每某该])[\u4e00-\u9fff]{2,3}[省市县区州旗])(?![级属直委政长内外域]|教育局|教委)",
        text,
    )
    if match is None or re.search(
        r"[地社小城园学校辖郊片县市校]区$|[全各我本哪]|区县$|县市$|城市$", match["name"]
    ):
        return ()
    # 教师县管校聘: a word that documents write is no name of a place that they do not know
    return () if match["name"][:-1] in vocabulary.text else (match["name"],)


# Names that English does not write in the pinyin of their short name.
_ENGLISH_NAMES = {
    "shaanxi": "陕西省", "shanxi": "山西省", "inner mongolia": "内蒙古自治区", "tibet": "西藏自治区", "hong kong": "香港特别行政区",
    "macau": "澳门特别行政区", "macao": "澳门特别行政区", "harbin": "哈尔滨市", "urumqi": "乌鲁木齐市", "hohhot": "呼和浩特市",
    "lhasa": "拉萨市", "canton": "广州市", "garze": "甘孜藏族自治州", "ganzi": "甘孜藏族自治州", "ngawa": "阿坝藏族羌族自治州",
    "aba": "阿坝藏族羌族自治州", "hulunbuir": "呼伦贝尔市", "ordos": "鄂尔多斯市", "xilingol": "锡林郭勒盟", "alxa": "阿拉善盟",
    "ulanqab": "乌兰察布市", "bayannur": "巴彦淖尔市", "kashgar": "喀什地区", "hotan": "和田地区", "turpan": "吐鲁番市",
    "karamay": "克拉玛依市", "shigatse": "日喀则市", "nyingchi": "林芝市", "qamdo": "昌都市", "nagqu": "那曲市", "ngari": "阿里地区",
    "ili": "伊犁哈萨克自治州", "qiqihar": "齐齐哈尔市", "golog": "果洛藏族自治州",
}  # fmt: skip
_LEVEL_WORD = r"(?: (?:new areas?|new districts?|sub-?districts?|towns?|townships?|leagues?|banners?|development zones?|autonomous (?:county|prefecture|banner)|districts?|city|cities|county|counties|province|provinces|municipality|autonomous region|prefecture|banner)\b)?(?:'s\b|')?"
_COUNTY_WORD = re.compile(r"(?P<name>[a-z]+(?: [a-z]+)?) (?:districts?|county|counties|city|banner)\b")


def english_regions(text: str, vocabulary: QuestionVocabulary) -> tuple[tuple[str, ...], str]:
    """Regions whose pinyin stands in an English question ("Guangyuan City"), in its order, and the question without them.

    The documents' own regions are looked for first, then provinces and cities, then the counties and districts
    that are called so ("Yongchuan District").
    """
    found: dict[int, str] = {}
    rest = text
    for name, surface in _spoken_regions(text, vocabulary):
        match = re.search(rf"\b{surface}\b{_LEVEL_WORD}", rest)
        if match is not None:
            found[match.start()] = name
            rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    return tuple(dict.fromkeys(found[start] for start in sorted(found))), rest


def _spoken_regions(text: str, vocabulary: QuestionVocabulary) -> list[tuple[str, str]]:
    """Regions with the words that name them, those of documents first."""
    words = re.findall(r"[a-z]+(?:'[a-z]+)?", text)
    single = [(word, word.removesuffix("'s").replace("'", "")) for word in words]
    pairs = [(f"{first[0]} {second[0]}", first[1] + second[1]) for first, second in pairwise(single)]
    own, known = vocabulary.own_by_pinyin, vocabulary.known_by_pinyin
    spoken = [
        (own[sound], surface.removesuffix("'s")) for surface, sound in (*single, *pairs) if sound in own
    ]
    spoken += [
        (name, surface) for surface, name in _ENGLISH_NAMES.items() if re.search(rf"\b{surface}\b", text)
    ]
    spoken += [
        (known[sound], surface.removesuffix("'s"))
        for surface, sound in (*single, *pairs)
        if len(sound) > 3 and sound in known and surface not in _ENGLISH_NAMES
    ]
    for match in _COUNTY_WORD.finditer(text):
        for surface in (match["name"], match["name"].split()[-1]):
            county = vocabulary.county_by_pinyin(surface.replace(" ", ""))
            if county is not None:
                spoken.append((county, surface))
                break
    return spoken


def relative_regions(text: str, named: Sequence[str], vocabulary: QuestionVocabulary) -> dict[str, str]:
    """全省, 市里 by what they mean: the one region of that level that documents come from."""
    found = {}
    for match in _RELATIVE_REGION.finditer(text):
        if any(text[: match.start()].endswith(name) for name in named):
            continue
        level = _LEVEL_OF_LETTER.get(match["level"], "county")
        regions = [
            name
            for name in sorted(vocabulary.document_regions)
            if level_of(name) == level and name.endswith(match["level"])
        ]
        if len(regions) == 1:
            found[match.group()] = regions[0]
    if not named and _NATION in vocabulary.document_regions and (nation := _BY_THE_NATION.search(text)):
        found[nation.group()] = _NATION
    return found


_LEVEL_OF_LETTER = {"省": "province", "市": "city", "州": "city", "盟": "city", "镇": "town", "乡": "town"}
_JOINING = ("和", "与", "跟", "同", "及", "、", "比")


def most_specific(
    vocabulary: QuestionVocabulary, names: Sequence[str], *, beside: Collection[str] = ()
) -> list[str]:
    """重庆市綦江区 names one region, so parents of another named region are left out, but not those ``beside`` it."""
    parents = {ancestor for name in names for ancestor in vocabulary.gazetteer.ancestors(name)}
    return [name for name in names if name not in parents or name in beside]


def told_apart(mentions: Sequence[RegionMention], vocabulary: QuestionVocabulary) -> tuple[list[str], str]:
    """The names of the regions, and the larger one by which documents of one name are told apart ("" where none is).

    南京鼓楼区 is not the 鼓楼区 that documents come from where theirs lies in 开封市: such a name is kept whole.
    """
    names: list[str] = []
    within = ""
    for place, mention in enumerate(mentions):
        region, before = mention.region, mentions[place - 1] if place else None
        above = vocabulary.document_parents.get(region.name)
        named = before.region.name if before is not None and before.end == mention.start else ""
        if above is None or not named or named not in vocabulary.gazetteer.above(region):
            names.append(region.name)
        elif named in above:
            names.append(region.name)
            within = named
        else:
            names.append(f"{named}{region.name}")
    return names, within


def joined_regions(
    text: str, mentions: Sequence[RegionMention], vocabulary: QuestionVocabulary
) -> frozenset[str]:
    """Regions that a text sets beside another one: both of 重庆市和綦江区, but not 洛阳 of 绵阳和洛阳洛宁."""
    prefixes = {
        mention.start
        for mention, behind in pairwise(mentions)
        if mention.end == behind.start and mention.region.name in vocabulary.gazetteer.above(behind.region)
    }
    return frozenset(
        mention.region.name
        for mention in mentions
        if mention.start not in prefixes
        and (text[mention.end : mention.end + 1] in _JOINING or text[: mention.start].endswith(_JOINING))
    )


def is_meant(text: str, mention: RegionMention, vocabulary: QuestionVocabulary) -> bool:
    """Whether a region is meant, not a word of the same letters (新建高中, 提高县中) or part of a name.

    Regions that no document comes from must be named in full, unless they are a province or a city.
    """
    region, surface = mention.region, text[mention.start : mention.end]
    if region.name in vocabulary.known_regions:
        return True
    if len(surface) < 4 and NAMED_AFTER_REGION.match(text[mention.end :]):
        return False
    if surface != region.name:
        near = {*vocabulary.gazetteer.ancestors(region.name)} & vocabulary.document_regions
        treated = near and any(name in vocabulary.text for name in (region.name, *other_names(region.name)))
        return bool(treated) or LEVELS.index(region.level) <= LEVELS.index("city")
    before = text[mention.start - 1 : mention.start]
    return len(surface) > 2 or not re.match(r"[\u4e00-\u9fff]", before) or before in "在和与及跟比问是省市的"
