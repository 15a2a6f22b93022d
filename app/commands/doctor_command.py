"""``policy-kb doctor``: what is installed, which model, whether the index fits, and what to do."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.commands.options import add_json, print_json

if TYPE_CHECKING:
    from app.doctor import Finding
    from index.embedder import Embedder

_MARKS = {"ok": "ok   ", "note": "note ", "todo": "TO DO"}
_EXIT_TODO = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 when something needs doing."""
    from app.doctor import examine
    from app.open import read_settings

    settings = read_settings(options.kb)

    def load(name: str | None) -> Embedder:
        from index.embedder import load_embedder

        return load_embedder(name, cache_dir=settings.cache_dir)

    findings: list[Finding] = []
    for finding in examine(settings, load=load):
        findings.append(finding)
        if not options.json:
            _print(finding)
    todo = sum(finding.state == "todo" for finding in findings)
    if options.json:
        print_json({"ok": todo == 0, "checks": [asdict(finding) for finding in findings]})
    else:
        print("everything is in order" if todo == 0 else f"{todo} things to do")
    return _EXIT_TODO if todo else 0


def _print(finding: Finding) -> None:
    print(f"{_MARKS[finding.state]}  {finding.check}: {finding.found}", flush=True)
    if finding.remedy:
        print(f"       -> {finding.remedy}")
