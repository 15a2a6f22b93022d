"""The text that stands for a fact in the vector index."""

from __future__ import annotations

from kb.records import Deadline, Fact, Responsibility, Target


def fact_label(fact: Fact) -> str:
    """What is embedded for a fact: what it is about, without unit names or values, which are matched exactly."""
    match fact:
        case Responsibility():
            return fact.task
        case Target():
            return f"{fact.subject}{fact.metric}" if fact.subject not in fact.metric else fact.metric
        case Deadline():
            return fact.task
