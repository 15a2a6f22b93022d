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
            # a span says what it is counted from: 自受理筹设学校的申请之日起三十日内
            spans = fact.deadline is None and fact.recurrence is None
            return f"{fact.as_written}{fact.task}" if spans else fact.task
