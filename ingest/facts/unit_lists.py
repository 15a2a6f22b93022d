"""Lists of units: 市教育局（市委教育工委）、市财政局，各县（区）和市级有关部门."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.actors import is_organ
from kb.unit_finder import UnitSpan

_OPEN, _CLOSE = "（([【", "）)]】"
_LETTERS_ONLY = re.compile(r"各?(?:县级市|自治县|[省市区县州旗])(?:[（(][市区县、]+[）)])?")
_TAIL_OF_LIST = re.compile(
    r"(?:等)?(?:单位|部门|有关部门|相关部门|有关单位|相关单位)?(?:按照?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别|共同|分工)?(?:负责|落实|参与|配合|协助|参加|协同)?$"
)
_MARK = re.compile(r"[（(\[【](?P<role>牵头|主办|配合|协办|参与)(?:单位|部门)?[）)\]】]$")
_NOTE = re.compile(r"[（(][^（）()]*(?:牵头单位|牵头部门|下同)[^（）()]*[）)]$")
"""A convention stated after the last unit (列首位的为牵头单位，下同)."""
_NO_UNIT = re.compile(
    r"(?:到|至|于|在)?(?:19|20)\d\d|每|持续|长期|力争|立即|\d+月|年底|.*(?:完成|推进|坚持|实施)$"
)
"""Words of a list that state a time or a manner."""
_UNIT_END = re.compile(
    r"(?:局|委|部|厅|办|府|会|院|校|园|区|县|市|州|门|位|心|馆|所|联|队|司|处|科|组|室|站|关|队|社|台|公司|集团|银行|企业|团|中央|小学|中学|高中|街道|乡镇)[）)]?$"
)
_OFFICE_END = re.compile(r"(?<!学)(?:处|科|室|部|中心|[学医研法检宣]院|组|队|馆|站|所|股|系|会)$")
_NO_LEFT = re.compile(r"(?:学科|[本专文理工]科|实验室|会)$")
"""Ends the first half of one name: 实验室和设备管理处."""
_UNIT_START = re.compile(
    r"(?:[各省市区县州团]|中央|国家|有关|相关|其他|全市|全区|全县|社区|家长|家庭|企业|街道|村|居委会|班主任|教师)|.{2,8}(?:局|委|部|厅|办|政府|部门|学校|幼儿园)"
)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One unit of a list at ``text[start:end]``; ``mark`` is a role in brackets after it (牵头)."""

    start: int
    end: int
    surface: str
    mark: str | None = None

    def as_span(self) -> UnitSpan:
        """The item as a found unit."""
        return UnitSpan(self.start, self.end, self.surface, self.surface)


def split_units(text: str, start: int, end: int) -> tuple[ListItem, ...]:
    """The units of ``text[start:end]`` in order; separators 、，,；; and spaces, and 和 where it joins two units."""
    items: list[ListItem] = []
    for low, high in _merge_letters(text, _pieces(text, start, end)):
        item = _item(text, low, high)
        if item is not None:
            items.append(item)
    return tuple(items)


def top_level(text: str, start: int, end: int, marks: str) -> list[tuple[int, int]]:
    """Spans between the marks, not looking inside brackets."""
    spans: list[tuple[int, int]] = []
    depth, begin = 0, start
    for at in range(start, end):
        if text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and text[at] in marks:
            spans.append((begin, at))
            begin = at + 1
    spans.append((begin, end))
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for low, high in top_level(text, start, end, "、，,；;。\n\t|/"):
        pieces.extend(_spaced(text, low, high))
    joined: list[tuple[int, int]] = []
    for low, high in pieces:
        joined.extend(_split_and(text, low, high))
    return joined


def _spaced(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """A space separates units only where both sides look like units; else it is a leftover of layout."""
    for space in re.finditer(r"[ \u3000]+", text[low:high]):
        left, right = text[low : low + space.start()].strip(), text[low + space.end() : high].strip()
        if _UNIT_END.search(left) and _UNIT_START.match(right) and len(left) > 2 and len(right) > 2:
            return [(low, low + space.start()), *_spaced(text, low + space.end(), high)]
    return [(low, high)]


def _split_and(text: str, low: int, high: int) -> list[tuple[int, int]]:
    for joint in re.finditer(r"以及|和|及|与", text[low:high]):
        left, right = text[low : low + joint.start()], text[low + joint.end() : high]
        inside = left.count("（") + left.count("(") != left.count("）") + left.count(")")
        if inside or len(left.strip()) < 2 or len(right.strip()) < 2:
            continue
        if (
            _UNIT_END.search(left.strip())
            and (
                _UNIT_START.match(right.strip())
                or _two_offices(left.strip(), joint.group(), right.strip())
                or _two_organs(left.strip(), joint.group(), right.strip())
            )
            and not _one_name(text[low:high])
        ):
            return [(low, low + joint.start()), *_split_and(text, low + joint.end(), high)]
    return [(low, high)]


def _two_offices(left: str, joint: str, right: str) -> bool:
    """教务处和学生处 are two, 科研与学科建设处 and 实验室和设备管理处 are one."""
    return joint != "与" and bool(_OFFICE_END.search(right)) and not _NO_LEFT.search(left)


def _two_organs(left: str, joint: str, right: str) -> bool:
    """膳食委员会和校办公室 are two names by their form, 发展和改革局 and 网络与信息中心 are one."""
    others = [name for name in re.split("、|以及|和|及", right) if name]
    return joint != "与" and not left.endswith("实验室") and is_organ(left) and all(map(is_organ, others))


def _one_name(piece: str) -> bool:
    """县区党委和政府 stays together; 市住房和城乡建设局 never gets here, for 市住房 does not end like a unit."""
    return piece.strip().endswith(("党委和政府", "党委及政府"))


def _merge_letters(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """各区、县级市 and 县、区人民政府 are one collective; so is 县委、县政府 never."""
    merged: list[tuple[int, int]] = []
    for low, high in pieces:
        before = text[merged[-1][0] : merged[-1][1]].strip() if merged else ""
        here = text[low:high].strip()
        letters = bool(_LETTERS_ONLY.fullmatch(before)) and bool(re.match(r"[县市区州旗]", here))
        towns = before in ("各乡镇", "各镇", "各乡") and re.fullmatch(r"(?:各)?街道(?:办事处)?|街镇", here)
        party = before.endswith("党委") and here in ("政府", "人民政府")
        if merged and (letters or party or towns):
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def _item(text: str, low: int, high: int) -> ListItem | None:
    while low < high and text[low] in " \u3000\n\t，,、；;。：:及由":
        low += 1
    while low < high and text[high - 1] in " \u3000\n\t，,、；;。：:":
        high -= 1
    surface = text[low:high]
    surface = _NOTE.sub("", surface).rstrip()
    mark = _MARK.search(surface)
    if mark:
        surface = surface[: mark.start()]
    if (tail := re.search(r"等(?:有关|相关)?(?:单位|部门|按.{0,12})?$", surface)) or (
        (tail := _TAIL_OF_LIST.search(surface)) and "按" in tail.group()
    ):
        surface = surface[: tail.start()]
    surface = surface.rstrip()
    if _NO_UNIT.match(surface):
        return None
    if len(surface) < 2 or not re.search(r"[\u4e00-\u9fff]", surface):
        return None
    return ListItem(low, low + len(surface), surface, mark["role"] if mark else None)
