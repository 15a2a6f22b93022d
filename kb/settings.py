"""Settings of one run. They are read once, in ``app``, and passed inward as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and which engine runs."""

    folder: Path
    """The knowledge base folder."""
    cache_dir: Path
    """Where the unpacked embedding model is kept between runs."""
    embedding_model: str | None = None
    """Name or folder of a sentence-transformers model; None is the bundled one."""
    allow_download: bool = False
    """Whether a model may be fetched from a hub."""

    @property
    def index_dir(self) -> Path:
        """Folder of the index snapshots."""
        return self.folder / "index"
