"""What kind of answer a wording asks for is learnt from questions, and the rules have the word where they know one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.fit_kinds import RECORD, Asked, choose, fit, share_right, write
from kb.contract import AnswerKind
from kb.question.kind_model import KindModel, kind_model, likeliest, masked, ngrams
from kb.question.understanding import understand
from tests.question_vocabulary import vocabulary

ALLOWED: tuple[AnswerKind, ...] = ("target", "responsibility")


def asked(text: str, wanted: AnswerKind, fold: int = 0) -> Asked:
    return Asked(text, "passage", ALLOWED, wanted, fold)


QUESTIONS = [
    asked(f"^{thing}{ends}$", wanted, fold=n % 8)
    for n, thing in enumerate(
        ("班额", "食堂", "校车", "宿舍", "课桌", "绿地", "图书", "跑道", "操场", "教室")
    )
    for ends, wanted in (("要N几条", "target"), ("找哪家", "responsibility"), ("是怎么说的", "passage"))
]


def test_wordings_are_learnt_whatever_they_are_about() -> None:
    model = fit(QUESTIONS)
    assert share_right(QUESTIONS, model) == 1.0
    assert likeliest("passage", "^没听过的事找哪家$", ALLOWED, model) == "responsibility"
    assert likeliest("passage", "^没听过的事要N几条$", ALLOWED, model) == "target"


def test_a_kind_that_may_not_be_leaves_the_rules_their_say() -> None:
    model = fit(QUESTIONS)
    assert likeliest("passage", "^校医找哪家$", ("target",), model) == "passage"
    assert likeliest("due_list", "^校医找哪家$", ALLOWED, model) == "due_list"


def test_trust_lets_the_rules_win() -> None:
    one = KindModel(("passage", "target"), (0.0, 0.0), {"几": (0, 100)}, trust=0.0)
    assert likeliest("passage", "几", ("target",), one) == "target"
    assert (
        likeliest("passage", "几", ("target",), KindModel(one.kinds, one.bias, one.weights, 2.0)) == "passage"
    )


def test_the_least_trust_is_taken_that_does_as_well() -> None:
    record, model = choose(QUESTIONS)
    assert model.trust == record["values"]["trust"] == 0.0
    assert record["figures"]["rules alone"] == pytest.approx(1 / 3, abs=0.001)
    assert record["figures"]["trust 0.0"] == 1.0


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = fit(QUESTIONS)
    write(model, tmp_path / "model.json")
    stored = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert KindModel(
        tuple(stored["kinds"]), tuple(stored["bias"]),
        {gram: tuple(weights) for gram, weights in stored["weights"].items()}, stored["trust"],
    ) == model  # fmt: skip


def test_names_and_numbers_say_nothing_of_the_kind() -> None:
    text = masked("三台县2025年市财政局按《办法》出12.5万元", ("三台县",), ("市财政局",))
    assert text == "^RYU按D出N万元$"
    assert ngrams("甲乙丙丁") == {"甲", "乙", "丙", "丁", "甲乙", "乙丙", "丙丁", "甲乙丙", "乙丙丁"}


def test_the_model_in_use_has_the_trust_on_record() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert kind_model().trust == record["values"]["trust"]
    assert record["figures"]["rules alone"] <= record["figures"][f"trust {kind_model().trust}"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三台县的校车2025年要添到几辆", "target"),
        ("三台县班额和江油市班额各要求多少", "comparison"),
        ("三台县幼儿园能收现金吗", "passage"),
    ],
)
def test_wordings_that_no_rule_knows_are_understood(text: str, kind: AnswerKind) -> None:
    assert understand(text, vocabulary()).kind == kind
