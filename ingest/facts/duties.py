"""Responsibilities from sentences that tell a unit what to do: 区财政局要完善…, 由A组织实施, A会同B制定…."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts.acting import divides, read_acting
from ingest.facts.by_whom import helpers_in, read_by_whom, read_leading_line, read_led_task, units_in
from ingest.facts.due_tasks import shorten
from ingest.facts.duty_rules import (
    ACTED_FOR,
    DOERS,
    DOERS_EACH,
    HELPERS,
    HELPS_ONLY,
    IN_CHARGE,
    IN_CHARGE_LATER,
    LEADING,
    LEADS,
    LED,
    LED_BY_OTHERS,
    PREDICATES,
    STOP,
    WHOLE,
)
from ingest.facts.partners import joined
from ingest.facts.source import Sentence, Source, clauses
from ingest.facts.subject_roles import roles_of
from ingest.facts.subjects import Subject, make_duty, subject_of
from ingest.facts.unit_blocks import names_organ
from kb.dates import find_times
from kb.records import Responsibility, Role, UnitMention
from kb.unit_table import BODIES, INSTITUTIONS

_LED_BEFORE = re.compile(
    "由[^，。；由]{2,40}(?:牵头|主办)[^，。；]{0,40}，(?:[^，。；]{2,60}(?:配合|参与|参加|协助|协办|协同)，)?$"
)
_PREAMBLE_CHARS = 9
"""要加强沟通协调，会同有关部门推动…: so short a first clause only opens the joint duty."""


def read_duties(source: Source) -> list[Responsibility]:
    """All duties stated in sentences outside tables and lists, in reading order."""
    found: list[Responsibility] = []
    for sentence in source.sentences:
        text = source.plain(sentence)
        if (named := LED.pattern.match(text)) and (led := read_led_task(source, sentence, named)):
            found.extend(led)
            continue
        if LEADS.pattern.search(text.strip()):
            found.extend(read_leading_line(source, sentence))
            continue
        duties = _of_sentence(source, sentence, text)
        if duties and ACTED_FOR.match(text):
            found = [duty for duty in found if not _of_whole(source, duty, sentence)]
        found.extend(duties)
    return found


def _of_whole(source: Source, duty: Responsibility, sentence: Sentence) -> bool:
    """Whether the sentence right before tells it the school as a whole: 学院设立奖学金。由教务处牵头评审。"""
    own = all(WHOLE.fullmatch(unit.surface) for unit in (*duty.lead, *duty.responsible))
    return own and sentence.paragraph <= duty.start and not source.text[duty.end : sentence.start].strip()


def _of_sentence(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    found: list[Responsibility] = []
    taken, rest = -1, text
    for low, high in clauses(text):
        if low < taken or _helps_before(text, low, high):
            continue
        reached, duties = _duty(source, sentence, text, low, high)
        if duties:
            found.extend(duties)
            taken = reached
            rest = rest[:low] + " " * (reached - low) + rest[reached:]
    found.extend(read_by_whom(source, sentence, rest))
    for duty in found:
        low, high = max(0, duty.start - sentence.start), duty.end - sentence.start
        rest = rest[:low] + " " * (high - low) + rest[high:]
    return [*found, *read_acting(source, sentence, rest)]


def _helps_before(text: str, low: int, high: int) -> bool:
    """Whether a clause says who helps or acts for the leader before it: 由A牵头申报，|B配合提供材料，|各镇落实."""
    if not _LED_BEFORE.search(text[:low]):
        return False
    return any(named.pattern.match(text[low - 1 : high]) for named in (HELPERS, DOERS, DOERS_EACH))


def _duty(
    source: Source, sentence: Sentence, text: str, low: int, high: int
) -> tuple[int, list[Responsibility]]:
    """(end of the task in the sentence, duties) when the clause opens with units that are told to do something."""
    subject = subject_of(text, low, high)
    if subject is None:
        return low, []
    opens = low == 0 or text[low - 1] in "；;。：:" or bool(find_times(text[:low])[-1:]) and low < 14
    rest = text[subject.end : high]
    if not rest.strip() and (later := IN_CHARGE_LATER.match(text[high:])):
        subject = replace(subject, end=high + 1)  # …的机构，负责…
        rest = text[high + 1 : high + later.end()]
    if rest.endswith("的") or HELPS_ONLY.fullmatch(rest.strip()):
        return low, []  # a condition (…要求自评的，), not a duty
    predicate = _predicate(rest, subject, opens=opens)
    if predicate is None:
        return low, []
    stop = _task_end(text, subject.end, len(text))
    if (others := _led_by_others(source, text, subject.end, stop)) is not None:
        if all(WHOLE.fullmatch(unit.surface) for unit in subject.units):
            return low, []  # 学校组织体检，由校医院负责: whoever leads acts for the school
        stop = others
    roles, task_start = roles_of(source, text, subject, stop)
    cut, jointly = _jointly(source, sentence, text, subject, stop)
    led_by_other = roles.get("participating") == tuple(source.mention(unit) for unit in subject.units)
    helped = None if jointly or led_by_other else _helped(source, text, subject, stop)
    if helped is not None:
        roles, cut, stop = _with_helpers(roles, rest, helped[0]), helped[1], helped[2]
    task = shorten(_task_words(source.words(sentence.start + task_start, sentence.start + cut)))
    if len(task) < (_PREAMBLE_CHARS if jointly else 4) or names_organ(
        task
    ):  # a line of signatures tells nobody
        return (stop, jointly) if jointly else (low, [])
    end = stop if helped is not None else cut
    return stop, [make_duty(source, sentence, roles, task, subject.start, end), *jointly]


def _led_by_others(source: Source, text: str, start: int, stop: int) -> int | None:
    """Where a later clause of the sentence begins that says who else leads or is in charge (，由校医院负责)."""
    for low, high in clauses(text):
        match = LED_BY_OTHERS.match(text[low - 1 : high]) if start < low <= stop else None
        if match and units_in(source, text, low - 1 + match.start("who"), low - 1 + match.end("who")):
            return low - 1
    return None


def _helped(
    source: Source, text: str, subject: Subject, stop: int
) -> tuple[tuple[UnitMention, ...], int, int] | None:
    """(who takes part, where the task ends, where the help ends) of A应当…，B予以配合."""
    leads = LEADING.search(text, subject.end, stop) is not None
    for low, high in clauses(text):
        if not subject.end < low <= stop + 1 or text[low - 1] not in "，,；;":
            continue
        if help_ := HELPERS.pattern.match(text[low - 1 : high]):
            if "职责" in help_.group() and not leads:
                continue  # 负责组织实施，B按职责分工负责: both are in charge
            start, end = low - 1 + help_.start("who"), low - 1 + help_.end("who")
            if others := helpers_in(source, text, start, end):
                return others, low - 1, high
    return None


def _with_helpers(
    roles: dict[Role, tuple[UnitMention, ...]], rest: str, others: tuple[UnitMention, ...]
) -> dict[Role, tuple[UnitMention, ...]]:
    """Who has helpers leads, unless the sentence says of it that it 负责."""
    own = roles.get("lead") or roles.get("responsible", ())
    others = (*roles.get("participating", ()), *others)
    first: Role = "responsible" if "lead" not in roles and IN_CHARGE.match(rest) else "lead"
    return {first: own, "participating": others}


def _jointly(
    source: Source, sentence: Sentence, text: str, subject: Subject, stop: int
) -> tuple[int, list[Responsibility]]:
    """(where the first task ends, the duty after it): A要…，会同B…: in the second clause A leads and B takes part."""
    later = re.search(r"，(?:并|及时)?(?:会同|协同|联合)", text[subject.end : stop])
    if later is None:
        return stop, []
    others, end = joined(source, text, subject.end + later.end(), stop)
    task = shorten(_task_words(source.words(sentence.start + end, sentence.start + stop)))
    if not others or len(task) < 4:
        return stop, []
    leads = tuple(source.mention(unit) for unit in subject.units)
    roles: dict[Role, tuple[UnitMention, ...]] = {"lead": leads, "participating": others}
    return subject.end + later.start(), [make_duty(source, sentence, roles, task, subject.start, stop)]


def _predicate(rest: str, subject: Subject, *, opens: bool) -> str | None:
    if not rest.strip() or STOP.match(rest) or rest[0] in " \u3000":
        return None
    institution = all(
        BODIES.get(unit.meaning.lstrip("各"), ("", ""))[1] in INSTITUTIONS for unit in subject.units
    )
    for named in PREDICATES:
        if not named.pattern.search(rest):
            continue
        if named.name == "works_regularly" and (re.search("不少于|不低于|不超过", rest) or "的" in rest[:14]):
            return None
        if named.name == "acts" and (institution or not opens or not _is_named(subject)):
            return None
        return named.name
    return None


def _is_named(subject: Subject) -> bool:
    """A named organ (区财政局, 市委政府), as against a word that merely contains one."""
    return all(unit.surface == unit.meaning and len(unit.surface) >= 3 for unit in subject.units)


def _task_end(text: str, start: int, stop: int) -> int:
    """The task runs to the end of the sentence or to a clause with another subject that must do something."""
    for low, high in clauses(text):
        if low <= start:
            continue
        other = subject_of(text, low, high)
        if other is None or other.start - low > 6:
            if (
                low
                and text[low - 1] in "；;"
                and re.match(r"\s*[^，。；]{2,16}(?:要|应当|负责)", text[low:high])
            ):
                return low - 1
            if divides(text, low, high):
                return low - 1
            continue
        rest = text[other.end : high]
        if text[low - 1] in "；;" and _is_named(other) and PREDICATES[-1].pattern.search(rest):
            return low - 1
        if any(named.pattern.search(rest) for named in PREDICATES[:5]) or divides(text, low, high):
            return low - 1
    return stop


def _task_words(words: str) -> str:
    return re.sub(r"^(?:等(?:部门|单位))?[，,：:\s]*", "", words)
