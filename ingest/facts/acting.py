"""Duties without a verb that rules list: 总务处封存食品, 市自然资源局6月15日前办结预审, 合格证由省教育厅颁发.

Grammar tells who acts (``kb.actors``); a unit that is merely mentioned (报市教育局备案, 向县政府报告) stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.due_tasks import shorten
from ingest.facts.duty_rules import PENALTY
from ingest.facts.source import Sentence, Source, clauses
from ingest.facts.subject_roles import roles_of
from ingest.facts.subjects import Subject, make_duty, opening, subject_of
from kb.actors import Actors, actors_at, acts, names_in, steps_after
from kb.records import Responsibility, UnitMention
from kb.rules import Rule, rule
from kb.unit_finder import UnitSpan
from kb.unit_table import BODIES, INSTITUTIONS

REPORTS: Rule = rule(
    "reports",
    r"近年来|目前|截至|去年|上年|此前|以来|已(?=[\u4e00-\u9fff])(?!经费)|(?<![为除])了(?=[，。；\d一二三四五六七八九十])",
    example="2024年县教育局投入资金3000万元，新建了12所学校",
    counter_example="市残联承担车辆费用",
)
"""Tells what has been done, no duty."""
_MEETS = re.compile(r"(?:主持|召开|出席|列席|参加会议|参加了?会议)")
_VAGUE = re.compile(r"各?(?:有关|相关|责任|成员|职能|其他)*(?:部门|单位|处室|科室|方面|机构|企业|公司)")
_BY = re.compile(r"(?<![自缘事情])(?<!(?<![处管办审代受治清整])理)由(?![于此来])")
HELPS = re.compile("(?:积极|主动|密切|应当|按职责|依职责|按分工)*(?:配合|协助|参与|参加|协同)")
_LEAST_TASK = 4
_LEAST_TOPIC = 2
_MOST_BARE = 4


def read_acting(source: Source, sentence: Sentence, text: str) -> list[Responsibility]:
    """The duties of clauses that open with an organ and a verb; what is read already is blank in ``text``."""
    found: list[Responsibility] = []
    if REPORTS.pattern.search(text):
        return found
    starts = [(low, high, actors) for low, high in clauses(text) if (actors := acting_in(text, low, high))]
    for place, (_, _, actors) in enumerate(starts):
        later = [start for start, _, _ in starts[place + 1 :]]
        stop = min([*later[:1], *_others(text, actors.end), _taken(text, actors.end)])
        begin = actors.names[0][0]
        spans = tuple(UnitSpan(a, b, text[a:b], text[a:b]) for a, b in actors.names)
        roles, start = roles_of(source, text, Subject(spans, begin, actors.end), stop)
        if HELPS.match(text[actors.end : stop]) and "lead" not in roles:
            roles = {"participating": mentions(source, text, actors)}
        task = shorten(source.words(sentence.start + start, sentence.start + stop).strip(" ，、；。\n"))
        if len(task) < _LEAST_TASK and stop - begin < 2 * _LEAST_TASK:
            continue
        found.append(make_duty(source, sentence, roles, task, begin, _end(text, stop)))
    return found


def mentions(source: Source, text: str, actors: Actors) -> tuple[UnitMention, ...]:
    """The units of actors found in the words of a sentence."""
    return tuple(source.mention(UnitSpan(a, b, text[a:b], text[a:b])) for a, b in actors.names)


def acting_in(text: str, low: int, high: int) -> Actors | None:
    """The organs that open a clause and act; none for schools at large and for whoever is concerned."""
    clause = text[low:high]
    if not clause.strip() or clause.rstrip().endswith("的") or _MEETS.search(clause):
        return None
    actors = actors_at(text, low + opening(clause), high) or _known(text, low, high)
    if actors is None or all(_is_general(text[a:b]) for a, b in actors.names):
        return None
    return actors


def _known(text: str, low: int, high: int) -> Actors | None:
    """The same for organs that a table knows, where the segmenter cuts their names otherwise."""
    subject = subject_of(text, low, high)
    if subject is None or not acts(text[subject.end : high]):
        return None
    if not all(names_in(unit.surface) for unit in subject.units):
        return None  # 结果报县教育局备案
    return Actors(tuple((unit.start, unit.end) for unit in subject.units), subject.end)


def next_acting(text: str, low: int, high: int) -> Actors | None:
    """Who goes on with the thing of the clause before in a word or two (由A提出，|B核准，)."""
    actors = actors_at(text, low, high, by=True)
    if actors is None or high - actors.end > _MOST_BARE:
        return None
    return actors


def step_end(text: str, actors: Actors, high: int) -> int:
    """Where what the actors do ends: before 、 and another actor (由A推荐、|B审定), else with the clause."""
    return next((begin - 1 for begin, _ in steps_after(text, actors.end, high)), high)


def acting_behind(text: str, low: int, high: int) -> Iterator[tuple[int, Actors]]:
    """(place of 由, who acts) for each 由 of a clause that a verb follows."""
    for by in _BY.finditer(text, low, high):
        actors = actors_at(text, by.end(), high, by=True)
        if actors is None or PENALTY.search(text[low:high]) or _MEETS.search(text[actors.end : high]):
            continue
        if not all(_VAGUE.fullmatch(text[a:b]) for a, b in actors.names):
            yield by.start(), actors


def _is_general(name: str) -> bool:
    bare = re.sub("^(?:各级各类|各级|各类|各)", "", name)
    return _VAGUE.fullmatch(name) is not None or BODIES.get(bare, ("", ""))[1] in INSTITUTIONS


def _others(text: str, start: int) -> list[int]:
    """Where clauses begin that say of something of their own by whom it is done (抽检结果由县教育局公布)."""
    return [
        low - 1
        for low, high in clauses(text)
        if low > start
        for at, _ in acting_behind(text, low, high)
        if at - low >= _LEAST_TOPIC
    ]


def _taken(text: str, start: int) -> int:
    """Where the next words begin that another fact has taken."""
    blank = re.search(r" {4,}", text[start:])
    return start + blank.start() if blank else len(text.rstrip())


def _end(text: str, stop: int) -> int:
    return len(text[:stop].rstrip(" ，、；,;"))


def divides(text: str, low: int, high: int) -> bool:
    """Whether a clause tells a duty of its own: another organ acts, or something of its own is done by one."""
    if acting_in(text, low, high):
        return True
    return any(at - low >= _LEAST_TOPIC for at, _ in acting_behind(text, low, high))
