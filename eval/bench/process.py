"""Runs a measurement in a process of its own, so that memory and imports of others do not count."""

from __future__ import annotations

import importlib
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from eval.bench.table import Figure

P = ParamSpec("P")
R = TypeVar("R")


def in_new_process(action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The action's result from a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(action, *args, **kwargs).result()


def run_bench(name: str, cache_dir: Path) -> tuple[list[Figure], list[str]]:
    """Figures and notes of one bench."""
    figures, notes = importlib.import_module(f"eval.bench.bench_{name}").figures(cache_dir)
    return figures, notes
