"""What the tuning scripts recorded is what the code uses, and how the trials of passages are judged."""

from __future__ import annotations

import json

import pytest

from eval import tunables, tune_passages
from eval.metrics import RankedChunk
from eval.tune import RECORDS, better_beyond_noise, full_grid
from eval.tune_passages import found_within, trial_tokens
from kb.text import TOKENS, tokenize

KNOWN = {**tunables.TUNABLES, **tune_passages.TUNABLES}
HELD = ("tokens",)
"""``chunks`` joins them once its winner has been measured on answers and on the statutes (docs/design.md)."""


@pytest.mark.parametrize("name", HELD)
def test_the_defaults_are_the_recorded_values(name: str) -> None:
    record = json.loads((RECORDS / f"{name}.json").read_text(encoding="utf-8"))
    in_use = KNOWN[name].start()
    assert {key: in_use[key] for key in record["values"]} == record["values"]
    assert record["chosen"]["params"] == record["values"]
    assert record["chosen"]["count"] > 0


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_what_is_in_use_can_be_tried(name: str) -> None:
    tunable = KNOWN[name]
    assert set(tunable.grid) == set(tunable.start())


def test_evidence_counts_when_it_is_among_the_first_characters() -> None:
    ranking = [RankedChunk("a"), RankedChunk("b", ("twin",)), RankedChunk("c")]
    lengths = {"a": 300, "b": 200, "c": 1}
    pieces = [frozenset({"twin"}), frozenset({"c"})]
    assert found_within(ranking, pieces, lengths, 300) == 0.0
    assert found_within(ranking, pieces, lengths, 400) == 0.25, "half of b is read, and b is one of two"
    assert found_within(ranking, pieces, lengths, 500) == 0.5
    assert found_within(ranking, pieces, lengths, 501) == 1.0


def test_what_is_in_use_stays_unless_another_wins_beyond_noise() -> None:
    scores = {"used": [0.5] * 20, "lucky": [0.5] * 17 + [1.0] * 3, "good": [0.5] * 10 + [1.0] * 10}

    def chosen(*tried: str) -> object:
        found = better_beyond_noise(
            {"name": tried}, lambda p: scores[str(p["name"])], {"name": "used"}, search=full_grid
        )
        return found.best.params["name"]

    assert chosen("lucky") == "used"
    assert chosen("lucky", "good") == "good"


def test_tokens_of_a_trial_and_afterwards() -> None:
    usual = tokenize("学校教师")
    with trial_tokens({"words": "whole", "characters": "all"}):
        tried = tokenize("学校教师")
        assert {"学", "校", "教", "师"} <= set(tried)
    with trial_tokens({"characters": "none"}):
        assert all(len(token) > 1 for token in tokenize("园所的班"))
    assert tokenize("学校教师") == usual
    assert TOKENS.words == "parts"
