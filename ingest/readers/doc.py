"""Word 97, WPS and RTF files: converted by LibreOffice where it is installed, else explained."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ingest.blocks import RawFile
from ingest.readers.docx import DocxReader
from ingest.readers.names import shown
from ingest.readers.signature import Signature
from kb.errors import DamagedFileError, ProtectedFileError, UnsupportedFormatError

_TIMEOUT_S = 120


class LegacyWordReader:
    """.doc, .wps and .rtf through ``soffice``, which keeps automatic numbers."""

    suffixes: tuple[str, ...] = (".doc", ".wps", ".rtf")

    def recognises(self, signature: Signature) -> bool:
        """Compound files and RTF; a flat Word XML document too."""
        return signature.is_ole2 or signature.head.lstrip().startswith(b"{\\rtf") or _is_flat_xml(signature)

    def read(self, path: Path) -> RawFile:
        """Raises ProtectedFileError when encrypted, UnsupportedFormatError without LibreOffice."""
        name = shown(path)
        data = path.read_bytes()
        if _holds_stream(data, "EncryptedPackage"):
            raise ProtectedFileError(
                f"{name}: protected by a password; open it in Word and save it without one"
            )
        if _holds_stream(data, "Workbook"):
            raise UnsupportedFormatError(f"{name}: an Excel 97 workbook; copy its tables into a .docx")
        if _holds_stream(data, "PowerPoint Document"):
            raise UnsupportedFormatError(f"{name}: a PowerPoint 97 file; save it as .pdf")
        soffice = shutil.which("soffice") or shutil.which("libreoffice")
        if soffice is None:
            raise UnsupportedFormatError(
                f"{name}: an old Word or WPS format; save it as .docx, or install LibreOffice so that it is converted"
            )
        return _convert_and_read(path, name, soffice)


def _is_flat_xml(signature: Signature) -> bool:
    return signature.head.lstrip().startswith(b"<?xml") and b'progid="Word.Document"' in signature.head


def _holds_stream(data: bytes, stream: str) -> bool:
    """Whether the compound file's directory names a stream; names are UTF-16 and end with a NUL."""
    return (stream + "\0").encode("utf-16-le") in data


def _convert_and_read(path: Path, name: str, soffice: str) -> RawFile:
    """Convert a copy under a plain name, with a profile of its own so that an open LibreOffice does not matter."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source" + (path.suffix.lower() if path.suffix.isascii() else ".doc"))
        shutil.copyfile(path, source)
        profile = Path(folder, "profile").as_uri()
        command = [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
        ]
        try:
            subprocess.run(
                [*command, "--outdir", str(Path(folder, "out")), str(source)],
                check=True, capture_output=True, timeout=_TIMEOUT_S, env={**os.environ, "HOME": folder},
            )  # fmt: skip
            return DocxReader().read(Path(folder, "out", "source.docx"))
        except (subprocess.SubprocessError, OSError, DamagedFileError) as error:
            raise DamagedFileError(
                f"{name}: LibreOffice could not convert it; open it and save it as .docx without a password"
            ) from error
