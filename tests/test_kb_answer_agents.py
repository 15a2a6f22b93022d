from __future__ import annotations

import pytest

from kb.answer.agents import asked_slots, slots_of, verb_match


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        ("规划由谁编、会同谁、报谁批?", [("agent", "编"), ("partner", ""), ("approver", "批")]),
        ("保险由谁组织,保费由谁承担?", [("agent", "组织"), ("agent", "承担")]),
        ("哪一级审查、哪一级认定?", [("agent", "审查"), ("agent", "认定")]),
        ("体系由哪个部门会同谁建立?", [("agent", "建立"), ("partner", "建立")]),
        ("方案由谁提,得跟谁商量同意?", [("agent", "提"), ("approver", "商量同意")]),
        ("由哪一级的哪个部门聘任?", [("agent", "聘任")]),
        ("在哪里报名?", []),
    ],
)
def test_each_who_is_a_slot(question: str, slots: list[tuple[str, str]]) -> None:
    assert [(slot.part, slot.after) for slot in slots_of(question)] == slots


def test_who_leads_asks_for_no_other_act() -> None:
    assert [slot.after for slot in asked_slots(slots_of("办法由哪些部门制定,哪个牵头?"))] == ["制定"]


@pytest.mark.parametrize(
    ("asked", "verb", "fits"),
    [
        ("定", "制定收费标准", True),
        ("批", "审批", True),
        ("管", "主管全国工作", True),
        ("承担", "制定办法", False),
    ],
)
def test_the_verb_of_an_act_fits_the_word_of_the_question(asked: str, verb: str, fits: bool) -> None:
    assert (verb_match(asked, verb) > 0) is fits
