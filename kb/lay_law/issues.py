"""What people say and what the law calls it: 老板不给工资 is 用人单位 拖欠 劳动报酬, governed by 劳动合同法.

Each line is one legal matter, ``saying, saying = term/term @ law/law``. A saying is met by a question that holds
each of its parts, joined by ``+``, in any order; a part holds alternatives, joined by ``|``. Terms are as laws write
them, whole phrases of the decisive article where there is one; laws are a part of their title, the closest first.
A line without laws only says how people call somebody. A line is general knowledge of the law and of speech: it
fits any question about the matter and is never made for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kb.lay_law.contracts import CONTRACTS
from kb.lay_law.crime import CRIME
from kb.lay_law.family import FAMILY
from kb.lay_law.harm import HARM
from kb.lay_law.property import PROPERTY
from kb.lay_law.state import STATE
from kb.lay_law.trade import TRADE
from kb.lay_law.work import WORK
from kb.text import normalize

Saying = tuple[tuple[str, ...], ...]
"""Parts that must all occur, each by one of its alternatives."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A legal matter."""

    sayings: tuple[Saying, ...]
    terms: tuple[str, ...]
    laws: tuple[str, ...]

    def is_meant(self, question: str) -> bool:
        """Whether one of the sayings occurs; the question is normalised and without spaces."""
        return any(all(any(word in question for word in part) for part in saying) for saying in self.sayings)


@lru_cache(maxsize=1)
def issues() -> tuple[Issue, ...]:
    """Every line of every field."""
    fields = (WORK, FAMILY, PROPERTY, CONTRACTS, TRADE, HARM, CRIME, STATE)
    return tuple(_issue(line) for field in fields for line in field.strip().splitlines())


def issues_in(question: str) -> tuple[Issue, ...]:
    """The matters that a question speaks of, in the order of the lines."""
    said = normalize(question).replace(" ", "")
    return tuple(issue for issue in issues() if issue.is_meant(said))


def _issue(line: str) -> Issue:
    sayings, written = line.split(" = ")
    terms, _, laws = written.partition(" @ ")
    return Issue(
        tuple(_saying(saying) for saying in sayings.split(", ")),
        tuple(terms.split("/")),
        tuple(laws.split("/")) if laws else (),
    )


def _saying(text: str) -> Saying:
    return tuple(tuple(normalize(word) for word in part.split("|")) for part in text.split("+"))
