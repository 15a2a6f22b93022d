"""Every rule of the program matches its example and not its counter-example."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import ingest
import kb
from kb.rules import Rule, alternatives, rule


def modules() -> Iterator[ModuleType]:
    for package in (kb, ingest):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def rules_in(value: object) -> Iterator[Rule]:
    """Rules in a module's variable, in whatever tuples, lists, mappings or records it keeps them."""
    if isinstance(value, Rule):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from rules_in(member)
    elif isinstance(value, tuple | list | set | frozenset):
        for member in value:
            yield from rules_in(member)
    elif hasattr(type(value), "__slots__") and type(value).__module__.startswith(("kb.", "ingest.")):
        for name in type(value).__slots__:
            yield from rules_in(getattr(value, name, None))


def all_rules() -> dict[str, Rule]:
    found: dict[int, tuple[str, Rule]] = {}
    for module in modules():
        for value in vars(module).values():
            for one in rules_in(value):
                found.setdefault(id(one), (f"{module.__name__}:{one.name}", one))
    return {f"{name}#{number}": one for number, (name, one) in enumerate(found.values())}


RULES = all_rules()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_keeps_to_its_examples(name: str) -> None:
    assert RULES[name].faults() == ()


def test_the_rules_of_reading_and_of_questions_are_found() -> None:
    assert len(RULES) > 60
    assert any(name.startswith("kb.question.") for name in RULES)
    assert any(name.startswith("ingest.") for name in RULES)


def test_a_rule_that_breaks_its_examples_says_which() -> None:
    wrong = rule("年", r"\d{4}年", example="二〇二五年", counter_example="2025年")
    missed, matched = wrong.faults()
    assert missed == "年: does not match its example '二〇二五年'"
    assert matched == "年: matches its counter-example '2025年'"


def test_alternatives_prefer_the_longest_word_and_escape() -> None:
    assert alternatives(["市", "市教育局", "a.b"]) == r"市教育局|a\.b|市"
