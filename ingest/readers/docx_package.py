"""Opens a Word package, also the kinds that python-docx does not take as they are."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.readers.names import shown
from kb.errors import DamagedFileError, FileTooLargeError

if TYPE_CHECKING:
    from docx.document import Document

_MAX_UNPACKED_BYTES = 1_000_000_000
_PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = (
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/metadata/core-properties",
        b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Namespaces of ISO/IEC 29500 Strict and their transitional counterparts."""


def open_package(path: Path) -> Document:
    """A document of the transitional, strict, macro or template kind.

    Raises DamagedFileError when it is none of them, FileTooLargeError for a zip bomb.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    name = shown(path)
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > _MAX_UNPACKED_BYTES:
                raise FileTooLargeError(
                    f"{name}: unpacks to {unpacked / 1e6:.0f} MB; remove its images or split it"
                )
            needs_rewriting = _is_unusual(archive)
        return docx.Document(_transitional(path) if needs_rewriting else str(path))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        XMLSyntaxError,
        KeyError,
        EOFError,
        ValueError,
    ) as error:
        raise DamagedFileError(
            f"{name}: truncated or damaged Word file; open it in Word and save it as .docx again"
        ) from error


def _is_unusual(archive: zipfile.ZipFile) -> bool:
    types, relations = archive.read("[Content_Types].xml"), archive.read("_rels/.rels")
    return b"purl.oclc.org" in relations or any(other in types for other in _OTHER_TYPES)


def _transitional(path: Path) -> io.BytesIO:
    """The package with plain content types and transitional namespaces."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.endswith((".xml", ".rels")):
                for old, new in (*_STRICT, *((other, _PLAIN_TYPE) for other in _OTHER_TYPES)):
                    data = data.replace(old, new)
            target.writestr(info.filename, data)
    buffer.seek(0)
    return buffer
