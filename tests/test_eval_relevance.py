"""Which chunks hold a question's evidence."""

from __future__ import annotations

from pathlib import Path

from eval.dataset import Evidence, Question, UnanswerableGold
from eval.relevance import Library
from tests.eval_world import PARTS, build, cite, passage_question


def test_an_anchor_is_found_despite_spaces_and_wide_letters(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    assert library.relevant(Evidence("甲.txt", (), "达到 ９６％ 以上")) == {"甲.txt-c"}


def test_the_span_is_the_anchor_in_the_stored_text(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    (span,) = library.spans(Evidence("乙.txt", ("一、队伍",), "每三年轮岗"))
    assert library.corpus.quote(span) == "每三年轮岗"


def test_nothing_is_relevant_when_document_or_anchor_are_gone(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    assert library.relevant(Evidence("丙.txt", (), "达到96%以上")) == frozenset()
    assert library.relevant(Evidence("甲.txt", (), "达到97%以上")) == frozenset()
    assert library.missing_documents(passage_question(source="丙.txt")) == ("丙.txt",)


def test_a_section_names_the_occurrence_that_is_meant(tmp_path: Path) -> None:
    library = _two_sections(tmp_path, "一、甲\n市教育局负责招生。\n二、乙\n市教育局负责体育。\n")
    assert library.relevant(Evidence("文.txt", ("二、乙",), "市教育局负责")) == {"c2"}
    assert library.relevant(Evidence("文.txt", ("三、没有",), "市教育局负责")) == {"c1", "c2"}


def test_the_same_passage_printed_twice_counts_in_both_places(tmp_path: Path) -> None:
    library = _two_sections(
        tmp_path, "一、甲\n市教育局负责招生工作安排。\n二、乙\n市教育局负责招生工作安排。\n"
    )
    assert library.relevant(Evidence("文.txt", ("二、乙",), "负责招生工作安")) == {"c2"}
    long = "各区县要高度重视，" * 3
    repeated = f"{long}市教育局负责招生工作安排。{long}"
    library = _two_sections(tmp_path / "b", f"一、甲\n{repeated}\n二、乙\n{repeated}\n")
    assert library.relevant(Evidence("文.txt", ("二、乙",), "负责招生工作安")) == {"c1", "c2"}


def test_equal_articles_of_several_files_all_count(tmp_path: Path) -> None:
    parts = {
        "新.md": ("某法", "第一条", "为了保护儿童，制定本法。"),
        "旧.md": ("某法（旧）", "第一条", "为了保护儿童，\n制定本法。"),
        "别.md": ("别法", "第一条", "为了保护森林，制定本法。"),
    }
    _, library = build(tmp_path, parts)
    assert _relabelled(library).relevant(Evidence("新.md", ("第一条",), "")) == {"新.md-c", "旧.md-c"}


def test_a_name_with_folders_is_matched_by_path(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    assert [d.id for d in library.named("somewhere/甲.txt")] == ["甲.txt"]
    # of two equal files one is kept, so the only one of the name is meant whatever its folder
    assert [d.id for d in library.named("elsewhere/甲.txt")] == ["甲.txt"]
    assert library.named("elsewhere/丙.txt") == ()


def test_citations_prove_where_they_overlap(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    evidence = Evidence("甲.txt", (), "达到96%以上")
    assert library.cites(cite(library, "甲.txt", "投入达到96"), evidence)
    assert not library.cites(cite(library, "甲.txt", "由市财政局牵头"), evidence)
    assert not library.cites(cite(library, "乙.txt", PARTS["乙.txt"][2]), evidence)


def test_a_question_without_evidence_lacks_no_document(tmp_path: Path) -> None:
    _, library = build(tmp_path)
    question = Question("u", "？", "unanswerable", "dev", (), UnanswerableGold("没有"))
    assert library.missing_documents(question) == ()


def _two_sections(folder: Path, text: str) -> Library:
    from datetime import date

    from kb.corpus import Corpus
    from kb.records import Chunk, Document, Metadata, Section
    from kb.store.store import create_store

    middle = text.index("二、乙")
    document = Document("文", text, Metadata(title="文"), "文.txt", "h")
    sections = [
        Section("s1", "文", None, 1, "一、", "甲", ("一、甲",), 0, middle, 3),
        Section("s2", "文", None, 1, "二、", "乙", ("二、乙",), middle, len(text), middle + 3),
    ]
    chunks = [
        Chunk("c1", "文", "s1", 0, middle, text[:middle], ""),
        Chunk("c2", "文", "s2", middle, len(text), text[middle:], ""),
    ]
    store = create_store(folder)
    with store.writing(), store.transaction():
        store.documents.save(document, sections, chunks)
        store.files.link(
            store.files.save(path="/文.txt", name="文.txt", file_hash="h", size=1, rules="1"), ("文",)
        )
    return Library.of_store(store, Corpus(store, today=date(2026, 1, 1)))


def _relabelled(library: Library) -> Library:
    """Sections whose whole heading is the label, as articles of laws have."""
    from dataclasses import replace

    for sections in library.corpus._sections.values():
        sections[:] = [replace(section, label="第一条", title="") for section in sections]
    return library
