"""Files made for one person: written to a folder of their own, handed to the browser by the source panel."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_MAX_NAME_CHARS = 60


def download_path(name: str) -> Path:
    """A path for a new file that the person will see under ``name``."""
    path = Path(name)
    stem = _UNSAFE.sub("_", path.stem).strip(". ")[:_MAX_NAME_CHARS] or "file"
    return Path(tempfile.mkdtemp(prefix="policy-kb-")) / f"{stem}{_UNSAFE.sub('', path.suffix)}"


def write_download(name: str, content: bytes) -> str:
    """Write ``content`` to a new file; returns its path."""
    path = download_path(name)
    path.write_bytes(content)
    return str(path)


def copy_download(source: Path, name: str) -> str:
    """Copy a file under the name that the person knows; returns the copy's path."""
    path = download_path(name)
    shutil.copyfile(source, path)
    return str(path)
