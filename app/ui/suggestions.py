"""Example questions made from the facts of the loaded documents; only ones that get an answer are shown."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.ui.words import Language
from kb.contract import AnswerKind
from kb.corpus import Corpus
from kb.records import Deadline, Responsibility, Target

if TYPE_CHECKING:
    from app.open import KnowledgeBase

_WANTED = 5
_TRIES_A_KIND = 4
_SHORTEST, _LONGEST = 4, 18


class Suggestions:
    """Examples for each language, worked out once for each state of the knowledge base."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[int, Language], tuple[str, ...]] = {}

    def of(self, base: KnowledgeBase, language: Language) -> tuple[str, ...]:
        """Up to five questions of different kinds."""
        key = (id(base), language)
        with self._lock:
            if key not in self._known:
                self._known = {known: found for known, found in self._known.items() if known[0] == id(base)}
                self._known[key] = tuple(_answered(base, language))[:_WANTED]
            return self._known[key]


def _answered(base: KnowledgeBase, language: Language) -> Iterator[str]:
    """The first question of each kind that is answered as that kind."""
    tried: Counter[AnswerKind] = Counter()
    done: set[AnswerKind] = set()
    for kind, question in candidates(base.corpus, language):
        if kind in done or tried[kind] >= _TRIES_A_KIND:
            continue
        tried[kind] += 1
        if base.ask(question).kind == kind:
            done.add(kind)
            yield question


def candidates(corpus: Corpus, language: Language) -> Iterator[tuple[AnswerKind, str]]:
    """Questions with the kind of answer that they ask for, the most telling first."""
    current = [fact for fact in corpus.facts if corpus.status[fact.document_id] != "superseded"]
    targets = [fact for fact in current if isinstance(fact, Target) and fact.region and fact.value]
    duties = [fact for fact in current if isinstance(fact, Responsibility) and fact.region]
    deadlines = [fact for fact in current if isinstance(fact, Deadline) and fact.region and fact.deadline]
    chinese = language == "zh"
    for duty in duties:
        if duty.lead and _fits(duty.task):
            yield (
                "responsibility",
                (
                    f"{duty.region}“{duty.task}”由哪个部门牵头？"
                    if chinese
                    else f"Who leads “{duty.task}” in {duty.region}?"
                ),
            )
    for target in _by_spread(targets):
        yield (
            "target",
            (f"各地{target.metric}的目标是多少？" if chinese else f"What is the target for {target.metric}?"),
        )
    for unit in _busiest_units(duties):
        yield "unit_tasks", f"{unit}牵头哪些工作？" if chinese else f"Which tasks does {unit} lead?"
    for (region, year), _ in Counter((d.region, (d.deadline or "")[:4]) for d in deadlines).most_common():
        yield (
            "due_list",
            f"{region}{year}年有哪些任务到期？" if chinese else f"What is due in {region} in {year}?",
        )
    for metric, regions in _shared_metrics(targets):
        first, second = regions[:2]
        yield (
            "comparison",
            (
                f"{first}和{second}的{metric}分别是多少？"
                if chinese
                else f"Compare {metric} of {first} and {second}"
            ),
        )


def _fits(task: str) -> bool:
    return _SHORTEST <= len(task) <= _LONGEST and not any(mark in task for mark in "，。；：")


def _by_spread(targets: list[Target]) -> list[Target]:
    """Metrics that several regions state come first."""
    regions = {metric: len(found) for metric, found in _shared_metrics(targets)}
    fitting = [target for target in targets if _fits(target.metric)]
    unique = {target.metric: target for target in fitting}
    return sorted(unique.values(), key=lambda target: (-regions.get(target.metric, 1), target.metric))


def _shared_metrics(targets: list[Target]) -> list[tuple[str, tuple[str, ...]]]:
    found: dict[str, dict[str, None]] = {}
    for target in targets:
        if target.region and _fits(target.metric):
            found.setdefault(target.metric, {})[target.region] = None
    shared = [(metric, tuple(regions)) for metric, regions in found.items() if len(regions) > 1]
    return sorted(shared, key=lambda item: (-len(item[1]), item[0]))


def _busiest_units(duties: list[Responsibility]) -> list[str]:
    counts = Counter(mention.unit for duty in duties for mention in duty.lead)
    return [unit for unit, _ in counts.most_common()]
