"""Sentences of a passage, and the lists that they open."""

from __future__ import annotations

from kb.answer.sentences import split_sentences, with_items

LIST = "公安机关应当履行下列职责：\n（一）开展安全教育；\n（二）加强巡逻。\n学校应当配合。"


def test_sentences_keep_their_offsets() -> None:
    sentences = split_sentences(LIST, offset=7)
    assert [s.text for s in sentences] == [
        "公安机关应当履行下列职责：", "（一）开展安全教育；", "（二）加强巡逻。", "学校应当配合。",
    ]  # fmt: skip
    assert all(LIST[s.start - 7 : s.end - 7] == s.text for s in sentences)


def test_a_lead_in_is_quoted_with_its_items() -> None:
    lead = split_sentences(LIST)[0]
    whole = with_items(lead, LIST, until=len(LIST))
    assert whole.text == "公安机关应当履行下列职责：\n（一）开展安全教育；\n（二）加强巡逻。"
    assert LIST[whole.start : whole.end] == whole.text


def test_other_sentences_stay_as_they_are() -> None:
    sentences = split_sentences(LIST)
    assert with_items(sentences[3], LIST, until=len(LIST)) == sentences[3]
    assert with_items(sentences[0], LIST, until=sentences[0].end) == sentences[0]


def test_a_list_of_units_in_brackets_is_one_piece() -> None:
    text = "禁止使用童工。（牵头单位：县人社局；责任单位：县总工会）每年检查；逐户登记。"
    pieces = [sentence.text for sentence in split_sentences(text)]
    assert pieces == ["禁止使用童工。", "（牵头单位：县人社局；责任单位：县总工会）每年检查；", "逐户登记。"]
