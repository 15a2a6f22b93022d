from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunker import CHUNKS, ChunkSettings, Context, cut_chunks
from kb.records import Cell, Chunk, Section, Table


def section(start: int, end: int, *, path: tuple[str, ...] = (), parent: str | None = None) -> Section:
    return Section(f"s{start}", "d", parent, max(1, len(path)), "", "", path, start, end, start)


def chunks_of(
    text: str, *, tables: tuple[Table, ...] = (), max_chars: int = CHUNKS.max_chars
) -> tuple[Chunk, ...]:
    settings = ChunkSettings(max_chars=max_chars)
    return cut_chunks("d", "标题", text, (section(0, len(text)),), tables, settings=settings)


def test_a_short_section_is_one_chunk() -> None:
    (chunk,) = chunks_of("第一句。第二句。")
    assert (chunk.start, chunk.end, chunk.text) == (0, 8, "第一句。第二句。")


def test_a_long_section_is_cut_at_sentences_into_even_parts() -> None:
    sentence = "学校应当加强安全管理落实责任制度。" * 1
    text = sentence * 25
    chunks = chunks_of(text)
    assert all(chunk.text.endswith("。") for chunk in chunks)
    assert len(chunks) == 2
    assert abs(len(chunks[0].text) - len(chunks[1].text)) <= len(sentence)


def test_no_tiny_rest_is_left_behind() -> None:
    text = "学校应当加强安全管理落实责任制度。" * 18 + "抓好落实。"
    assert min(len(chunk.text) for chunk in chunks_of(text)) > 60


def test_a_sentence_above_the_limit_is_cut_by_clauses_then_by_length() -> None:
    text = "，".join(["落实安全责任制度"] * 20) + "。"
    chunks = chunks_of(text, max_chars=50)
    assert all(len(chunk.text) <= 50 for chunk in chunks)
    assert all(chunk.text.endswith(("，", "。")) for chunk in chunks)
    assert [len(chunk.text) for chunk in chunks_of("字" * 120, max_chars=50)] == [50, 50, 20]


def test_chunks_do_not_cross_sections_and_carry_the_path() -> None:
    text = "一、总则\n（一）目的。规范管理。\n（二）依据。依法制定。"
    sections = (
        section(0, len(text), path=("一、总则",)),
        section(5, 16, path=("一、总则", "（一）目的"), parent="s0"),
        section(17, len(text), path=("一、总则", "（二）依据"), parent="s0"),
    )
    chunks = cut_chunks("d", "管理办法", text, sections)
    assert [chunk.text for chunk in chunks] == [
        "一、总则",
        "（一）目的。规范管理。",
        "（二）依据。依法制定。",
    ]
    assert [chunk.section_id for chunk in chunks] == ["s0", "s5", "s17"]
    assert chunks[1].context == "管理办法 > 一、总则 > （一）目的"


@pytest.mark.parametrize(
    ("context", "expected"), [("none", ""), ("section", "一、总则"), ("title and section", "标题 > 一、总则")]
)
def test_what_stands_in_front_can_be_chosen(context: Context, expected: str) -> None:
    settings = ChunkSettings(context=context)
    (chunk,) = cut_chunks("d", "标题", "正文。", (section(0, 3, path=("一、总则",)),), settings=settings)
    assert chunk.context == expected


def test_table_rows_stay_whole_and_later_parts_name_the_columns() -> None:
    rows = ["任务 | 牵头单位"] + [f"第{n}项重点任务的具体内容。另有说明。 | 市教育局" for n in range(10)]
    text = "\n".join(rows)
    table = Table(0, len(text), ("任务", "牵头单位"), ((Cell(0, 2),),))
    chunks = chunks_of(text, tables=(table,), max_chars=60)
    assert len(chunks) > 3
    assert all(line in rows for chunk in chunks for line in chunk.text.split("\n"))
    assert chunks[0].context == "标题"
    assert all(chunk.context == "标题 > 任务 | 牵头单位" for chunk in chunks[1:])


def test_ids_depend_on_place_only() -> None:
    one, two = chunks_of("第一句。"), chunks_of("第二句。")
    assert one[0].id == two[0].id
    assert one[0].id != chunks_of("第一句话。")[0].id


@given(st.text(alphabet="教育。，；：\n 、|”a1", min_size=1, max_size=300), st.integers(5, 80))
def test_every_visible_character_is_in_one_chunk(text: str, max_chars: int) -> None:
    covered: list[int] = []
    for chunk in chunks_of(text, max_chars=max_chars):
        assert chunk.text == text[chunk.start : chunk.end]
        assert 0 < len(chunk.text) <= max_chars
        covered.extend(range(chunk.start, chunk.end))
    assert len(covered) == len(set(covered))
    assert {at for at, character in enumerate(text) if not character.isspace()} <= set(covered)
