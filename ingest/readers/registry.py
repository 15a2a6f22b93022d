"""Chooses the reader of a file: by what the file is, then by what it is called.

A new format is one new file with a class like the others, and one line in ``READERS``.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Protocol

from ingest.blocks import RawFile
from ingest.readers.doc import LegacyWordReader
from ingest.readers.docx import DocxReader
from ingest.readers.html import HtmlReader
from ingest.readers.markdown import MarkdownReader
from ingest.readers.names import shown
from ingest.readers.pdf import PdfReader
from ingest.readers.radicals import without_radicals
from ingest.readers.signature import Signature, read_signature
from ingest.readers.text import TextReader
from kb.errors import (
    DamagedFileError,
    EmptyFileError,
    FileTooLargeError,
    ReadError,
    UnsupportedFormatError,
)


class SniffingReader(Protocol):
    """A reader that can also tell its format from a file's first bytes."""

    suffixes: tuple[str, ...]

    def recognises(self, signature: Signature) -> bool:
        """Whether the bytes are this format, whatever the file is called."""
        ...

    def read(self, path: Path) -> RawFile:
        """Read one file; raises a subclass of ``ReadError``."""
        ...


READERS: tuple[SniffingReader, ...] = (
    PdfReader(),
    DocxReader(),
    LegacyWordReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
_TEXT_SUFFIXES = (*MarkdownReader.suffixes, *TextReader.suffixes)


def supported_suffixes() -> tuple[str, ...]:
    """Lower-case endings with the dot, sorted, of the files that a folder is searched for."""
    return tuple(sorted(suffix for reader in READERS for suffix in reader.suffixes))


def is_supported(path: Path) -> bool:
    """Whether the name promises a format that some reader takes."""
    return path.suffix.lower() in supported_suffixes()


def read_file(path: Path, *, max_bytes: int = 200_000_000) -> RawFile:
    """Read one file of any supported format; it holds at least one block with text.

    Raises a subclass of ``ReadError`` whose message is one line: file, finding, remedy.
    """
    name = shown(path)
    try:
        _check(path, name, max_bytes)
        signature = read_signature(path)
        raw = without_radicals(_choose(path, signature, name).read(path))
    except ReadError:
        raise
    except PermissionError as error:
        raise DamagedFileError(f"{name}: permission denied; allow this user to read it") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DamagedFileError(
            f"{name}: cannot be opened ({reason}); check the disk or copy it anew"
        ) from error
    except Exception as error:  # parsers raise anything on damaged input; one bad file must not stop the rest
        raise DamagedFileError(f"{name}: damaged ({type(error).__name__}); open and save it anew") from error
    if not any(block.text.strip() or any(map(any, block.rows)) for block in raw.blocks):
        raise EmptyFileError(f"{name}: holds no text; check that it is the right file")
    return raw


def _check(path: Path, name: str, max_bytes: int) -> None:
    try:
        info = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DamagedFileError(f"{name}: no such file; check the path") from error
    except ValueError as error:
        raise DamagedFileError(f"{name}: not a usable path ({error}); check the path") from error
    if stat.S_ISDIR(info.st_mode):
        raise UnsupportedFormatError(f"{name}: a folder, not a file; add the folder to read the files in it")
    if not stat.S_ISREG(info.st_mode):
        raise UnsupportedFormatError(f"{name}: not a regular file; copy its content into a file")
    if info.st_size == 0:
        raise EmptyFileError(f"{name}: empty (0 bytes); copy or download it again")
    if info.st_size > max_bytes:
        raise FileTooLargeError(
            f"{name}: {info.st_size / 1e6:.1f} MB, more than the limit of {max_bytes / 1e6:.1f} MB; split it"
        )


def _choose(path: Path, signature: Signature, name: str) -> SniffingReader:
    for reader in READERS:
        if reader.recognises(signature):
            return reader
    suffix = path.suffix.lower()
    if meaning := signature.foreign:
        raise UnsupportedFormatError(f"{name}: {meaning}")
    if suffix and not is_supported(path):
        known = " ".join(supported_suffixes())
        raise UnsupportedFormatError(
            f"{name}: no reader for {shown(Path(suffix))} files; convert it to one of {known}"
        )
    return _by_suffix(signature, suffix, name)


def _by_suffix(signature: Signature, suffix: str, name: str) -> SniffingReader:
    """The reader that the name promises; a text that is called .docx or .pdf is read as the text it is."""
    if suffix in _TEXT_SUFFIXES or suffix in HtmlReader.suffixes:
        return next(reader for reader in READERS if suffix in reader.suffixes)
    if suffix and b"\0" in signature.head:
        raise DamagedFileError(
            f"{name}: its content is not that of a {suffix} file, nor of any known format; copy or download it again"
        )
    return TextReader()
