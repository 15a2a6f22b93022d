"""Files that came over the network: checked, stored under safe names, ingested, and cleared away."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from app.limits import Limits
from kb.errors import FileTooLargeError, UnsupportedFormatError, UsageError

if TYPE_CHECKING:
    from app.indexing import Progress
    from app.service import Service
    from ingest.pipeline import FileReport

_BLOCK_BYTES = 1 << 20
_MAX_NAME_BYTES = 180
# separators, what Windows forbids, and everything that a terminal or a log might obey
_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)

# one upload at a time: two files of the same name must not meet in the folder
_staging = threading.Lock()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent; ``name`` is what the sender calls it and may hold anything."""

    name: str
    stream: BinaryIO


def safe_name(name: str) -> str:
    """The name as one harmless component of a path, with its ending; never empty."""
    last = unicodedata.normalize("NFC", name)
    clean = _UNSAFE.sub("_", last).strip(". ") or "file"
    clean = f"_{clean}" if _RESERVED.match(clean) else clean
    suffix = PurePosixPath(clean).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = clean[: len(clean) - len(suffix)] if suffix else clean
    kept = stem.encode()[: _MAX_NAME_BYTES - len(suffix.encode())].decode(errors="ignore")
    return kept + suffix


def ingest_uploads(
    service: Service,
    uploads: Iterable[Upload],
    *,
    limits: Limits,
    on_report: Callable[[FileReport], None] | None = None,
    progress: Progress | None = None,
) -> tuple[FileReport, ...]:
    """Ingest uploaded files; a file of the same name replaces the one uploaded before.

    Raises:
        UsageError: no file, or too many.
        UnsupportedFormatError: no reader takes a file's kind; nothing is ingested then.
        FileTooLargeError: a file is above the limit; nothing is ingested then.
        LockedError: another process is writing.
    """
    with _staging:
        staged: list[Path] = []
        try:
            for upload in uploads:
                if len(staged) == limits.max_files:
                    raise UsageError(
                        f"more than {limits.max_files} files at once: send them in several uploads"
                    )
                path = _stage(service.settings.folder / "uploads", upload, limits)
                if path in staged:
                    raise UsageError(f"two files are called {path.name}: rename one of them")
                staged.append(path)
            if not staged:
                raise UsageError("no file was sent: choose at least one")
            return service.add_files(staged, on_report=on_report, progress=progress)
        finally:
            for path in staged:
                shutil.rmtree(path.parent, ignore_errors=True)


def _stage(folder: Path, upload: Upload, limits: Limits) -> Path:
    """Write the upload where a file of its name always goes, so that the store knows it again."""
    from ingest.readers.registry import is_supported, supported_suffixes

    name = safe_name(upload.name)
    if not is_supported(Path(name)):
        raise UnsupportedFormatError(
            f"{name}: files of this kind are not read; send one of {' '.join(supported_suffixes())}"
        )
    place = folder / hashlib.sha256(name.encode()).hexdigest()[:24] / name
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(upload.stream, place, name, limits.max_upload_bytes)
    except BaseException:
        shutil.rmtree(place.parent, ignore_errors=True)
        raise
    return place


def _copy(stream: BinaryIO, place: Path, name: str, max_bytes: int) -> None:
    written = 0
    with place.open("wb") as target:
        while block := stream.read(_BLOCK_BYTES):
            written += len(block)
            if written > max_bytes:
                raise FileTooLargeError(
                    f"{name}: larger than {max_bytes / 1e6:.0f} MB, the limit of one file; split it"
                )
            target.write(block)
