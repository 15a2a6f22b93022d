"""Puts the sentences of a page that was scraped in overlapping pieces back into one order.

Headings are ordered by their numbers. A sentence belongs to the heading that it follows at the
smallest distance in any of the pieces; where two are as good, the heading behind it decides (a
sentence right before （三） closes （二）). Sentences before the first heading and behind the signature
keep their places.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.headings import RANK, Marker
from ingest.lines import Line, is_date_line, is_signature

_HEAD, _CLOSE = "\x00head", "\x00close"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or the words of a heading; ``key`` is its text without spaces."""

    line: Line
    key: str
    marker: Marker | None = None
    own_line: bool = False


@dataclass(frozen=True, slots=True)
class _Flow:
    """The distinct units in order of first appearance and who follows whom."""

    units: Mapping[str, Unit]
    before: Mapping[str, tuple[str, ...]]
    heading_behind: Mapping[str, str]


def in_reading_order(flow: Sequence[Unit]) -> tuple[Unit, ...]:
    """Every distinct unit once."""
    headings = _section_headings(flow)
    if not headings:
        return tuple(
            {unit.key: unit for unit in reversed(flow)}[key] for key in dict.fromkeys(u.key for u in flow)
        )
    fixed = _fixed_places(flow, headings)
    graph = _follow(flow, headings, fixed)
    home, parent = _assign(graph, headings, fixed)
    return tuple(graph.units[key] for key in _write_out(graph, headings, home, parent))


def _section_headings(flow: Sequence[Unit]) -> tuple[str, ...]:
    """Keys of the headings of the two highest styles, in the order of their numbers."""
    found = {unit.key: unit.marker for unit in reversed(flow) if unit.marker is not None}
    order = [key for key in dict.fromkeys(unit.key for unit in flow) if key in found]
    styles = sorted({found[key].style for key in order}, key=RANK.__getitem__)[:2]
    tops = _by_number([key for key in order if found[key].style == styles[0]], found) if styles else []
    if len(styles) < 2:
        return tuple(tops)
    subs = [key for key in order if found[key].style == styles[1]]
    numbers = [found[key].number for key in subs]
    if len(set(numbers)) == len(numbers):
        subs = _by_number(subs, found)
        home = _nearest_above(flow, subs[0], set(tops)) if subs else None
        return tuple(x for top in tops for x in ((top, *subs) if top == home else (top,))) + (
            tuple(subs) if home is None else ()
        )
    above = {key: _nearest_above(flow, key, set(tops)) for key in subs}
    orphans = tuple(key for key in subs if above[key] is None)
    return orphans + tuple(x for top in tops for x in (top, *(key for key in subs if above[key] == top)))


def _by_number(keys: Sequence[str], markers: Mapping[str, Marker]) -> list[str]:
    numbers = [markers[key].number for key in keys]
    if len(set(numbers)) < len(numbers) or None in numbers:
        return list(keys)
    return sorted(keys, key=lambda key: markers[key].number or 0)


def _nearest_above(flow: Sequence[Unit], key: str, tops: set[str]) -> str | None:
    """The top heading that comes before ``key`` at the smallest distance."""
    best: tuple[int, str] | None = None
    last: tuple[int, str] | None = None
    for at, unit in enumerate(flow):
        if unit.key in tops:
            last = (at, unit.key)
        elif unit.key == key and last is not None and (best is None or at - last[0] < best[0]):
            best = (at - last[0], last[1])
    return best[1] if best else None


def _fixed_places(flow: Sequence[Unit], headings: Sequence[str]) -> dict[str, str]:
    """Units of the page head (before the first heading) and of its end (from the signature on)."""
    names = set(headings)
    first = next(at for at, unit in enumerate(flow) if unit.key in names)
    fixed = {unit.key: _HEAD for unit in flow[:first]}
    signed = next(
        (at for at, unit in enumerate(flow) if at > first and unit.own_line and _is_signed(unit)), len(flow)
    )
    for unit in flow[signed:]:
        if unit.own_line or unit.marker is None:
            fixed.setdefault(unit.key, _CLOSE)
    return {key: place for key, place in fixed.items() if key not in names}


def _is_signed(unit: Unit) -> bool:
    return is_signature(unit.line.text) or is_date_line(unit.line.text)


def _follow(flow: Sequence[Unit], headings: Sequence[str], fixed: Mapping[str, str]) -> _Flow:
    units: dict[str, Unit] = {}
    before: dict[str, list[str]] = {}
    behind: dict[str, str] = {}
    names = set(headings)
    for previous, unit in zip((None, *flow), flow, strict=False):
        units.setdefault(unit.key, unit)
        if previous is None or previous.key == unit.key:
            continue
        if unit.key in names:
            behind.setdefault(previous.key, unit.key)
        elif unit.key not in fixed:
            before.setdefault(unit.key, []).append(previous.key)
    return _Flow(units, {key: tuple(dict.fromkeys(keys)) for key, keys in before.items()}, behind)


def _assign(
    graph: _Flow, headings: Sequence[str], fixed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """For each unit its section (a heading's key, head or close) and the unit that it is put behind."""
    home = {key: key for key in headings} | dict(fixed)
    distance = dict.fromkeys(home, 0)
    behind: dict[str, list[str]] = {}
    for key, earlier in graph.before.items():
        for other in earlier:
            behind.setdefault(other, []).append(key)
    rank = {key: at for at, key in enumerate(graph.units)}
    # A heading is the surest start; the page head only leads on where nothing else does.
    queue = [(0 if key in headings else 1000, rank.get(key, 0), key) for key in home]
    heapq.heapify(queue)
    parent: dict[str, str] = {}
    done: list[str] = []
    settled: set[str] = set()
    while queue:
        far, _, key = heapq.heappop(queue)
        if key in settled:
            continue
        settled.add(key)
        done.append(key)
        distance[key] = far
        for other in behind.get(key, ()):
            if other not in home or (other in parent and far + 1 < distance[other]):
                home[other], parent[other], distance[other] = home[key], key, far + 1
                heapq.heappush(queue, (far + 1, rank[other], other))
    closing = dict(zip(headings[1:], headings, strict=False))
    for key in done:
        if key not in parent:
            continue
        choices = {home[other]: other for other in reversed(graph.before[key]) if other in home}
        closed = closing.get(graph.heading_behind.get(key, ""), "")
        if closed in choices:
            parent[key] = choices[closed]
        home[key] = home[parent[key]]
    return home, parent


def _write_out(
    graph: _Flow, headings: Sequence[str], home: Mapping[str, str], parent: Mapping[str, str]
) -> list[str]:
    """Depth first behind each heading, so that a chain of sentences stays together."""
    children: dict[str, list[str]] = {}
    for key in graph.units:
        if key in parent:
            children.setdefault(parent[key], []).append(key)
    written: list[str] = []
    seen: set[str] = set()

    def write(root: str) -> None:
        stack = [root]
        while stack:
            key = stack.pop()
            if key not in seen:
                seen.add(key)
                written.append(key)
                stack.extend(reversed(children.get(key, [])))

    for key in (*(k for k in graph.units if home.get(k) == _HEAD), *headings):
        write(key)
    rest = [key for key in graph.units if key not in seen]
    for key in sorted(rest, key=lambda key: home.get(key) == _CLOSE):
        write(key)
    return written
