"""The answer object has the contract's keys, in the contract's order."""

from __future__ import annotations

import json

from kb.contract import Answer, Citation, DeadlineFact, ResponsibilityFact, TargetFact

CITATION = Citation(
    1, "d", "某市方案", "方案.txt", ("一、工作", "（一）措施"), None, 5, 9, "班额四十", "in_force"
)


def test_an_answer_has_the_keys_of_the_contract_in_order() -> None:
    fact = ResponsibilityFact("d", "某市", "教师补充", ("市教育局",), ("市财政局",), (), 1)
    answer = Answer("谁牵头", "responsibility", "市教育局牵头[1]", (fact,), (CITATION,), None, 0.93456, 41)
    assert json.dumps(answer.to_json(), ensure_ascii=False) == (
        '{"question": "谁牵头", "answered": true, "kind": "responsibility", "text": "市教育局牵头[1]", '
        '"facts": [{"type": "responsibility", "document": "d", "region": "某市", "task": "教师补充", '
        '"lead": ["市教育局"], "participating": ["市财政局"], "responsible": [], "citation": 1}], '
        '"citations": [{"n": 1, "document": "d", "title": "某市方案", "source": "方案.txt", '
        '"section": ["一、工作", "（一）措施"], "page": null, "start": 5, "end": 9, "quote": "班额四十", '
        '"status": "in_force"}], "missing": null, "confidence": 0.935, "elapsed_ms": 41}'
    )


def test_a_target_shows_its_high_end_only_for_a_range() -> None:
    single = TargetFact("d", None, "班额", "<=", "45", None, "人", "2025", 1)
    span = TargetFact("d", None, "班额", "range", "40", "45", "人", None, 1)
    facts = Answer("q", "target", "t", (single, span)).to_json()["facts"]
    assert list(facts[0]) == [
        "type", "document", "region", "metric", "comparator", "value", "unit", "deadline", "citation",
    ]  # fmt: skip
    assert facts[1]["value_high"] == "45"


def test_a_deadline_shows_its_recurrence_only_when_it_recurs() -> None:
    once = DeadlineFact("d", "某市", "任务", "2022-12-31", "2022年底前", None, 3)
    yearly = DeadlineFact("d", "某市", "任务", None, "每年", "每年", 3)
    facts = Answer("q", "deadline", "t", (once, yearly)).to_json()["facts"]
    assert list(facts[0]) == ["type", "document", "region", "task", "deadline", "as_written", "citation"]
    assert facts[1]["recurrence"] == "每年"


def test_a_refusal_is_not_answered() -> None:
    refusal = Answer("q", "refusal", "没有", missing="没有永川区的目标")
    assert refusal.to_json()["answered"] is False
    assert refusal.with_elapsed(7).elapsed_ms == 7
    assert Answer("q", "passage", "有").answered
