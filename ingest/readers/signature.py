"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

HEAD_BYTES = 4096
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)

_FOREIGN = (
    (b"\x89PNG", "a PNG image; recognise its text (OCR) and add the result as .txt or .docx"),
    (b"\xff\xd8\xff", "a JPEG image; recognise its text (OCR) and add the result as .txt or .docx"),
    (b"GIF8", "a GIF image; recognise its text (OCR) and add the result as .txt or .docx"),
    (b"II*\x00", "a TIFF image; recognise its text (OCR) and add the result as .txt or .docx"),
    (b"MM\x00*", "a TIFF image; recognise its text (OCR) and add the result as .txt or .docx"),
    (b"Rar!", "a RAR archive; unpack it and add the files inside"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it and add the files inside"),
    (b"\x1f\x8b", "a gzip archive; unpack it and add the files inside"),
    (b"SQLite format 3", "a SQLite database; export its texts as .txt or .docx"),
    (b"\x7fELF", "a program, not a document; remove it from the folder"),
    (b"MZ", "a program, not a document; remove it from the folder"),
    (b"MIME-Version:", "a web archive (.mht); save the page as .html instead"),
    (b"HC\xc2", "an encrypted file of a document protection system; export it unprotected"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """The start of a file and what can be told from it."""

    head: bytes
    zip_names: frozenset[str] = frozenset()
    """Member names when the file is a complete zip archive, else empty."""

    @property
    def is_zip(self) -> bool:
        """Whether the file starts as a zip archive, complete or not."""
        return self.head.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @property
    def is_ole2(self) -> bool:
        """Whether the file is a compound file: Word 97, WPS, or an encrypted docx."""
        return self.head.startswith(OLE2)

    @property
    def is_html(self) -> bool:
        """Whether the first markup is that of a web page."""
        return bool(_HTML.match(_as_ascii_text(self.head)))

    @property
    def foreign(self) -> str | None:
        """What a file of a kind that no reader takes is, with the remedy; None when it may be text."""
        for magic, meaning in _FOREIGN:
            if self.head.startswith(magic) and not (magic == b"MZ" and self.head.isascii()):
                return meaning
        return self._foreign_zip() if self.is_zip else None

    def _foreign_zip(self) -> str:
        names = self.zip_names
        if any(name.startswith("xl/") for name in names):
            return "an Excel workbook; copy its tables into a .docx"
        if any(name.startswith("ppt/") for name in names):
            return "a PowerPoint file; save it as .pdf"
        if "OFD.xml" in names:
            return "an OFD file; export it as .pdf or .docx"
        if "content.xml" in names:
            return "an OpenDocument file; save it as .docx"
        return "a zip archive; unpack it and add the files inside"


def read_signature(path: Path) -> Signature:
    """Read the first bytes and, of a zip, the member names. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    names: frozenset[str] = frozenset()
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = frozenset(archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            names = frozenset()
    return Signature(head, names)


def _as_ascii_text(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF16_LE):
        return head[2:].decode("utf-16-le", "ignore")
    if head.startswith(codecs.BOM_UTF16_BE):
        return head[2:].decode("utf-16-be", "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
