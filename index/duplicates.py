"""Passages that say the same: equal normalised text, or nearly all character shingles shared.

Nearly equal is not equal where it matters: two passages that differ in a number, a place or a
negation are never merged, however long the rest. MinHash (Broder 1997) with banding finds candidates;
each candidate pair is then compared exactly.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.text import normalize, tokenize

SHINGLE_CHARS = 4
MIN_OVERLAP = 0.9
"""Jaccard similarity of two shingle sets from which passages count as nearly equal."""
_MIN_CHARS = 30
"""Shorter passages are duplicates only when equal."""
_HASHES = 32
_BANDS = 8
_CRITICAL = re.compile(r"\d|[省市区县州旗盟乡镇村]$|^[不无非未禁勿]")
_NOT_WORD = re.compile(r"[\W_]+")
_FILE = "duplicates.npz"


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is remembered of each passage between builds; row i belongs to passage i."""

    exact: NDArray[np.uint64]
    """Hash of the normalised text, shape (rows,)."""
    minhash: NDArray[np.uint32]
    """MinHash values, shape (rows, 32); all zero for passages too short for them."""

    def save(self, folder: Path) -> None:
        """Write both arrays into ``folder``."""
        np.savez(folder / _FILE, exact=self.exact, minhash=self.minhash)

    @classmethod
    def load(cls, folder: Path) -> Signatures:
        """What ``save`` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            return cls(arrays["exact"], arrays["minhash"])


def _bare(text: str) -> str:
    """Letters, Han characters and digits only."""
    return _NOT_WORD.sub("", normalize(text))


def _shingles(bare: str) -> NDArray[np.uint64]:
    """Hashes of all runs of four characters, shape (max(0, characters - 3),)."""
    points = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    count = len(points) - SHINGLE_CHARS + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    hashes = points[:count].copy()
    for offset in range(1, SHINGLE_CHARS):
        hashes *= np.uint64(1_000_003)
        hashes += points[offset : offset + count]
    hashes ^= hashes >> np.uint64(29)
    return hashes * np.uint64(0xBF58476D1CE4E5B9)


def sign(texts: Sequence[str]) -> Signatures:
    """Signatures of ``texts``; about 50 microseconds a passage."""
    generator = np.random.default_rng(20090719)  # fixed: signatures of different builds are compared
    factors = generator.integers(1, 2**63, _HASHES, dtype=np.uint64) | np.uint64(1)
    exact = np.zeros(len(texts), dtype=np.uint64)
    minhash = np.zeros((len(texts), _HASHES), dtype=np.uint32)
    for row, text in enumerate(texts):
        bare = _bare(text)
        exact[row] = int.from_bytes(hashlib.blake2b(bare.encode(), digest_size=8).digest(), "little")
        if len(bare) >= _MIN_CHARS:
            minhash[row] = ((_shingles(bare)[:, None] * factors) >> np.uint64(32)).min(axis=0)
    return Signatures(exact, minhash)


def group(texts: Sequence[str], signatures: Signatures) -> NDArray[np.int32]:
    """For each passage the lowest row of its group of (near) duplicates, shape (rows,)."""
    rows = len(texts)
    if not rows:
        return np.zeros(0, dtype=np.int32)
    _, first, inverse = np.unique(signatures.exact, return_index=True, return_inverse=True)
    parent = first[inverse].astype(np.int64)

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = int(parent[row])
        return row

    for low, high in _candidates(signatures, np.sort(first)):
        a, b = root(low), root(high)
        if a != b and nearly_equal(texts[low], texts[high]):
            parent[max(a, b)] = min(a, b)
    return np.array([root(row) for row in range(rows)], dtype=np.int32)


def _candidates(signatures: Signatures, rows: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Pairs of ``rows`` that share a band of MinHash values and most of the values."""
    rows = rows[signatures.minhash[rows].any(axis=1)]
    width = _HASHES // _BANDS
    pairs: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        part = np.ascontiguousarray(signatures.minhash[rows, band * width : (band + 1) * width])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * width))).reshape(-1)
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        for place in np.flatnonzero(same).tolist():
            pairs.add((int(rows[order[place]]), int(rows[order[place + 1]])))
    return [
        (low, high)
        for low, high in sorted(pairs)
        if (signatures.minhash[low] == signatures.minhash[high]).mean() >= MIN_OVERLAP - 0.2
    ]


def nearly_equal(one: str, other: str) -> bool:
    """Whether two passages share 90% of their shingles and every number, place and negation."""
    left, right = _bare(one), _bare(other)
    if left == right:
        return True
    if min(len(left), len(right)) < _MIN_CHARS:
        return False
    a, b = set(_shingles(left).tolist()), set(_shingles(right).tolist())
    if len(a & b) < MIN_OVERLAP * len(a | b):
        return False
    mine, theirs = Counter(tokenize(one)), Counter(tokenize(other))
    return not any(_CRITICAL.search(token) for token in (mine - theirs) | (theirs - mine))
