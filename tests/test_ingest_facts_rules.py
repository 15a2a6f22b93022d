"""Every extraction rule matches its example and not its counter-example."""

from __future__ import annotations

import pytest

from ingest.facts import carrying, columns, conditions, duty_rules, role_rules, series, target_rules
from kb.rules import Rule

RULES = (
    *duty_rules.PREDICATES,
    duty_rules.BY,
    duty_rules.BY_HELPING,
    duty_rules.DOERS,
    duty_rules.HELPERS,
    duty_rules.LED,
    duty_rules.UNDER_A_NAME,
    duty_rules.LEADS,
    role_rules.LABEL,
    role_rules.AT_THE_HEAD,
    *role_rules.CONVENTIONS,
    *(named for _, named in role_rules.VERBS),
    *columns.COLUMNS,
    *(named for _, named in target_rules.BEFORE),
    *(named for _, named in target_rules.AFTER),
    *(named for _, named in target_rules.WITHOUT_NUMBER),
    target_rules.FORBIDDEN,
    carrying.CARRIES,
    carrying.REACHES,
    carrying.STAGE,
    conditions.NAMED_LENGTH,
    conditions.STARTING,
    series.CLASSES,
    series.ITEM,
    series.KIND_ONLY,
    series.NOUN,
)


@pytest.mark.parametrize("named", RULES, ids=lambda item: item.name)
def test_rule_matches_its_example_and_not_its_counter_example(named: Rule) -> None:
    assert named.faults() == ()
