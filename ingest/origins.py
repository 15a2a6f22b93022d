"""Who issued a document, and for which region."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import ORGAN_END, is_signature
from ingest.metadata_rules import (
    DATE,
    HISTORY,
    LOCAL_CONDITIONS,
    NATIONAL_ORGANS,
    NUMBER,
    PROVINCE_OF_CODE,
)
from kb.region_names import COUNTRY, LEVELS, TOWN, Region, derive_regions
from kb.regions import Gazetteer, RegionMention, default_gazetteer
from kb.rules import rule

_BEFORE_ABOUT = re.compile(
    r"^(?P<organs>[\u4e00-\u9fff（）()、 ]{2,120}?)(?:转发[^关]{0,30})?(?:关于|印发|转发|20\d\d(?:[-—]\d+)?年)"
)
_AND_OTHERS = re.compile(
    r"等[一二三四五六七八九十\d]{1,3}(?:个)?(?:部门|单位|部委|厅局|家单位)$|(?:联合|办公室印发)$"
)
_ORGAN = re.compile(
    rf"[\u4e00-\u9fff（）()]{{2,40}}(?:{ORGAN_END}|国务院|大学|中学|小学|学院|幼儿园|集团|协会|学会|公司)"
)
_MINISTRY_SEAM = re.compile(
    rf"(?<=[部委局署会院厅])(?=(?:{NATIONAL_ORGANS}|中共[\u4e00-\u9fff]|共青团|市场监管|市场监督))(?!委员会|会议|国家工作|中央委员)"
)
_SOURCE = re.compile(r"(?:文章|信息|稿件)?来源\s?[：:｜|]\s?(?P<organs>[\u4e00-\u9fff（）() 、]{4,60})")
_VILLAGE_LEVEL = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处|党委|中心|教育|学区|$)")
_LETTERHEAD = re.compile(r"(?P<organs>[\u4e00-\u9fff（）() 、]{2,80}?)(?:文件|（?函）?|公报)")
_SESSION = re.compile(
    r"第?[一二三四五六七八九十百\d]+届|第[一二三四五六七八九十百\d]+次(?:全体|常务)?(?:会议)?|(?:全体|常务)?会议.*$|.*?关于修改.*$"
)
_BY_ORDER = re.compile(r"令(?:（?第?[〇零一二三四五六七八九十百\d]+号）?)$")
_LEGAL_TITLE = re.compile(r"(?:法|条例|条例实施细则|法实施细则|实施条例)(?:[（(][^）)]*[）)])?$")
_NAMED_SO = re.compile(
    r"(?:第?[一二三四五六七八九十]+|实验|中心|外国语|职业|技术|技师|高等|专科|师范|理工|科技|农业|医学|"
    r"工业|工程|艺术|体育|开放|民族|特殊教育|中等|专业|教师进修|高级|初级|附属)*(?:小学|中学|幼儿园|学校|学院|大学)|[农牧林]场|[路街村]|"
    rf"{TOWN}|集团|公司"
)
"""What is named after a place need not lie in it: 桃园小学, 兴隆农场."""
_LEVEL_ENDS = tuple("省市县区州盟旗")
_SHORTEST_TOWN = 3
ONE_SCHOOL = rule(
    "rules_of_one_school",
    r"^[《“]?(?!(?:(?:全国|国家|各级|各类|普通|高等|高级|中等|初等|中小|职业|专业|技工|技术|专门|民办|公办|民族|农村|乡镇|城市|特殊教育|寄宿制|义务教育|学前|成人|独立|工读|独立设置|示范性|普惠性|社会力量|中外合作|办学|举办|设置|国防|少年儿童|体育|艺术|师范|校外|开放|广播电视|行政|干部|社会主义|教育)+(?:小学|中学|幼儿园|学校|学院|大学)))"
    r"(?:(?!关于|实施|加强|推进)[\u4e00-\u9fff]){2,16}?(?:学院|大学|中学|小学|幼儿园|学校|中专|职中)(?![前校生制])[\u4e00-\u9fff、]{2,24}(?:办法|规定|细则|制度|章程|条例|守则|方案|规程|常规|汇编)",
    example="江州船舶职业技术学院学生资助管理办法",
    counter_example="普通高等学校学生管理规定",
)
"""Such rules hold for one school, wherever it lies; they are no law of the nation."""
TOWN_LEAD = rule(
    "town_lead",
    r"(?P<name>(?!关于|印发|[各全本我])[\u4e00-\u9fff]{1,5}?(?<![乡城村集小下返家还离回各全本强入故])(?:街道|镇(?!域)|乡(?![村镇土])|苏木))(?P<government>人民政府|党委|党工委|党政|办事处|委员会)?",
    example="横沥镇人民政府关于印发工作方案的通知",
    counter_example="城乡义务教育补助经费管理办法",
)
"""A town or street at the beginning of an issuer's name or a title, behind the regions in which it lies."""
_TITLE_LEAD = re.compile(
    r"^(?:关于)?(?:印发|公布|下发|做好|开展|调整|实施|加快|进一步)*[《“]?(?:20\d\d(?:[-—－~至]\d{2,4})?(?:学?年度?)?(?:[春秋]季)?)?"
)


def find_issuers(
    title: str, head: Sequence[str], tail: Sequence[str], stated: str | None, *, closing: Sequence[str] = ()
) -> tuple[str, ...]:
    """Issuing organs: stated in the file's fields, else in the title, letterhead, signature, adoption line.

    ``closing`` are the last lines, where a post names its source.
    """
    named = _split_organs(stated) if stated else ()
    from_title = _organs_of_title(title)
    signed = _signatures(tail)
    if _AND_OTHERS.search(_title_prefix(title)) and len(signed) > 1:
        return tuple(dict.fromkeys((*from_title, *signed)))
    return (
        named or from_title or _letterhead(head) or signed or _masthead((*head, *closing)) or _adopters(head)
    )


def _title_prefix(title: str) -> str:
    match = _BEFORE_ABOUT.match(title)
    return match["organs"].strip() if match else ""


def _organs_of_title(title: str) -> tuple[str, ...]:
    organs = _split_organs(_AND_OTHERS.sub("", _title_prefix(title)))
    return organs if all(_ORGAN.fullmatch(organ) for organ in organs) else ()


def _split_organs(text: str) -> tuple[str, ...]:
    """Organ names that stand beside each other, with spaces, 、 or nothing between them."""
    organs: list[str] = []
    for piece in re.split(r"[ 、，,;；/]+", _AND_OTHERS.sub("", text.strip())):
        region = next(iter(derive_regions(piece)), None)
        seams = _MINISTRY_SEAM
        if region is not None:
            seams = re.compile(
                rf"(?<=[部委局署会院厅室府])(?={re.escape(region.name)}|中共{re.escape(region.name)})"
            )
        organs.extend(part for part in seams.split(piece) if len(part) >= 2)
    return tuple(dict.fromkeys(organs))


def _letterhead(head: Sequence[str]) -> tuple[str, ...]:
    for text in head:
        match = _LETTERHEAD.fullmatch(text)
        if match and _ORGAN.search(match["organs"]):
            return _split_organs(match["organs"])
    return ()


def _masthead(head: Sequence[str]) -> tuple[str, ...]:
    """The organ beside the date above minutes and bulletins, or in the line that gives a page's source."""
    numbered = any(NUMBER.pattern.search(text) for text in head)
    beside: list[str] = []
    for text in head:
        bare = NUMBER.pattern.sub("", text).strip()
        beside = [*beside, bare] if is_signature(bare) else []
        dated = beside and re.search(rf"(?:{DATE})$", bare)
        if dated and (signed := _signatures(beside)):
            return signed
        if numbered:
            continue  # who lends a numbered paper to a page is not who issued it
        source = _SOURCE.fullmatch(bare)
        if source and all(_ORGAN.fullmatch(organ) for organ in _split_organs(source["organs"])):
            return _split_organs(source["organs"])
    return ()


def _signatures(tail: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in tail:
        bare = re.sub(rf"\s*(?:{DATE})\s*$", "", text).strip()
        if is_signature(text) and len(bare) >= 4 and "。" not in bare:
            organs = _split_organs(bare)
            if all(_ORGAN.fullmatch(organ) for organ in organs):
                found.extend(organs)
    return tuple(dict.fromkeys(found))


def _adopters(head: Sequence[str]) -> tuple[str, ...]:
    """The organ of the first adoption line (…人民代表大会常务委员会…通过; 国务院发布)."""
    for text in head:
        match = HISTORY.pattern.search(text)
        if match and match["organ"]:
            written = _BY_ORDER.sub("", match["organ"].replace(" ", ""))
            organ = _SESSION.sub("", written).strip("，、（）《》第 ")
            organs = _split_organs(re.sub("中华人民共和国(?=国务院|中央)|^[经由]", "", organ))
            if organs and all(_ORGAN.fullmatch(found) for found in organs):
                return organs
    return ()


def find_region(
    title: str,
    issuers: Sequence[str],
    number: str | None,
    text: str,
    head: Sequence[str] = (),
    *,
    attached: bool = False,
) -> tuple[str | None, str | None]:
    """Region and its parent: from issuer, title, 结合…实际, and the province's character in the number.

    A plan ``attached`` to a notice has its own only where its name or its issuer begins with it.
    """
    gazetteer = default_gazetteer()
    if any(re.match(NATIONAL_ORGANS, issuer) for issuer in issuers):
        return COUNTRY, None
    chains = [_leading_chain(source, gazetteer) for source in (*issuers, _TITLE_LEAD.sub("", title), title)]
    chain = max(chains, key=lambda found: LEVELS.index(found[-1].level) if found else 0, default=())
    letterhead = _of_letterhead(head, gazetteer)
    if chain and letterhead and letterhead[-1].name == chain[-1].name and len(letterhead) > len(chain):
        chain = letterhead  # 民和县川口镇人民政府文件 above 川口镇人民政府关于…
    if not chain and not attached:
        chain = _named_in_title(title, gazetteer) or letterhead
        chain = chain or _local_conditions(text, gazetteer)
    if chain:
        return _placed(chain, text, gazetteer)
    if attached:
        return None, None
    if ONE_SCHOOL.pattern.search(title):
        return None, None
    if title.startswith("中华人民共和国") or _LEGAL_TITLE.search(title) or re.match(NATIONAL_ORGANS, title):
        return COUNTRY, None
    of_village = any(_VILLAGE_LEVEL.search(issuer) for issuer in issuers)
    if number and number[0] in PROVINCE_OF_CODE and not of_village:  # 川政〔2024〕63号 of 川口镇
        return PROVINCE_OF_CODE[number[0]], None
    return (COUNTRY, None) if "各省、自治区、直辖市" in text[:3000] else (None, None)


def _of_letterhead(head: Sequence[str], gazetteer: Gazetteer) -> tuple[Region, ...]:
    """The place that the letterhead or masthead begins with, which the title may leave out."""
    mastheads = (NUMBER.pattern.sub("", text).strip() for text in head)
    organs = (text for text in mastheads if _LETTERHEAD.fullmatch(text) or is_signature(text))
    return next((chain for organ in organs if (chain := _leading_chain(organ, gazetteer))), ())


def _leading_chain(source: str, gazetteer: Gazetteer) -> tuple[Region, ...]:
    """The regions that a name begins with, each below the one before."""
    source = source.removeprefix("中共").removeprefix("中国共产党")
    chain, end = _region_chain(source, gazetteer)
    town = TOWN_LEAD.pattern.match(source, end)
    if town is None or (chain and not town["government"]) or len(town["name"]) < _SHORTEST_TOWN:
        return chain
    return *chain, Region(town["name"], "", "town", chain[-1].name if chain else None)


def _region_chain(source: str, gazetteer: Gazetteer) -> tuple[tuple[Region, ...], int]:
    """The chain of regions without a town, and where it ends."""
    known: list[Region] = []
    end = 0
    for mention in gazetteer.find(source[:60]):
        # 桃园小学 may be named after anything; 桃园市小学 lies in 桃园市.
        if mention.start != end or _is_namesake(mention, source):
            break
        known.append(mention.region)
        end = mention.end
    derived = derive_regions(source)
    length = sum(len(region.name) for region in derived)
    return (derived, length) if length > end else (tuple(known), end)


def _is_namesake(mention: RegionMention, text: str) -> bool:
    """Whether what stands there is only named after a place: 桃园小学, but not 桃园市小学 or 酉阳县乡村学校."""
    bare = mention.surface != mention.region.name and not mention.surface.endswith(_LEVEL_ENDS)
    return bare and _NAMED_SO.match(text, mention.end) is not None


def _named_in_title(title: str, gazetteer: Gazetteer) -> tuple[Region, ...]:
    mentions = [mention for mention in gazetteer.find(title) if not _is_namesake(mention, title)]
    return (mentions[-1].region,) if mentions else ()


def _local_conditions(text: str, gazetteer: Gazetteer) -> tuple[Region, ...]:
    for match in LOCAL_CONDITIONS.pattern.finditer(text, 0, 3000):
        region = gazetteer.resolve(re.sub(r"^(?:我[省市区县]|本[省市区县])", "", match["place"]))
        if region is not None:
            return (region,)
    return ()


def _placed(chain: Sequence[Region], text: str, gazetteer: Gazetteer) -> tuple[str, str | None]:
    """Name and parent of the smallest region of a chain."""
    region = chain[-1]
    if len(chain) > 1 and not _lies_below(region, chain[-2].name, gazetteer):
        return region.name, chain[-2].name
    known = gazetteer.resolve(region.name, within=chain[-2].name if len(chain) > 1 else None)
    parent = region.parent or (known.parent if known else None)
    if region.level == "province":
        return region.name, None
    return region.name, _parent_in_text(region.name, parent, text, gazetteer) or parent


def _lies_below(region: Region, name: str, gazetteer: Gazetteer) -> bool:
    """True when the data itself puts ``region`` somewhere below the region called ``name``."""
    known = gazetteer.resolve(region.name, within=name)
    if known is None or known.parent is None:
        return False
    return name == known.parent or name in gazetteer.ancestors(known.parent)


def _parent_in_text(name: str, parent: str | None, text: str, gazetteer: Gazetteer) -> str | None:
    """The parent that the text itself gives, where it never names the one in the data.

    A renamed or invented 东湖区 must not come to lie in the city that has a 东湖区 of that name.
    """
    opening = text[:6000]
    if parent is not None and parent in opening:
        return None
    beside = re.search(
        rf"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,6}}?(?:省|市|自治州|自治区)(?={re.escape(name)})", opening
    )
    if beside:
        found = derive_regions(beside[0])
        return found[-1].name if found else None
    unknown = _unknown_name(opening, "省", gazetteer)
    if name.endswith(("省", "自治区")):
        return None
    city = (
        None
        if name.endswith(("市", "州", "盟"))
        else _unknown_name(opening, "市", gazetteer, known=unknown is not None)
    )
    return city or (unknown if unknown != name else None)


def _unknown_name(text: str, ending: str, gazetteer: Gazetteer, *, known: bool = False) -> str | None:
    """A region that the data does not have (``known``: that it may have), named at the start of a word."""
    pattern = rf"(?<![\u4e00-\u9fff])[和与及由在经按据对]?([\u4e00-\u9fff]{{2,4}}?{ending})(?=[^略级直份内外场区县里民政])"
    for match in re.finditer(pattern, text):
        if (known or gazetteer.resolve(match[1]) is None) and derive_regions(match[1]):
            return match[1]
    return None
