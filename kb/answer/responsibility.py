"""Who leads, who takes part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.agents import Agents, Stated, fact_fit, stated_agents
from kb.answer.candidates import Candidate
from kb.answer.confidence import probability
from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.matching import Match, accept_fact, prefer_current, rank_facts, states_task
from kb.answer.proof import passage_features, proving_sentences
from kb.answer.regions import best_by_region
from kb.answer.tuning import WEIGHTS
from kb.answer.wording import duty, role_word, source_note
from kb.contract import Answer
from kb.records import Responsibility, Role, UnitMention
from kb.rules import Rule, rule
from kb.text import tokenize
from kb.units import canonical_unit, match_unit

BOTH_ROLES = rule(
    "both_roles",
    r"(?:牵头|主办|主责)[^。？?]{0,24}(?:配合|参与|协助|协办)|(?:配合|参与|协助|协办)[^。？?]{0,24}(?:牵头|主办|主责)",
    example="牵头的是哪家，配合的又有谁",
    counter_example="由谁牵头",
)
MEASURE_MEANT = rule(
    "measure_meant",
    r"(?:这|那)(?:一)?(?:块|条|项|摊子?|部分)|(?:这|那)(?:个)?(?:方面|领域)|(?:一条|一项|一块)(?:措施|举措|任务)",
    example="稳住老师这块工作谁牵头",
    counter_example="这所学校谁管",
)
"""The question means a measure as a whole, whose list of units closes it, and no single sentence of it."""
RULES: tuple[Rule, ...] = (BOTH_ROLES, MEASURE_MEANT)
_MEASURE_BONUS = 0.06
_NAMES_ROLE = re.compile("牵头|挂帅|主办|主导|配合|参与|协助|协办")
"""Words that ask for a role; 主管 asks for whoever is in charge."""


def answer_responsibility(evidence: Evidence) -> Answer | None:
    """Lead, participating and responsible units of the task that is asked about."""
    facts = [fact for fact in evidence.corpus.facts if isinstance(fact, Responsibility)]
    matches = rank_facts(evidence, facts, bonus=lambda fact: _role_bonus(evidence, fact))
    fitting = prefer_current(evidence.corpus, matches, at_least=accept_fact(evidence))
    chosen = best_by_region(evidence, fitting)
    stated = [] if evidence.question.asks_role else _stated(evidence, chosen)
    if len(stated) == 1:
        stated = [*stated, *(match for match in chosen if match.fact.region != stated[0].fact.region)]
    chosen = stated or chosen
    if not chosen:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    if evidence.question.asks_role:
        lines = _roles_of_unit(evidence, draft, chosen)
    else:
        lines = [_line(evidence, match.fact, *draft.add_duty(match.fact)) for match in chosen]
    return draft.finish("responsibility", "\n".join(lines), confidence=chosen[0].score)


def _stated(evidence: Evidence, chosen: Sequence[Match[Responsibility]]) -> list[Match[Responsibility]]:
    """What the best sentences say, where they fit the question better than every fact; else nothing."""
    candidates = proving_sentences(evidence)
    stated = stated_agents(evidence, candidates)
    if not stated:
        return []
    chance = probability(passage_features(evidence, stated[0].candidate))
    floor = WEIGHTS.accept_instead if chosen else WEIGHTS.accept_stated
    if not stated[0].fits:
        floor += WEIGHTS.other_act
    if chance < floor or (chosen and not _is_better(evidence, stated, chosen[0], candidates)):
        return []
    return [
        Match(
            _fact_there(evidence, one) or _as_fact(evidence, one.candidate, one.agents),
            chance,
            one.candidate.cosine,
            _covered(evidence, one),
        )
        for one in stated
    ]


def _fact_there(evidence: Evidence, stated: Stated) -> Responsibility | None:
    """The fact of the same words that names all whom the sentence was read to name: it knows roles and partners better."""
    told = {*stated.agents.lead, *stated.agents.participating, *stated.agents.responsible}
    there = [
        fact
        for fact in evidence.corpus.facts_of(stated.candidate.passage.chunk.document_id)
        if isinstance(fact, Responsibility)
        and _overlaps(fact, stated.candidate)
        and told <= {mention.surface for mention in (*fact.lead, *fact.participating, *fact.responsible)}
        and not (stated.agents.lead and not fact.lead)
    ]
    return min(there, key=lambda fact: (fact.end - fact.start, fact.start), default=None)


def _covered(evidence: Evidence, stated: Stated) -> float:
    return evidence.coverage(frozenset(tokenize(stated.candidate.sentence.text)))


def _is_better(
    evidence: Evidence, stated: Sequence[Stated], best: Match[Responsibility], candidates: Sequence[Candidate]
) -> bool:
    """Whether sentences answer better than the best fact.

    A fact of a list or table speaks for its whole measure, so only much better words take its place; a fact
    of a sentence is weighed like any other sentence, by the act that it states.
    """
    fact = best.fact
    role = evidence.question.role if _NAMES_ROLE.search(evidence.question.reading) else None
    if role and getattr(fact, role) and not any(getattr(one.agents, role) for one in stated):
        return False
    home = next((candidate for candidate in candidates if _overlaps(fact, candidate)), None)
    if not states_task(evidence.corpus.document(fact.document_id), fact):
        clearly = _covered(evidence, stated[0]) >= best.coverage + WEIGHTS.clearly_better
        return clearly and best.score < WEIGHTS.sure_fact
    if home is None:
        return best.score < WEIGHTS.sure_fact
    if home in [one.candidate for one in stated]:
        return _says_more(stated[0].agents, fact) or len(stated) > 1
    return stated[0].score > home.score + fact_fit(evidence, fact, home)


def _says_more(told: Agents, fact: Responsibility) -> bool:
    """Whether the same sentence, read for the question, names somebody whom the fact leaves out."""
    known = {mention.surface for mention in (*fact.lead, *fact.participating, *fact.responsible)}
    split = bool(told.participating) and not fact.participating
    asked = {*told.lead, *told.participating, *told.responsible}
    return split or not asked <= known and not (fact.lead and fact.participating and len(asked) <= len(known))


def _overlaps(fact: Responsibility, best: Candidate) -> bool:
    same = fact.document_id == best.passage.chunk.document_id
    return same and fact.start < best.sentence.end and best.sentence.start < fact.end


def _as_fact(evidence: Evidence, best: Candidate, agents: Agents) -> Responsibility:
    metadata = evidence.corpus.document(best.passage.chunk.document_id).metadata

    def mentions(names: Sequence[str]) -> tuple[UnitMention, ...]:
        return tuple(
            UnitMention(name, canonical_unit(name, region=metadata.region, parent=metadata.region_parent))
            for name in names
        )

    return Responsibility(
        id=f"{best.passage.chunk.id}-{best.sentence.start}",
        document_id=best.passage.chunk.document_id,
        section_id=best.passage.chunk.section_id,
        region=metadata.region,
        task=best.sentence.text,
        lead=mentions(agents.lead),
        participating=mentions(agents.participating),
        responsible=mentions(agents.responsible),
        start=best.sentence.start,
        end=best.sentence.end,
    )


def role_of(fact: Responsibility, unit: str) -> Role | None:
    """The role in which a unit, named as a person would, takes part in the task; None when it does not."""
    for role in ("lead", "participating", "responsible"):
        mentions: tuple[UnitMention, ...] = getattr(fact, role)
        if match_unit(unit, [mention.unit for mention in mentions]) or unit in [m.surface for m in mentions]:
            return role
    return None


def _role_bonus(evidence: Evidence, fact: Responsibility) -> float:
    """A fact that states the role asked for fits better; the unit asked about should occur in it."""
    question = evidence.question
    bonus = 0.0
    if question.asks_role and question.units:
        bonus += 0.1 if role_of(fact, question.units[0]) else -0.05
    if question.role is not None and not question.asks_role:
        bonus += 0.04 if getattr(fact, question.role) else -0.04
    if question.role is None and BOTH_ROLES.pattern.search(question.reading):
        bonus += 0.05 if fact.lead and fact.participating else -0.04
    if MEASURE_MEANT.pattern.search(question.reading):
        bonus += 0.0 if states_task(evidence.corpus.document(fact.document_id), fact) else _MEASURE_BONUS
    return bonus


def _line(evidence: Evidence, fact: Responsibility, marks: str, task: str) -> str:
    language = evidence.question.language
    document = evidence.corpus.document(fact.document_id)
    source = source_note(document, evidence.corpus.status[document.id], language)
    region = f"{fact.region}" if fact.region else ""
    return f"{duty(fact, language)}{marks}\n{task}——{region}{source}"


def _roles_of_unit(
    evidence: Evidence, draft: AnswerDraft, chosen: Sequence[Match[Responsibility]]
) -> list[str]:
    question = evidence.question
    unit = question.units[0]
    lines = []
    for match in chosen:
        fact = match.fact
        role = role_of(fact, unit)
        marks, task = draft.add_duty(fact)
        unit = _as_written(fact, role, unit)
        if question.language == "en":
            verdict = f"{unit}: {role_word(role, 'en')}" if role else "That unit is not named for this task"
        else:
            verdict = f"{unit}是{role_word(role, 'zh')}" if role else "该单位未列入这项任务的责任单位"
        lines.append(f"{verdict}。{_line(evidence, fact, marks, task)}")
    return lines


def _as_written(fact: Responsibility, role: Role | None, unit: str) -> str:
    """The unit's name in the fact, where it takes part in it."""
    mentions: tuple[UnitMention, ...] = getattr(fact, role) if role else ()
    found = match_unit(unit, [mention.unit for mention in mentions])
    return next((mention.surface for mention in mentions if mention.unit in found), unit)
