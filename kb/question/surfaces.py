"""How much of a question is the name of a place: of 平罗县城小学 only 平罗, since 县城 says which schools."""

from __future__ import annotations

from kb.regions import RegionMention
from kb.rules import Rule, rule

OF_WHAT_FOLLOWS: Rule = rule(
    "of_what_follows",
    r"^(?:县(?:城(?!区)|级|直|域|里|本级)|市(?:级|直|属|里|本级|区(?![县域委政教]))|区(?:级|直|属|里)|[省州旗](?:级|直|属|里|本级)|乡(?:下|里)|镇(?:上|里|区)|城(?:区|里))",
    example="县城小学",
    counter_example="县小学",
)
"""The last character of a place's name with what follows it, where both are one word."""


def place_surface(text: str, mention: RegionMention) -> str:
    """The words of a question that only name the place; its last character may begin the next word."""
    last = mention.end - 1
    if last - mention.start >= 2 and OF_WHAT_FOLLOWS.pattern.match(text[last:]):
        return text[mention.start : last]
    return text[mention.start : mention.end]
