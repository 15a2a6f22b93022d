"""Schools and colleges whose rules are at hand, and how questions shorten their names.

图们江理工学院 stands in the title and the headings of all its rules: words of the name say which rules are meant,
nothing of what they lay down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kb.corpus import Corpus
from kb.records import Document
from kb.region_names import short_name
from kb.rules import Rule, rule
from kb.titles import squeeze

INSTITUTION = rule(
    "institution",
    r"^(?P<name>(?:(?!关于|教育厅|教育局|政府|办公|部门|规范|加强|管理|服务|学生|教师的|建设|推进|实施|印发|中小学|全[国省市县区]|义务教育|高中阶段|消除|做好|落实|促进|深化)[\u4e00-\u9fff]){2,24}?(?:大学|学院|学校|幼儿园|中学|小学|附中|附小|职中|党校))(?![生校园区部委籍师们办年期]|科(?![研技学])|教(?![学师职务科]))",
    example="庄河市教师进修学校2025年春季学期工作计划",
    counter_example="关于加强农村寄宿制学校服务管理工作的通知",
)
"""A title that begins with the name of one school."""
_KINDS = re.compile(
    r"(?:义务教育|普通|高中阶段|高中|初中|中|小|民办|公办|农村|乡村|乡镇|城乡|寄宿制|中等|高等|职业|技工|特殊教育|校外|优质|薄弱|小规模|各级各类|九年一贯制|完全|新建|示范|现代化?|数字|绿色|平安|书香|智慧|家长|社区|老年|普惠性?|学前|全日制|等|级|类|各|本)*(?:大学|学院|学校|幼儿园|中学|小学)"
)
"""Kinds of school, which are no names."""
_COMMON = re.compile(
    "专业|教师进修|实验|外国语|附属|第[一二三四五六七八九十]+|中心|职业技术|师范|开放|广播电视"
)
"""Parts of names that many schools share: without its place 第三中学 means none."""
_PLACE = re.compile("[\u4e00-\u9fff]{1,6}?(?:自治[州县旗]|[省市县区州旗盟](?![省市县区州旗盟]))")
_NUMBER = re.compile("[一二三四五六七八九十]")
_ENDS = (
    "大学",
    "学院",
    "学校",
    "幼儿园",
    "中学",
    "小学",
    "附中",
    "附小",
    "职中",
    "党校",
    "职院",
    "校",
    "园",
    "中",
    "大",
)
_SHORTEST = 4
_PUPIL = re.compile("生(?![活源均])")
_GOES_ON = re.compile("[园区部委籍科教师们办年期心]|生(?![活源均])|校(?![车长服医门规历方园])")
"""What follows where the words name something else: 中学生, 小学校."""
RULES: tuple[Rule, ...] = (INSTITUTION,)


@lru_cache(maxsize=10_000)
def institution(title: str, region: str | None) -> tuple[str, ...]:
    """The names of the school whose document this is: with its place, and without where that is a name still.

    Empty where the document is of no single school.
    """
    match = INSTITUTION.pattern.match(squeeze(title))
    if match is None:
        return ()
    name = match["name"]
    inside = _PLACE.match(name)
    bare = name[inside.end() :] if inside else name
    if region:
        bare = bare.removeprefix(region).removeprefix(short_name(region))
    if _KINDS.fullmatch(bare) or not bare:
        return ()
    names = [name, f"{short_name(inside.group())}{bare}" if inside else name]
    if not _KINDS.fullmatch(_COMMON.sub("", bare)):
        names.append(bare)
    return tuple(dict.fromkeys(names))


def proper_part(name: str) -> str:
    """What is a name in the name of a school: 赤峰玉龙 of 赤峰玉龙职业技术学院, 秦安 of 秦安第五中学."""
    return _COMMON.sub("", _KINDS.sub("", name))


def named_institution(reading: str, corpus: Corpus) -> tuple[str, frozenset[str]]:
    """The words of a question that name a school whose rules are at hand, and the ids of its documents.

    ("", no ids) where none is named. 川南酒城职院 is 川南酒城职业技术学院: characters may be left out, but not
    the first two, the number or the kind of school.
    """
    best, ids = "", frozenset[str]()
    for document_id, document in corpus.documents.items():
        for said in _said(reading, document):
            if len(said) > len(best):
                best, ids = said, frozenset[str]()
            if said == best:
                ids |= {document_id}
    return best, ids


def _said(reading: str, document: Document) -> Iterator[str]:
    for name in institution(document.metadata.title, document.metadata.region):
        for start in (match.start() for match in re.finditer(re.escape(name[:2]), reading)):
            end = _shortened(reading, start, name)
            if end - start >= _SHORTEST:
                yield reading[start:end]


def _shortened(reading: str, start: int, name: str) -> int:
    """Where the longest shortened form of the name that begins at ``start`` ends; ``start`` where there is none."""
    place, found, left_out = 0, start, ""
    for end in range(start, len(reading)):
        at = name.find(reading[end], place)
        if at < 0:
            break
        left_out += name[place:at]
        place = at + 1
        said = reading[start : end + 1]
        whole = place == len(name)
        ended = whole or (said.endswith(_ENDS) and not _NUMBER.search(name[place:]))
        longer = (_PUPIL if whole else _GOES_ON).match(reading, end + 1)
        if ended and not _NUMBER.search(left_out) and longer is None:
            found = end + 1
    return found
