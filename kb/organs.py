"""The organ that a name without its region means: 发改委 is 发展和改革委员会, 教育行政部门 the role 教育部门."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.rules import alternatives
from kb.unit_table import BODIES, INSTITUTIONS, ROLE_SUFFIX, STEMS, SUFFIXES

STEM = alternatives(STEMS)
STEM_RUN = rf"(?:{STEM})(?:(?:和|与)?(?:{STEM})){{0,2}}"
"""Up to three stems in a row (教育体育)."""
_SUFFIX = alternatives(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Organ:
    """A name without its region."""

    name: str
    function: str | None
    role: bool = False


@lru_cache(maxsize=8192)
def organ_of(rest: str) -> Organ | None:
    """The organ named by ``rest``, which holds no region."""
    rest = rest.removeprefix("国家") if rest[2:3] and rest.startswith("国家") else rest
    party = re.match(r"(?:党)?委(?=[^办员])", rest)
    bare = rest[party.end() :] if party else rest
    if re.fullmatch(r"委(?:员会)?|党委", rest):
        return Organ("委员会", "党委")
    if bare.startswith(("人民政府", "政府")) and bare not in BODIES:
        bare = re.sub(r"^(?:人民)?政府", "", bare)
    if bare in BODIES:
        full, function = BODIES[bare]
        return Organ(f"委{full}" if is_party(full) else full, function, role=function in INSTITUTIONS)
    if match := re.fullmatch(rf"(?P<stems>{STEM_RUN})(?P<suffix>{_SUFFIX})", bare):
        full, function = _full_stem(match["stems"])
        full = match["stems"] if match["suffix"] == "中心" else full
        return Organ(full + SUFFIXES[match["suffix"]], function)
    if match := re.fullmatch(rf"(?:各级|有关|相关)?(?P<stems>{STEM_RUN})(?P<role>{ROLE_SUFFIX})", bare):
        full, function = _full_stem(match["stems"])
        return Organ(f"{function}部门", function, role=True)
    if re.fullmatch(STEM_RUN, bare):
        full, function = _full_stem(bare)
        return Organ(f"{function}部门", function, role=True)
    return None


def other_organ(rest: str) -> Organ | None:
    """An organ of a kind that the table does not hold (市道运局): its own name."""
    kinds = r"局|委员会|厅|办公室|办|中心|公司|集团|支队|大队|总队|院|馆|所|会|大学|学院|中学|学校|银行|电视台|科|处|股|室"
    return Organ(rest, None) if re.fullmatch(rf"[\u4e00-\u9fff]{{2,14}}(?:{kinds})", rest) else None


def is_party(full: str) -> bool:
    """Offices of a party committee: 广元市委组织部."""
    return full in ("组织部", "宣传部", "统一战线工作部", "政法委员会", "机构编制委员会办公室", "社会工作部",
                    "网络安全和信息化委员会办公室", "教育工作委员会", "教育工作领导小组")  # fmt: skip


def _full_stem(stems: str) -> tuple[str, str]:
    """(full stem, function) of one stem; several in a row stand as written."""
    if stems in STEMS:
        return STEMS[stems]
    first = re.match(STEM, stems)
    return stems, STEMS[first.group()][1] if first else ""


def is_local(organ: Organ) -> bool:
    """Whether a name without region belongs to the document's region; ministries (教育部) do not."""
    return not organ.name.endswith(("部", "总局", "署")) or is_party(organ.name.removeprefix("委"))
