"""The stretch of a question that says in which document to look: 浦东科学教育三年行动的分工表里, 按2020年那份试行办法.

It is found by the kind of document that it ends with (方案, 纪要, 台账) or by 里 behind it, and counts only where a
document at hand is called so: all words of it but place, year and age stand in that document's names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.rules import Rule, rule
from kb.titles import KIND, Names, kinds_in, squeeze

_LEAD = r"按照?|根据|依据|依照|参照|对照|遵照|依|据|照|在"
_INSIDE = (
    r"里面|里头|里边|当中|里|中(?![小学心职等考专国期层午英华])|内(?![容设部外])|上(?![报级交学市课岗传限升])"
)
_SAYS = r"(?:所)?(?:规定|要求|议定|确定|明确|提出|提到|部署|安排|写明|写|定|说)(?:的|了)?(?![什哪多几谁啥怎量级期年时日限])"
KIND_END = rule(
    "kind_end",
    rf"(?<!征求)(?P<kind>{KIND})(?:(?:\(|（)(?:试行|暂行|征求意见稿|草案)(?:\)|）))?(?:(?:试行|正式|征求意见)[版稿])?(?!的?意见|[\u4e00-\u9fff]?(?:{KIND}))(?P<said>(?:{_INSIDE})?的?(?:{_SAYS})?(?:的?事项?(?=$|[,，、\s]))?)",
    example="体育场地开放纪要定的事",
    counter_example="体育场地开放了多少",
)
"""A name that ends with the kind of document, and how it is said that something stands there."""
INSIDE_END = rule(
    "inside_end",
    r"(?P<said>(?:里面|里头|里边|里)(?:面)?的?)(?=[,，、\s])",
    example="研究生的奖助里，学生工作部负责哪几项",
    counter_example="学校里有几名保安",
)
"""A name without a kind, where a pause follows."""
RULES: tuple[Rule, ...] = (KIND_END, INSIDE_END)

_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年?(?:度)?(?:的|版)?")
_AGED = re.compile(r"试行|暂行")
_DRAFT = re.compile(r"征求意见|草案|讨论稿|意见稿")
_CURRENT = re.compile(r"现行|最新|正式|新(?=的?(?:版|办法|规定|方案|细则|文件|$))|新出")
_OLD = re.compile(r"(?:旧|老)(?=的?(?:版|办法|规定|方案|细则|文件|$))|原来|以前|已?废止的?")
_FILLER = re.compile(
    r"关于|那[份个部版]?|这[份个部版]?|现行|最新|正式|试行|暂行|征求意见稿?|草案|讨论稿|意见稿|新出|新的|旧的|老的|新版|旧版|老版|原来|以前|国家|中央|教育部门|全国|[省市县区州旗校局镇][里内上](?=[的\u4e00-\u9fff])|联合|印发|下发|出台|发的?|附件|所?附|后面|[一二两三四五六七八九十\d]+(?:个|家)?(?:部门|部委|单位|厅局)|的|了|等|年度|专项|有关|相关|[新旧老]$"
)
_BOUNDARY = re.compile(
    r"(?:^|[,，。;；:：、\s?？]|按照?|根据|依据|依照|参照|对照|在|从|把|将|看|查|了|是|出|到|据|照|问|依|过|请|给)$"
)
_CLAUSE = re.compile(r"[^,，。;；?？!！:：]+")
_JOINS = re.compile("和|与|跟|及|以及|、|同|比|还有")
_JOINED = re.compile("(?:和|与|跟|及|、|比)$")
_LONGEST = 42
_SHORTEST_REST = 2
_TELLING_REST = 4
"""So many characters of a name tell a document, of whatever kind it is called."""
_MOST = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a question says which document it is about."""

    start: int
    end: int
    documents: tuple[str, ...]
    """Ids of the documents that are called so."""


@dataclass(frozen=True, slots=True)
class _Called:
    """What a stretch of words says of a document."""

    words: str
    """Squeezed, without place, year, age and kind."""
    kinds: frozenset[str]
    years: frozenset[int]
    age: str
    """"draft", "trial", "current", "old" or empty."""
    is_pointed_at: bool
    """Whether more is said than place and kind, so that 北京规定 names none: 那份办法, 2020年的办法, 现行办法."""


def find_frame(
    text: str, regions: Sequence[str], surfaces: Sequence[str], units: Sequence[str], names: Names
) -> Frame | None:
    """The longest stretch of ``text`` that names a document at hand; None where there is none.

    ``regions`` are the regions of the question, ``surfaces`` how it writes them; a name of a document does not end
    within one of the ``units`` (计划财务处).
    """
    inside = {
        at
        for unit in units
        for match in re.finditer(re.escape(unit), text)
        for at in range(match.start() + 1, match.end())
    }
    frames = (
        frame
        for clause in _CLAUSE.finditer(text)
        for start, end, stop in _stretches(text, clause.start(), clause.end(), surfaces)
        if end not in inside
        and (frame := _resolved(text, start, end, stop, regions, surfaces, names)) is not None
    )
    frame = max(frames, key=lambda frame: (frame.end - frame.start, -frame.start), default=None)
    if frame and (_JOINS.match(text[frame.end :]) or _JOINED.search(text[: frame.start])):
        return None  # 优质均衡方案和特教方案里: one of several
    return frame


def without_frame(text: str, frame: Frame | None) -> str:
    """The text with a mark in the frame's place, as for a title in 《》."""
    return f"{text[: frame.start]}按《》 {text[frame.end :]}" if frame is not None else text


def _stretches(text: str, first: int, last: int, surfaces: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """(start, end of the name, end with what follows) of what may name a document, longest first for each end."""
    ends = [(m.start("said"), m.end()) for m in KIND_END.pattern.finditer(text, first, last)]
    ends += [(m.start("said"), m.end("said")) for m in INSIDE_END.pattern.finditer(text, first, last + 1)]
    for end, stop in ends:
        for start in range(max(first, end - _LONGEST), end - 1):
            if _may_begin(text, start, surfaces):
                yield start, end, stop


def _may_begin(text: str, start: int, surfaces: Sequence[str]) -> bool:
    before = text[:start]
    return _BOUNDARY.search(before) is not None or any(
        before.endswith(surface) or text.startswith(surface, start) for surface in surfaces
    )


def _resolved(
    text: str,
    start: int,
    end: int,
    stop: int,
    regions: Sequence[str],
    surfaces: Sequence[str],
    names: Names,
) -> Frame | None:
    lead = re.match(_LEAD, text[start:end])
    called = _called(text[start + (lead.end() if lead else 0) : end], surfaces)
    before = re.search(rf"(?:{_LEAD})$", text[:start])
    pauses = stop > end or before is not None or lead is not None or not text[stop : stop + 1].strip("，,、 ")
    called = replace(called, is_pointed_at=called.is_pointed_at or (pauses and bool(text[end:stop])))
    documents = _documents(called, regions, names, any_kind=pauses)
    if not documents:
        return None
    return Frame(before.start() if before else start, stop, documents)


def _called(words: str, surfaces: Sequence[str]) -> _Called:
    rest = words
    for surface in sorted(surfaces, key=len, reverse=True):
        rest = rest.replace(surface, " ")
    years = frozenset(int(match["year"]) for match in _YEAR.finditer(rest))
    age = next(
        (
            age
            for age, pattern in (("draft", _DRAFT), ("trial", _AGED), ("current", _CURRENT), ("old", _OLD))
            if pattern.search(rest)
        ),
        "",
    )
    rest = _FILLER.sub(" ", _YEAR.sub(" ", rest))
    kinds = kinds_in(rest)
    rest = re.sub(KIND, " ", rest)
    return _Called(squeeze(rest), kinds, years, age, bool(years or age or re.search("[那这]", words)))


def _documents(called: _Called, regions: Sequence[str], names: Names, *, any_kind: bool) -> tuple[str, ...]:
    """Ids of the documents that are called so, at most ``_MOST``; none where it might be any.

    ``any_kind``: whether a document of another kind may be meant (方案 for a notice).
    """
    if len(called.words) >= _SHORTEST_REST:
        fitting = names.called(called.words, regions)
        of_kind = tuple(i for i in fitting if called.kinds & names.kinds[i])
        if of_kind or not any_kind or len(called.words) < _TELLING_REST:
            fitting = of_kind
    elif called.words or not (regions and called.kinds and called.is_pointed_at):
        return ()
    else:
        fitting = tuple(i for i in names.of_regions(regions) if called.kinds & names.kinds[i])
        if len({names.files[i] for i in _of_age(called, fitting, names)}) != 1:
            return ()
    fitting = names.with_attachments(_of_age(called, fitting, names))
    return fitting if len(fitting) <= _MOST else ()


def _of_age(called: _Called, ids: Collection[str], names: Names) -> tuple[str, ...]:
    """Of these documents those of the years that are said, and of versions the one that is meant."""
    kept = tuple(i for i in ids if called.years <= names.years[i])
    wanted = {"draft": names.drafts, "trial": names.trials, "old": names.superseded}.get(called.age)
    if called.age == "current":
        return tuple(i for i in kept if i not in names.superseded) or kept
    return kept if wanted is None else tuple(i for i in kept if i in wanted) or kept
