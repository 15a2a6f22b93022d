"""A rule of reading: a named pattern with an example that it matches and one that it must not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` is found in ``example`` and nowhere in ``counter_example``."""

    name: str
    pattern: re.Pattern[str]
    example: str
    counter_example: str

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the rule's own examples; empty when both hold."""
        found: list[str] = []
        if not self.pattern.search(self.example):
            found.append(f"{self.name}: does not match its example {self.example!r}")
        if self.pattern.search(self.counter_example):
            found.append(f"{self.name}: matches its counter-example {self.counter_example!r}")
        return tuple(found)


def rule(name: str, pattern: str, *, example: str, counter_example: str) -> Rule:
    """A rule from the source of its pattern."""
    return Rule(name, re.compile(pattern), example, counter_example)


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first so that the longest one wins."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
