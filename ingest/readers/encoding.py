"""Bytes to text without mojibake.

UTF-8 and byte order marks decide at once. Everything else is a contest: each candidate charset that
decodes strictly is scored by how much the result looks like Chinese prose, because statistical
detectors guess wrong on short GBK texts and between GBK and Big5. charset-normalizer is asked only
about what is not Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingest.readers.frequent_hanzi import FREQUENT_HANZI
from kb.errors import DamagedFileError, UnsupportedFormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CJK_PUNCTUATION = frozenset("，。、；：？！（）《》〈〉“”‘’【】〔〕「」『』—…·　％．－—―～①②③④⑤⑥⑦⑧⑨⑩")
_DETECTOR_BYTES = 1 << 16
_SAMPLE_CHARS = 20_000
_PLAUSIBLE = 0.3
"""Real prose scores above 0.6, rare names above 0.3, wrong charsets below 0.2."""
_MAX_CONTROL_SHARE = 0.01
_MAX_BAD_SHARE = 0.002
"""Broken UTF-8 sequences per byte up to which the rest of the file is still worth reading."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"\r\n?|[\v\x85\u2028\u2029]")
_ASCII_OR_SPACE = re.compile(r"[\x01-\x7f\s]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with newlines normalised to \\n and control characters removed."""

    text: str
    charset: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """Decode a whole file; ``declared`` is a charset that the file itself states (an HTML meta).

    Raises UnsupportedFormatError for binary data, DamagedFileError when no charset fits.
    """
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _with_bom(data[len(bom) :], charset, name)
    if b"\0" in data:
        return _finish(data, _best(data, ("utf-16-le", "utf-16-be")), name)
    if _is_valid(data, "utf-8") and not _is_gbk_that_looks_like_utf8(data):
        return _finish(data, "utf-8", name)
    if declared and _score(data, _canonical(declared)) >= _PLAUSIBLE:
        return _finish(data, _canonical(declared), name)
    best = _best(data, ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"))
    if best is None and (repaired := _repaired_utf8(data)):
        return repaired
    return _finish(data, best or _other_language(data), name)


def looks_binary(text: str) -> bool:
    """Whether decoded characters are no text: NULs, or more than 1% control characters."""
    if "\0" in text:
        return True
    controls = sum(1 for _ in _CONTROLS.finditer(text))
    return controls > max(2, len(text) * _MAX_CONTROL_SHARE)


def plausibility(text: str) -> float:
    """How much text looks like Chinese prose: 1 is only frequent characters, 0 or less is mojibake.

    ASCII does not count, and of long texts the first 20,000 other characters decide; text of ASCII alone is 1 when it is printable.
    """
    counted = _ASCII_OR_SPACE.sub("", text)[:_SAMPLE_CHARS]
    if not counted:
        return 0.0 if looks_binary(text) else 1.0
    return sum(map(_weight, counted)) / len(counted)


def _weight(ch: str) -> float:
    if ch in FREQUENT_HANZI or ch in _CJK_PUNCTUATION or "０" <= ch <= "９":
        return 1.0
    if "一" <= ch <= "\u9fff":
        return 0.35 if _is_level_one(ch) else 0.0
    return -1.0


def _is_level_one(ch: str) -> bool:
    """Whether GB 2312 or Big5 counts the character among the commonly used ones."""
    simplified = ch.encode("gb2312", "ignore")
    if simplified and 0xB0 <= simplified[0] <= 0xD7:
        return True
    traditional = ch.encode("big5", "ignore")
    return bool(traditional) and 0xA4 <= traditional[0] <= 0xC6


def _with_bom(data: bytes, charset: str, name: str) -> Decoded:
    """A byte order mark is a statement: broken characters are replaced and told, not guessed about."""
    if _is_valid(data, charset):
        return _finish(data, charset, name)
    text = data.decode(charset, "replace")
    bad = text.count("\ufffd")
    if bad > max(2, len(text) * 0.02):
        raise DamagedFileError(
            f"{name}: starts as {charset} text, but {bad} characters are broken; save it again as UTF-8"
        )
    return Decoded(_tidy(text), charset, (f"{bad} broken characters were replaced by \ufffd",))


def _finish(data: bytes, charset: str | None, name: str) -> Decoded:
    if charset is None and b"\0" in data:
        raise UnsupportedFormatError(
            f"{name}: holds binary data, not text; convert it to .docx, .pdf, .html, .md or .txt"
        )
    if charset is None:
        raise DamagedFileError(
            f"{name}: its characters fit no known encoding (UTF-8, UTF-16, GB18030, Big5); save it as UTF-8"
        )
    text = _decode_whole(data, charset)
    if looks_binary(text):
        raise UnsupportedFormatError(
            f"{name}: holds binary data, not text; convert it to .docx, .pdf, .html, .md or .txt"
        )
    return Decoded(_tidy(text), charset)


def _tidy(text: str) -> str:
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text).replace("\ufeff", ""))


def _decode_whole(data: bytes, charset: str) -> str:
    """Strict, except that a last character which the file's end cuts off is dropped."""
    decoder = codecs.getincrementaldecoder(charset)("strict")
    return decoder.decode(data, final=False)


def _is_valid(data: bytes, charset: str) -> bool:
    try:
        _decode_whole(data, charset)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _score(data: bytes, charset: str) -> float:
    if (charset.startswith("utf-16") and len(data) % 2) or not _is_valid(data, charset):
        return -1.0
    text = _decode_whole(data, charset)
    return -1.0 if looks_binary(text) else plausibility(text)


def _best(data: bytes, charsets: tuple[str, ...]) -> str | None:
    """The most plausible charset, the first of equals; None when none reaches the threshold."""
    ranked = [(_score(data, charset), -i, charset) for i, charset in enumerate(charsets)]
    score, _, charset = max(ranked)
    return charset if score >= _PLAUSIBLE else None


def _is_gbk_that_looks_like_utf8(data: bytes) -> bool:
    """A few short GBK texts are valid UTF-8 by accident; they decode to letters of no Chinese text."""
    if data.isascii() or plausibility(_decode_whole(data, "utf-8")) > -0.5:
        return False
    return _score(data, "gb18030") >= 0.8


def _repaired_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken sequences, as left by a cut in mid-character; None when it is not that."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad > max(2, len(data) * _MAX_BAD_SHARE) or plausibility(text.replace("\ufffd", "")) < _PLAUSIBLE:
        return None
    return Decoded(_tidy(text), "utf-8", (f"{bad} broken characters were replaced by \ufffd",))


def _other_language(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_DETECTOR_BYTES], cp_exclusion=["utf_7"]).best()
    if match is None or match.percent_chaos > 10 or not _is_valid(data, match.encoding):
        return None
    return match.encoding


def _canonical(declared: str) -> str:
    """gb2312 and gbk as declared by pages mean their superset; unknown names decode nothing."""
    lowered = declared.strip().lower()
    if lowered in {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030"}:
        return "gb18030"
    return "big5hkscs" if lowered in {"big5", "big5-hkscs"} else lowered
