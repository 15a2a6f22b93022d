"""What fills the rows of a comparison: figures of one metric, times of one task, or sentences that are alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.answer.candidates import Candidate
from kb.answer.confidence import probability
from kb.answer.evidence import Evidence
from kb.answer.matching import Match, accept_fact, rank_facts
from kb.answer.neighbours import pairs
from kb.answer.proof import passage_features, proving_sentences
from kb.answer.sides import Side
from kb.answer.stated import stated_deadline, stated_target
from kb.answer.targets import allowed_targets, settled
from kb.answer.tuning import WEIGHTS
from kb.labels import fact_label
from kb.numbers import find_quantities
from kb.records import Deadline, Target
from kb.rules import Rule, rule

ASKS_TIME: Rule = rule(
    "asks_time",
    r"多久|多长时间|期限|时限|什么时(?:候|间)|何时|哪一?[年月天]|几[月时年天日]|几个月|多少个?(?:天|日|月|工作日|小时)|截止|更[早晚快慢]|最[早晚]|谁[早晚先后]|得[早晚]|先后|周期|频[率次]",
    example="配建学校移交期限各是多久",
    counter_example="班额各是多少人",
)
_COUNTS = re.compile(r"学时|课时|学分|多少[元人名所间]|津贴|补助|经费|比例|占比|(?<![效频])率")
RECURS: Rule = rule(
    "recurs",
    r"周期|频[率次]|(?:多久|多长时间|几年|几个?月|几个?学期)[^,，。?？]{0,8}[次轮回]|每隔",
    example="校车检验周期有何不同",
    counter_example="多久之内办结",
)
RULES: tuple[Rule, ...] = (ASKS_TIME, RECURS)
_LENGTH = re.compile(
    r"多久|多长|期限|时限|多少个?(?:天|日|月|工作日|小时)|几(?:天|日|个月|个工作日|小时|年内|年(?!\d))|周期"
)
_TIME_UNITS = frozenset(
    ["日", "天", "工作日", "个工作日", "月", "个月", "年", "周", "小时", "分钟", "学年", "学期", "个学期"]
)
_SENTENCES = 6
_WITHOUT = ("eliminate", "cover")
_NEARLY = 0.15
_DOUBT = 0.2
"""How far below ``accept_row`` a sentence may stay that is much like the other side's."""
_VERY_ALIKE = 0.6
_LIKENESS = 0.4
"""What being like the other side's sentence counts for beside the chance of being right."""
_LEVEL = re.compile(r"高中(?!阶段)|初中|小学|幼儿园|公办|民办|城区|乡镇|农村|城镇|全[县市省区旗州]|在校")
"""Words that say whose figure it is: 高中班额 and 高中规模 are not alike for being of one level."""
_COMMON = re.compile(
    r"[\d.%％]+|[人所个名以上下内及的]|不[低高少超]|学校|普通|覆盖率?|占比?|比例?|率$|标准|要求|达到?|总数|数量"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says: a figure, a time, or a sentence; nothing when it is silent."""

    target: Target | None = None
    deadline: Deadline | None = None
    sentence: Candidate | None = None

    @property
    def filled(self) -> bool:
        return bool(self.target or self.deadline or self.sentence)


def fill_rows(sides: Sequence[Side], evidence: Mapping[Side, Evidence]) -> list[Cell]:
    """A cell for each side, all about the same thing."""
    reading = next(iter(evidence.values())).question.reading
    if ASKS_TIME.pattern.search(reading) and not _COUNTS.search(reading):
        times = _times(sides, evidence, lengths=_LENGTH.search(reading) is not None)
        if any(cell.filled for cell in times):
            return times
    figures = _figures(sides, evidence)
    if any(cell.filled for cell in figures):
        return figures
    return [Cell(sentence=chosen) for chosen in _alike_sentences(sides, evidence)]


def _figures(sides: Sequence[Side], evidence: Mapping[Side, Evidence]) -> list[Cell]:
    ranked = {side: allowed_targets(evidence[side])[:40] for side in sides}
    ranked = {side: _current(evidence[side], matches) for side, matches in ranked.items()}
    firsts = [matches[0] for matches in ranked.values() if matches]
    best = max(firsts, key=lambda match: (match.score, match.fact.id), default=None)
    if best is None or best.score < accept_fact(next(iter(evidence.values()))):
        sentences = _alike_sentences(sides, evidence)
        stated = [_stated(evidence[s], c, None) for s, c in zip(sides, sentences, strict=True)]
        return [Cell(target=target) for target in stated]
    alike = [_like(best, ranked[side], accept_fact(evidence[side])) for side in sides]
    chosen = [
        settled(evidence[side], match, ranked[side]).fact if match else None
        for side, match in zip(sides, alike, strict=True)
    ]
    missing = [side for side, target in zip(sides, chosen, strict=True) if target is None]
    beside = dict(zip(missing, _alike_sentences(missing, evidence, like=best.fact), strict=True))
    return [
        Cell(target=target or _stated(evidence[side], beside.get(side), best.fact))
        for side, target in zip(sides, chosen, strict=True)
    ]


def _current(evidence: Evidence, matches: list[Match[Target]]) -> list[Match[Target]]:
    """Without superseded documents, unless only those are left (or asked for by name)."""
    current = [m for m in matches if evidence.corpus.status[m.fact.document_id] != "superseded"]
    return current or matches


def _like(best: Match[Target], matches: Sequence[Match[Target]], accept: float) -> Match[Target] | None:
    """The fact that says the same of another side: in the same unit, named alike; None when none does."""
    fitting = [
        match
        for match in matches
        if match.fact.unit == best.fact.unit
        and bool(match.fact.value) == bool(best.fact.value)
        and (match.fact.comparator in _WITHOUT) == (best.fact.comparator in _WITHOUT)
        and match.score >= accept - (_NEARLY if likeness(best.fact, match.fact) >= 0.6 else 0.0)
        and (likeness(best.fact, match.fact) >= 0.3 or match.fact.id == best.fact.id)
    ]
    return max(
        fitting,
        key=lambda m: (m.score + WEIGHTS.same_label * likeness(best.fact, m.fact), m.fact.id),
        default=None,
    )


def likeness(one: Target, other: Target) -> float:
    """How alike two metrics are named, 0 to 1: mostly the shorter name within the longer one, without numbers."""
    texts = [_COMMON.sub("", fact_label(fact)) for fact in (one, other)]
    bare = [_LEVEL.sub("", text) for text in texts]
    left, right = map(set, bare if all(bare) else texts)
    if not left or not right:
        return float(left == right)
    shared = len(left & right)
    return 0.8 * shared / min(len(left), len(right)) + 0.2 * shared / len(left | right)


def _stated(evidence: Evidence, candidate: Candidate | None, like: Target | None) -> Target | None:
    """The figure of a sentence, in the unit of the other side's."""
    if candidate is None or (like is not None and not _speaks_of(candidate, like)):
        return None
    target = stated_target(evidence, candidate, units=frozenset({like.unit}) if like else None)
    return target if target is not None and (like is None or target.unit == like.unit) else None


def _speaks_of(candidate: Candidate, like: Target) -> bool:
    """Whether a sentence holds half of the words of a metric."""
    wanted = pairs(_COMMON.sub("", fact_label(like)))
    return len(wanted & pairs(candidate.sentence.text)) >= 0.5 * len(wanted)


def _times(sides: Sequence[Side], evidence: Mapping[Side, Evidence], *, lengths: bool) -> list[Cell]:
    timed = {side: _about_time(evidence[side]) for side in sides}
    if not lengths:
        facts = [_due(timed[side]) for side in sides]
        if any(facts):
            return [Cell(deadline=fact) for fact in facts]
    cells = []
    for side, candidate in zip(sides, _alike_sentences(sides, timed, lengths=lengths), strict=True):
        cells.append(_time_cell(timed[side], candidate))
    if all(cell.filled for cell in cells) or not RECURS.pattern.search(timed[sides[0]].question.reading):
        return cells
    recurring = [Cell(deadline=_due(timed[side], recurring=True)) for side in sides]
    return max(cells, recurring, key=lambda row: sum(cell.filled for cell in row))


def _about_time(evidence: Evidence) -> Evidence:
    asked = replace(evidence.question, kind="deadline")
    return evidence.about(asked)


def _due(evidence: Evidence, *, recurring: bool = False) -> Deadline | None:
    facts = [
        fact
        for fact in evidence.corpus.facts
        if isinstance(fact, Deadline) and (fact.recurrence is not None or not recurring)
    ]
    ranked = rank_facts(evidence, facts)
    return ranked[0].fact if ranked and ranked[0].score >= accept_fact(evidence) else None


def _time_cell(evidence: Evidence, candidate: Candidate | None) -> Cell:
    if candidate is None:
        return Cell()
    if target := stated_target(evidence, candidate, units=_TIME_UNITS):
        return Cell(target=target)
    return Cell(deadline=stated_deadline(evidence, candidate))


def _alike_sentences(
    sides: Sequence[Side],
    evidence: Mapping[Side, Evidence],
    *,
    like: Target | None = None,
    lengths: bool = False,
) -> list[Candidate | None]:
    """A sentence for each side: the surest one, and of the other sides those most like it."""
    ranked = {side: _sure(evidence[side], lengths=lengths, like=like) for side in sides}
    if like is not None:
        return [_most_like(fact_label(like), ranked[side])[1] for side in sides]
    models = [
        candidate.sentence.text
        for found in ranked.values()
        for chance, candidate in found
        if chance >= WEIGHTS.accept_row
    ]
    rows = [[_most_like(model, ranked[side]) for side in sides] for model in models]
    best = max(rows, key=lambda row: sum(score for score, _ in row), default=None)
    return [candidate for _, candidate in best] if best else [None for _ in sides]


def _sure(evidence: Evidence, *, lengths: bool, like: Target | None) -> list[tuple[float, Candidate]]:
    """(chance, sentence) of the sentences that may fill a cell, best first."""
    found = []
    for candidate in proving_sentences(evidence)[:_SENTENCES]:
        chance = probability(passage_features(evidence, candidate))
        units = {quantity.unit for quantity in find_quantities(candidate.sentence.text)}
        if lengths and not units & _TIME_UNITS or like is not None and like.unit not in units:
            continue
        if chance >= WEIGHTS.accept_row - _DOUBT:
            found.append((chance, candidate))
    return found


def _most_like(model: str, found: Sequence[tuple[float, Candidate]]) -> tuple[float, Candidate | None]:
    """(chance and likeness, sentence) of the sentence most like ``model``; (0, None) when there is none."""
    wanted = pairs(model)
    scored = []
    for chance, candidate in found:
        held = pairs(candidate.sentence.text)
        alike = len(wanted & held) / max(1, min(len(wanted), len(held)))
        if chance >= WEIGHTS.accept_row or alike >= _VERY_ALIKE:
            scored.append((chance + _LIKENESS * alike, candidate))
    return max(scored, key=lambda entry: entry[0], default=(0.0, None))
