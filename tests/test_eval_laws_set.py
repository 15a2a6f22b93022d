"""The laws evaluation set is well formed, and everything in its gold stands in the cited articles."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import cn2an  # type: ignore[import-untyped,unused-ignore]
import pytest

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "eval" / "sets" / "laws" / "questions.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus" / "laws"

Question = dict[str, Any]

KEYS = {"id", "question", "category", "language", "style", "split", "heldout", "turns", "evidence", "gold"}
MINIMUM = {
    "responsibility": 20,
    "target": 18,
    "deadline": 8,
    "comparison": 8,
    "metadata": 12,
    "passage": 35,
    "unanswerable": 35,
}
ROLES = ("lead", "participating", "responsible")
COMPARATORS = {">=", "<=", "=", "range", "eliminate", "cover"}
UNMENTIONED = "未提及"
HELD_OUT = re.compile("浙江|青岛|广州|深圳|杭州|郑州|河南|重庆市家庭教育促进条例")
TEST_HALF = re.compile("山东|宁波|上海")
ARTICLE = re.compile("第[一二三四五六七八九十百零]+条")
MULTIPLIERS = {"万元": 10_000}
"""The texts spell 十万元, which is read as 100000; gold gives the figure in the unit."""

SECOND_PART = 401
"""Number of the first question that was added for tuning only: from there on all are `dev`."""

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared/corpus/laws is not here")


def load() -> list[Question]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def in_first_part(question: Question) -> bool:
    """Whether the question is of the part that is divided into `dev` and `test` halves."""
    return int(question["id"].removeprefix("laws-")) < SECOND_PART


def of(category: str) -> list[Question]:
    return [q for q in load() if q["category"] == category]


def squash(text: str) -> str:
    """NFKC without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def article(document: str, section: list[str]) -> str:
    """Squashed text of the article that the section path ends with; `[]` is all before 第一条."""
    head: list[str] = []
    wanted = [squash(part) for part in section]
    here, heading = "", ""
    for line in (CORPUS / document).read_text(encoding="utf-8").splitlines():
        text = squash(line)
        if not text:
            continue
        opening = ARTICLE.match(text)
        if opening:
            here = opening.group(0)
        elif text.startswith("##") or (wanted and text == wanted[0]):
            heading, here = text.lstrip("#"), ""
        if (wanted and here == wanted[-1] and wanted[:-1] in ([], [heading])) or (not wanted and not here):
            head.append(text)
    return "".join(head)


def cited(question: Question) -> str:
    """All cited articles of a question, one after the other."""
    return "\n".join(article(e["document"], e["section"]) for e in question["evidence"])


def figures(text: str) -> set[float]:
    """Every figure of the text, Arabic or Chinese (百分之八十 gives 80, 零点三 gives 0.3)."""
    found = {float(piece) for piece in re.findall(r"\d+(?:\.\d+)?", text)}
    for piece in re.findall("[零一二两三四五六七八九十百千万点]+", text.replace("百分之", "，")):
        try:
            found.add(float(cn2an.cn2an(piece, "smart")))
        except ValueError:
            # A range such as 四至五 is cut at 至; what is left over (万一, 点) is not a figure.
            continue
    return found


def test_lines_have_the_documented_keys_and_unique_ids() -> None:
    questions = load()
    assert all(set(q) == KEYS for q in questions)
    numbers = [int(q["id"].removeprefix("laws-")) for q in questions]
    first = len([n for n in numbers if n < SECOND_PART])
    assert numbers[:first] == [*range(1, first + 1)]
    assert numbers == sorted(set(numbers))
    assert all(q["split"] == "dev" and not q["heldout"] for q in questions[first:])
    assert len({(q["question"], tuple(q["turns"])) for q in questions}) == len(questions)


def test_every_kind_of_question_is_there_often_enough() -> None:
    questions = load()
    categories = Counter(q["category"] for q in questions)
    assert set(categories) == set(MINIMUM)
    assert {name: n for name, n in MINIMUM.items() if categories[name] < n} == {}
    styles = Counter(q["style"] for q in questions)
    assert set(styles) == {"plain", "typo", "colloquial", "traditional", "followup"}
    assert styles["typo"] + styles["colloquial"] + styles["traditional"] >= 14
    assert styles["followup"] >= 10
    languages = Counter(q["language"] for q in questions)
    assert set(languages) == {"zh", "en"}
    assert languages["en"] >= 12
    assert sum(q["heldout"] for q in questions) >= 25
    first = [q for q in questions if in_first_part(q)]
    assert 0.4 <= sum(q["split"] == "dev" for q in first) / len(first) <= 0.6


def test_only_follow_ups_have_earlier_turns() -> None:
    for question in load():
        assert (1 <= len(question["turns"]) <= 3) == (question["style"] == "followup"), question["id"]


def test_split_follows_the_evidence_documents() -> None:
    for question in load():
        names = [e["document"] for e in question["evidence"]]
        held = any(HELD_OUT.match(name) for name in names)
        assert question["heldout"] == held, question["id"]
        if question["category"] == "unanswerable":
            assert not names, question["id"]
            assert question["gold"]["missing"], question["id"]
        else:
            assert names, question["id"]
            is_test = held or any(TEST_HALF.match(name) for name in names)
            assert question["split"] == ("test" if is_test else "dev"), question["id"]
    splits = [q["split"] for q in of("unanswerable") if in_first_part(q)]
    assert splits == ["dev" if n % 2 == 0 else "test" for n in range(len(splits))]


def test_gold_has_the_shape_of_its_category() -> None:
    for question in of("responsibility"):
        assert set(question["gold"]) == set(ROLES), question["id"]
        assert any(question["gold"][role] for role in ROLES), question["id"]
    for question in of("target"):
        for value in question["gold"]["values"]:
            assert value["comparator"] in COMPARATORS, question["id"]
            assert ("value_high" in value) == (value["comparator"] == "range"), question["id"]
    for question in of("deadline"):
        for due in question["gold"]["deadlines"]:
            assert ("recurrence" in due) != ("deadline" in due), question["id"]
    for question in of("comparison"):
        assert len(question["gold"]["rows"]) >= 2, question["id"]
    for question in of("metadata") + of("passage"):
        assert question["gold"]["contains"], question["id"]


@needs_corpus
def test_anchors_stand_in_their_article() -> None:
    for question in load():
        for evidence in question["evidence"]:
            anchor = evidence["anchor"]
            assert len(anchor) <= 25, question["id"]
            assert "\n" not in anchor, question["id"]
            text = article(evidence["document"], evidence["section"])
            assert squash(anchor) in text, (question["id"], anchor)


@needs_corpus
def test_gold_names_and_pieces_stand_in_the_cited_articles() -> None:
    for question in load():
        gold, text = question["gold"], cited(question)
        pieces = [name for role in ROLES for name in gold.get(role, [])] + gold.get("contains", [])
        for due in gold.get("deadlines", []):
            pieces += [due["as_written"], due.get("recurrence", "")]
        for piece in pieces:
            assert len(piece) <= 25, (question["id"], piece)
            assert squash(piece) in text, (question["id"], piece)


@needs_corpus
def test_gold_figures_stand_in_the_cited_articles() -> None:
    for question in of("target") + of("comparison"):
        stated = figures(cited(question))
        for entry in question["gold"].get("values", []) + question["gold"].get("rows", []):
            for figure in filter(None, (entry["value"], entry.get("value_high"))):
                if figure == UNMENTIONED:
                    continue
                factor = MULTIPLIERS.get(entry.get("unit", ""), 1)
                for part in figure.split(":"):
                    # 5万元 is read as 5 (Arabic figure), 十万元 as 100000.
                    assert {float(part) * factor, float(part)} & stated, (question["id"], figure)


@needs_corpus
def test_regions_of_missing_laws_are_not_in_the_corpus() -> None:
    corpus = "".join(path.read_text(encoding="utf-8") for path in CORPUS.glob("*.md"))
    absent = (
        "江苏",
        "四川",
        "天津",
        "苏州",
        "湖北",
        "武汉",
        "许昌",
        "济南",
        "温州",
        "贵州",
        "安徽",
        "商丘",
        "河北",
    )
    assert [name for name in absent if name in corpus] == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("百分之八十", 80.0),
        ("零点三平方米", 0.3),
        ("六百比一", 600.0),
        ("十万元以上", 100_000.0),
        ("1.5%", 1.5),
    ],
)
def test_figures_reads_chinese_numerals(text: str, figure: float) -> None:
    assert figure in figures(text)
