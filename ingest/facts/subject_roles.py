"""The roles of the units that a clause opens with: A会同B leads, A配合B takes part, A牵头 leads."""

from __future__ import annotations

import re

from ingest.facts.partners import joined
from ingest.facts.source import Source
from ingest.facts.subjects import Subject
from kb.records import Role, UnitMention


def roles_of(
    source: Source, text: str, subject: Subject, stop: int
) -> tuple[dict[Role, tuple[UnitMention, ...]], int]:
    """(units by role, where the task begins): 会同B makes the subject lead, 配合B makes it take part."""
    subjects = tuple(source.mention(unit) for unit in subject.units)
    rest = text[subject.end : stop]
    joint = re.match(
        r"(?:要|应当|应|将|可以|须)?(?:依法|及时|定期|每[^，。；]{1,8}?|于?\d{4}年[^，。；]{0,10}?)?(?P<verb>会同|协同|联合|商(?![务业贸品标会场学用家户议])|配合|协助)",
        rest,
    )
    if joint is None:
        verb: Role = (
            "lead"
            if re.match(r"(?:要|应当|应|负责|将)?(?:负责)?牵头|是[^，。；]{0,24}牵头", rest)
            else "responsible"
        )
        modal = re.match(
            r"(?:应当|应(?!急)|要(?!求)|须|必须|务必|需要?|将(?=会同|继续|进一步|适时|定期|组织|加强|建立|完善|制定))",
            rest,
        )
        roles: dict[Role, tuple[UnitMention, ...]] = {verb: subjects}
        return roles, subject.end + (modal.end() if modal else 0)
    others, end = joined(source, text, subject.end + joint.end(), stop)
    if not others:
        alone: Role = "participating" if joint["verb"] in ("配合", "协助") else "responsible"
        return {alone: subjects}, subject.end
    if joint["verb"] in ("配合", "协助"):
        return {"participating": subjects, "lead": others}, end
    return {"lead": subjects, "participating": others}, end
