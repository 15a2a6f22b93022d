"""Measured figures beside those of their peers, as one table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; ``peer_value`` was measured in the same run on the same input."""

    what: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    higher_is_better: bool = False
    goal: float | None = None
    """What the project promises; None where nothing is promised."""

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer; None without a peer."""
        if self.peer_value is None or not self.value or not self.peer_value:
            return None
        return self.value / self.peer_value if self.higher_is_better else self.peer_value / self.value

    @property
    def meets_goal(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.higher_is_better else self.value <= self.goal


def _number(value: float) -> str:
    if value == 0 or 0.9 < value < 1:
        return f"{value:.5f}".rstrip("0").rstrip(".")
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def render(title: str, notes: Sequence[str], figures: Sequence[Figure]) -> None:
    """Print the figures with their notes below."""
    table = Table(title=title, title_justify="left")
    for name in ("what", "ours", "goal", "peer", "peer's", "times better"):
        table.add_column(name, justify="left" if name in ("what", "peer") else "right")
    for figure in figures:
        mark = {True: " ok", False: " MISSED", None: ""}[figure.meets_goal]
        sign = ">=" if figure.higher_is_better else "<="
        table.add_row(
            figure.what,
            f"{_number(figure.value)} {figure.unit}",
            "" if figure.goal is None else f"{sign} {_number(figure.goal)}{mark}",
            figure.peer,
            "" if figure.peer_value is None else f"{_number(figure.peer_value)} {figure.unit}",
            "" if figure.ratio is None else f"{_number(figure.ratio)}x",
        )
    console = Console(width=132)
    console.print(table)
    for note in notes:
        console.print(f"  {note}", style="dim", highlight=False)


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """The action's result and its seconds."""
    started = time.perf_counter()
    result = action()
    return result, time.perf_counter() - started


def milliseconds(action: Callable[[str], object], inputs: Sequence[str]) -> list[float]:
    """Milliseconds of the action on each input, ascending."""
    return sorted(timed(lambda text=text: action(text))[1] * 1000 for text in inputs)  # type: ignore[misc]


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the ascending values lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
