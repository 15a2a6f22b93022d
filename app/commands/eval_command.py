"""``policy-kb eval``: how well the knowledge base finds and answers, and whether that got worse."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json, print_json

if TYPE_CHECKING:
    from app.evaluation import Bases, SetSource
    from app.open import KnowledgeBase
    from eval.report import SetReport
    from eval.runner import SetRun

_EXIT_REGRESSED = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help="sets to run; none: all but statutes, 'all': every set"
    )
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all", help="only this half")
    parser.add_argument("--limit", type=_positive, metavar="N", help="only N questions of each set")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write report.md, report.html and report.json"
    )
    parser.add_argument("--no-baselines", action="store_true", help="leave the single retrievers out")
    parser.add_argument(
        "--accept", action="store_true", help="take a worse run as the new yardstick; exit 0 all the same"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Run the sets, print the figures, compare with the last run; 4 when something got worse."""
    from app.evaluation import Bases, chosen_sets, set_sources
    from app.open import read_settings
    from eval.report import json_report, text_report

    settings = read_settings(options.kb)
    sources = chosen_sets(set_sources(settings.folder), options.sets)
    bases = Bases(settings, say=_say)
    reports = [_run_source(source, bases, options) for source in sources]
    if options.report is not None:
        _write(options.report, reports)
    if options.json:
        print_json(json_report(reports))
    else:
        print(text_report(reports))
    regressed = any(r.comparison is not None and r.comparison.regressed for r in reports)
    return _EXIT_REGRESSED if regressed and not options.accept else 0


def _run_source(source: SetSource, bases: Bases, options: argparse.Namespace) -> SetReport:
    from app.evaluation import KnowledgeBaseSystem
    from eval.checker import check_set
    from eval.relevance import Library
    from eval.report import SetReport
    from eval.runner import run_set, select

    reason = source.why_skipped()
    if reason:
        return SetReport(source.name, skipped=reason)
    questions = source.load(source.questions)
    base = bases.for_set(source, questions)
    library = Library.of_store(base.store, base.corpus)
    chosen = select(questions, split=options.split, limit=options.limit)
    problems = check_set(chosen, library)
    base.warm_up()
    measured = run_set(
        source.name,
        chosen,
        KnowledgeBaseSystem(base),
        library,
        corpus_hash=base.store.documents.corpus_hash(),
        baselines=not options.no_baselines,
        progress=_progress(source.name),
        notes=(
            *(f"not read: {failure}" for failure in bases.failed.get(source.base, ())),
            *(str(problem) for problem in problems[:5]),
            *([f"{len(problems) - 5} more such pieces of gold"] if len(problems) > 5 else []),
        ),
    )
    return _compared(measured, base, options, own=source.documents is None)


def _compared(measured: SetRun, base: KnowledgeBase, options: argparse.Namespace, *, own: bool) -> SetReport:
    """Compare with the history and add to it."""
    from eval.history import compare, store_run
    from eval.report import SetReport

    selection = options.split if options.limit is None else f"{options.split}, {options.limit} questions"
    before = base.store.runs.yardstick(measured.set_name, selection)
    comparison = compare(measured, before) if before is not None else None
    regressed = comparison is not None and comparison.regressed
    with base.store.writing():
        store_run(
            base.store,
            measured,
            selection=selection,
            settings=_settings(base),
            versions=_versions(),
            regressed=regressed and not options.accept,
        )
    return SetReport(measured.set_name, measured, comparison, base=str(base.settings.folder), own=own)


def _settings(base: KnowledgeBase) -> dict[str, Any]:
    from dataclasses import asdict

    from index.ranking import FusionSettings
    from kb.answer.tuning import WEIGHTS

    return {
        "embedding_model": base.store.get_meta("embedding_model"),
        "fusion": asdict(FusionSettings()),
        "answer": asdict(WEIGHTS),
    }


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    from ingest.pipeline import rules_version
    from kb.store.schema import SCHEMA_VERSION
    from kb.text import TOKENIZER_VERSION

    versions = {
        "tokenizer": TOKENIZER_VERSION,
        "reading_rules": rules_version(),
        "schema": str(SCHEMA_VERSION),
        "python": sys.version.split()[0],
    }
    for package in ("policy-kb", "sentence-transformers", "faiss-cpu", "rjieba"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "not installed"
    return versions


def _write(folder: Path, reports: list[SetReport]) -> None:
    import json

    from eval.html_report import html_report
    from eval.report import json_report, markdown_report

    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "report.md": markdown_report(reports),
        "report.html": html_report(reports),
        "report.json": json.dumps(json_report(reports), ensure_ascii=False, indent=1),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    _say(f"wrote {', '.join(texts)} to {folder}")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _progress(name: str) -> Any:
    if not sys.stderr.isatty():
        return None
    return lambda done, total: print(
        f"\r{name} {done}/{total}", end="" if done < total else "\n", file=sys.stderr
    )


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a positive number")
    return value
