"""``policy-kb ask``: a cited answer, or a line saying what the documents lack."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.options import (
    add_filters,
    add_json,
    open_base,
    print_json,
    print_json_line,
    read_batch,
    read_filters,
)
from kb.errors import InvalidQuestionError, UsageError

if TYPE_CHECKING:
    from app.open import KnowledgeBase
    from kb.contract import Answer
    from kb.records import Filters

_EXIT_PARTLY = 3

_STATUS_WORDS = {
    "draft": "征求意见稿",
    "in_force": "",
    "period_over": "期限已过",
    "superseded": "已有新版",
    "unknown": "",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="the question, Chinese or English")
    parser.add_argument(
        "--turn", action="append", default=[], metavar="TEXT", help="an earlier question of the conversation"
    )
    parser.add_argument(
        "--batch",
        type=Path,
        metavar="FILE",
        help='JSON Lines of {"id", "question"} ("-" is stdin), or an .xlsx with a column of questions',
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where an .xlsx batch writes its answers"
    )
    add_filters(parser)
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Answer one question, or every line of a batch in one process."""
    if (options.question is None) == (options.batch is None):
        raise UsageError("give either a QUESTION or --batch FILE")
    base = open_base(options)
    filters = read_filters(options, base)
    if options.batch is not None and options.batch.suffix.lower() == ".xlsx":
        return _answer_sheet(base, options.batch, options.output, filters)
    if options.batch is not None:
        return _answer_batch(base, options.batch, filters)
    answer = base.ask(options.question, turns=options.turn, filters=filters)
    if options.json:
        print_json(answer.to_json())
    else:
        print_answer(answer)
    return 0


def _answer_sheet(base: KnowledgeBase, path: Path, output: Path | None, filters: Filters) -> int:
    """A spreadsheet of questions becomes one of answers with citations."""
    from eval.batch import answer_sheet

    if output is None:
        raise UsageError(f"name the spreadsheet for the answers: ask --batch {path} -o answers.xlsx")
    result = answer_sheet(path, output, lambda question: base.ask(question, filters=filters))
    counts = f"{result.answered} answered, {result.refused} refused, {result.failed} failed"
    print(f"{result.asked} questions: {counts}; written to {output}")
    return _EXIT_PARTLY if result.failed else 0


def _answer_batch(base: KnowledgeBase, path: Path, filters: Filters) -> int:
    """A line out for every line in; one that is no question gets its error and the rest go on."""
    code = 0
    for entry in read_batch(path, "question"):
        try:
            answer = base.ask(entry["question"], turns=entry.get("turns", ()), filters=filters)
            print_json_line({"id": entry.get("id"), **answer.to_json()})
        except InvalidQuestionError as error:
            print_json_line({"id": entry.get("id"), "question": entry["question"], "error": str(error)})
            code = _EXIT_PARTLY
    return code


def print_answer(answer: Answer) -> None:
    """The answer and its numbered sources as text."""
    print(answer.text)
    for citation in answer.citations:
        status = _STATUS_WORDS[citation.status]
        page = f" 第{citation.page}页" if citation.page else ""
        mark = f"【{status}】" if status else ""
        place = " > ".join(citation.section)
        print(f"\n[{citation.n}] {citation.title}{mark} {place}{page}\n    {citation.quote}")
