"""``python -m eval.bench [NAME…]`` runs the benches and prints one table; exit 1 when a goal is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from eval.bench.process import in_new_process, run_bench
from eval.bench.table import Figure, render

BENCHES = ("commands", "embedding", "lexical", "dense", "search")


def main(arguments: list[str] | None = None) -> int:
    """Run the named benches, all by default."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("bench", nargs="*", default=BENCHES, help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--cache", type=Path, help="where the embedding model is unpacked")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.bench if name not in BENCHES]
    if unknown:
        parser.error(f"no bench {unknown[0]!r}; choose of {', '.join(BENCHES)}")
    figures: list[Figure] = []
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        cache_dir = options.cache or Path(scratch)
        for name in options.bench:
            print(f"measuring {name} …", file=sys.stderr)
            found, more = in_new_process(run_bench, name, cache_dir)
            figures += found
            notes += more
    render("Policy KB: measured figures beside their peers", notes, figures)
    return 1 if any(figure.meets_goal is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
