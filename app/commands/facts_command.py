"""``policy-kb facts``: responsibilities, targets and deadlines as a table or a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UsageError

if TYPE_CHECKING:
    from app.export.facts_table import FactRow

_FORMATS = ("table", "json", "csv", "xlsx", "ics", "graphml")
_SHOWN = ("type", "region", "subject", "lead", "participating", "responsible", "value", "deadline", "title")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--type", choices=("responsibility", "target", "deadline"), help="only these facts")
    parser.add_argument("--unit", metavar="U", help="only facts of this unit, by any of its names")
    parser.add_argument(
        "--role", choices=("lead", "participating", "responsible"), help="only where the unit has this role"
    )
    parser.add_argument("--region", metavar="R", help="only facts of this region and the regions within it")
    parser.add_argument(
        "--year",
        type=int,
        metavar="Y",
        help="due in this year; facts without a date: of a plan for this year",
    )
    parser.add_argument("--document", metavar="DOC", help="only this document (id, file name or title)")
    parser.add_argument(
        "--format", choices=_FORMATS, help="default: what the ending of FILE says, else a table"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to FILE (xlsx needs one)")


def run(options: argparse.Namespace) -> int:
    """Select, then print or write."""
    from app.commands.options import open_base
    from app.export.fact_filter import FactFilter, select_facts
    from app.export.facts_table import fact_rows

    style = _format(options)
    corpus = open_base(options).corpus
    document = corpus.resolve_document(options.document).id if options.document else None
    wanted = FactFilter(
        type=options.type,
        unit=options.unit,
        role=options.role,
        region=options.region,
        year=options.year,
        document=document,
    )
    facts = select_facts(corpus, wanted)
    rows = fact_rows(corpus, facts)
    if style == "graphml":
        from app.export.graph import graph_graphml, graph_of

        content = graph_graphml(graph_of(corpus, facts))
    else:
        content = _content(rows, style, wide=options.output is not None)
    if options.output is not None:
        _write(options.output, content)
        print(f"{len(rows)} facts written to {options.output}", file=sys.stderr)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return 0


def _format(options: argparse.Namespace) -> str:
    ending = options.output.suffix.lower().lstrip(".") if options.output is not None else ""
    style = str(options.format or (ending if ending in _FORMATS else "table"))
    if style == "xlsx" and options.output is None:
        raise UsageError("a workbook is not text: name a file with -o FILE.xlsx")
    return style


def _content(rows: Sequence[FactRow], style: str, *, wide: bool) -> bytes:
    from app.export.calendar import facts_ics
    from app.export.spreadsheet import facts_csv, facts_xlsx

    if style == "json":
        text = json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2)
        return f"{text}\n".encode("utf-8", "backslashreplace")
    if style == "csv":
        return facts_csv(rows)
    if style == "xlsx":
        return facts_xlsx(rows)
    if style == "ics":
        return facts_ics(rows)
    return _table(rows, wide=wide).encode("utf-8", "backslashreplace")


def _table(rows: Sequence[FactRow], *, wide: bool) -> str:
    """A table for a terminal; for a pipe or a file, tab-separated lines that tools can cut and search."""
    from app.export.cells import one_line
    from app.export.facts_table import COLUMNS, row_cells

    places = [place for place, column in enumerate(COLUMNS) if column.name in _SHOWN]
    headings = [COLUMNS[place].heading("zh") for place in places]
    lines = [[one_line(row_cells(row)[place]) for place in places] for row in rows]
    closing = f"{len(rows)} facts\n" if rows else "no fact matches\n"
    if wide or not sys.stdout.isatty():
        return "".join("\t".join(line) + "\n" for line in [headings, *lines]) + closing
    return _drawn(headings, lines) + closing


def _drawn(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # columns that are empty throughout (units of targets, values of responsibilities) only take room
    used = [place for place in range(len(headings)) if any(line[place] for line in lines)]
    table = Table(show_lines=True)
    for place in used:
        table.add_column(headings[place], overflow="fold")
    for line in lines:
        table.add_row(*(Text(line[place]) for place in used))  # Text: brackets in it are no markup
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror}): choose another file") from error
