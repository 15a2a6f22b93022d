"""Arguments and output that several commands share."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.open import KnowledgeBase, open_knowledge_base, read_settings
from kb.errors import UsageError
from kb.records import Filters


def add_json(parser: argparse.ArgumentParser) -> None:
    """``--json``: machine-readable output."""
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")


def add_filters(parser: argparse.ArgumentParser) -> None:
    """``--region``, ``--year``, ``--document``: restrict what is searched."""
    parser.add_argument("--region", action="append", default=[], help="only documents of this region")
    parser.add_argument(
        "--year", action="append", type=int, default=[], help="only documents that cover this year"
    )
    parser.add_argument(
        "--document", action="append", default=[], help="only this document (id, file name or title)"
    )


def read_filters(options: argparse.Namespace, base: KnowledgeBase) -> Filters:
    """The filters that the options name."""
    return Filters(
        regions=tuple(options.region),
        years=tuple(options.year),
        document_ids=tuple(base.corpus.resolve_document(name).id for name in options.document),
    )


def open_base(options: argparse.Namespace) -> KnowledgeBase:
    """The knowledge base that ``--kb`` names."""
    return open_knowledge_base(read_settings(options.kb))


def print_json(value: Any) -> None:
    """One JSON value, readable by people."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_line(value: Any) -> None:
    """One JSON value on a line of its own, at once."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def read_batch(path: Path, field: str) -> Iterator[dict[str, Any]]:
    """Objects of a JSON Lines file ("-" is standard input), each with ``field`` as text.

    Raises:
        UsageError: the file cannot be read or a line is not such an object.
    """
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{path} line {number} is not JSON ({error.msg}): one object a line") from error
        if not isinstance(entry, dict) or not isinstance(entry.get(field), str):
            raise UsageError(f'{path} line {number} needs a text field "{field}"')
        turns = entry.get("turns", [])
        if not (isinstance(turns, list) and all(isinstance(turn, str) for turn in turns)):
            raise UsageError(f'{path} line {number}: "turns" is a list of the earlier questions')
        yield entry


def _lines(path: Path) -> Iterable[str]:
    if str(path) == "-":
        return sys.stdin
    try:
        # not splitlines(): JSON texts may hold U+2028 and other characters that it takes for line ends
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as UTF-8 text: {error}") from error
