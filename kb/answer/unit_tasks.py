"""Everything a unit has to do, grouped by role, complete and counted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.documents_meant import title_share
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import accept_fact, rank_facts
from kb.answer.wording import role_word, source_note
from kb.contract import Answer
from kb.records import Responsibility, Role, UnitMention
from kb.rules import Rule, rule
from kb.units import match_unit, resolve_unit

_OFFICE = rule(
    "office",
    r"(?:科|股|处|室|部|办|组|中心|年级|团委|工会|家委会)$",
    example="人事科",
    counter_example="市财政局",
)
RULES: tuple[Rule, ...] = (_OFFICE,)
_MANY = "[一二两三四五六七八九十\\d]+(?:个|家)?(?:部门|单位|部委)"
_WHOLE = re.compile("(?:学院|学校|大学|幼儿园)")
"""The end of a school's name, beside the name of its office."""
_DESCRIBED = 0.7
"""Least share of the topic's weight that a title holds which the question describes."""
_LEAST_TERMS = 3
_ROLES: tuple[Role, ...] = ("lead", "responsible", "participating")


def answer_unit_tasks(evidence: Evidence) -> Answer | None:
    """Every task of the unit that the question names, within region, topic and role."""
    units = units_meant(evidence)
    if not units:
        return None
    tasks = [(role, fact) for fact in _facts(evidence) for role in _roles(fact, units)]
    asked = evidence.question.role
    if asked is not None:
        kept = (asked, "responsible")  # a list may call responsible whoever takes part beside a leader
        exact = [(role, fact) for role, fact in tasks if role == asked]
        tasks = exact or [
            (role, fact)
            for role, fact in tasks
            # 责任单位 beside 牵头单位: they take part
            if role in kept or (asked == "participating" and role == "responsible" and fact.lead)
        ]
    if not tasks:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    lines = [_opening(evidence, tasks)]
    for role in _ROLES:
        of_role = [fact for found, fact in tasks if found == role]
        if of_role:
            lines.append(f"【{role_word(role, evidence.question.language)}】{len(of_role)}")
            lines.extend(
                _line(evidence, place, fact, *draft.add_duty(fact))
                for place, fact in enumerate(of_role, start=1)
            )
    return draft.finish("unit_tasks", "\n".join(lines), confidence=0.9)


def units_meant(evidence: Evidence) -> tuple[str, ...]:
    """Canonical units of the documents that the question's unit names can mean."""
    known = evidence.vocabulary.units
    regions = evidence.question.regions
    found: dict[str, None] = {}
    for name in _asked_units(evidence):
        if own := _own_offices(evidence, name):
            found.update(dict.fromkeys(own))
            continue
        for region in regions or ("",):
            collective = resolve_unit(name).name.startswith("各")
            with_region = match_unit(f"{region}{name}", known) if region and not collective else ()
            found.update(dict.fromkeys(with_region or match_unit(name, known)))
    return tuple(found)


def _asked_units(evidence: Evidence) -> tuple[str, ...]:
    """The units of the question without one that only names its document: 教育部等八部门的意见里财政部要做哪些事."""
    question = evidence.question
    rest = tuple(
        name
        for name in question.units
        if not (re.search(rf"{re.escape(name)}等{_MANY}", question.reading) or _WHOLE.fullmatch(name))
    )
    return rest or question.units


def _own_offices(evidence: Evidence, name: str) -> tuple[str, ...]:
    """Canonical units that the allowed documents call just so (人事科), where the name says no level of its own.

    An office of one bureau is not the bureau with that function (人力资源和社会保障局).
    """
    if not _OFFICE.pattern.search(name):
        return ()
    mentions = (
        mention
        for fact in evidence.corpus.facts
        if isinstance(fact, Responsibility) and fact.document_id in evidence.documents
        for mention in (*fact.lead, *fact.participating, *fact.responsible)
    )
    return tuple(dict.fromkeys(mention.unit for mention in mentions if mention.surface == name))


def _facts(evidence: Evidence) -> list[Responsibility]:
    facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Responsibility)]
    allowed = [fact for fact in facts if fact.document_id in evidence.meant_documents]
    current = [fact for fact in allowed if evidence.corpus.status[fact.document_id] != "superseded"]
    current = current or (allowed if evidence.question.described else current)
    if evidence.topic_is_title:
        return current
    if titled := _documents_described(evidence):
        return [fact for fact in current if fact.document_id in titled]
    fitting = [m.fact for m in rank_facts(evidence, current) if m.score >= accept_fact(evidence)]
    order = {fact.id: place for place, fact in enumerate(current)}
    return sorted(fitting, key=lambda fact: order[fact.id]) or current


def _documents_described(evidence: Evidence) -> frozenset[str]:
    """Ids of the documents whose titles hold most of the topic: 校车管理的通知给财政局安排了什么 asks for all of one notice."""
    terms = tuple(term for term in evidence.terms if len(term) > 1)
    if len(terms) < _LEAST_TERMS:
        return frozenset()
    titles = evidence.corpus.titles
    shares = {i: title_share(evidence, terms, titles[i].terms) for i in evidence.meant_documents}
    best = max(shares.values(), default=0.0)
    return frozenset(i for i, share in shares.items() if share == best and best >= _DESCRIBED)


def _roles(fact: Responsibility, units: Sequence[str]) -> list[Role]:
    found: list[Role] = []
    for role in _ROLES:
        mentions: tuple[UnitMention, ...] = getattr(fact, role)
        if any(mention.unit in units for mention in mentions):
            found.append(role)
    return found


def _opening(evidence: Evidence, tasks: Sequence[tuple[Role, Responsibility]]) -> str:
    language = evidence.question.language
    counts = {role: sum(1 for found, _ in tasks if found == role) for role in _ROLES}
    name = _name(evidence, tasks)
    if language == "en":
        parts = ", ".join(
            f"{role_word(role, 'en')} in {count} task{'s' if count > 1 else ''}"
            for role, count in counts.items()
            if count
        )
        return f"{name} has {len(tasks)} tasks ({parts})."
    parts = "，".join(f"{role_word(role, 'zh')}{count}项" for role, count in counts.items() if count)
    return f"{name}共有{len(tasks)}项任务（{parts}）。"


def _name(evidence: Evidence, tasks: Sequence[tuple[Role, Responsibility]]) -> str:
    """The unit as the documents write it; the question may call it something else."""
    meant = set(units_meant(evidence))
    surfaces = [
        mention.surface for role, fact in tasks for mention in getattr(fact, role) if mention.unit in meant
    ]
    return "、".join(dict.fromkeys(surfaces[:1])) or "、".join(evidence.question.units)


def _line(evidence: Evidence, place: int, fact: Responsibility, marks: str, task: str) -> str:
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
    return f"{place}. {task}{marks}——{fact.region or ''}{source}"
