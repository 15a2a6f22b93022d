"""What an index snapshot was made from; opening compares it with what the program expects."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kb.errors import IndexStateError
from kb.text import TOKENIZER_VERSION

SCHEMA_VERSION = 2
"""Raised whenever the files of a snapshot change."""
MANIFEST_FILE = "manifest.json"
REBUILD = "run `policy-kb ingest` again to rebuild the index"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state an index was built in."""

    embedding_model: str
    dimension: int
    corpus_hash: str
    """Hash of the stored corpus, as the caller computes it."""
    chunk_count: int
    fact_count: int
    tokenizer_version: str = TOKENIZER_VERSION
    schema_version: int = SCHEMA_VERSION

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into ``folder``."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST_FILE).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest in ``folder``; raises IndexStateError when it is damaged or of another schema."""
        try:
            values = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        except ValueError as error:
            raise IndexStateError(f"{folder.name}: damaged index manifest; {REBUILD}") from error
        if not isinstance(values, dict) or values.get("schema_version") != SCHEMA_VERSION:
            found = values.get("schema_version") if isinstance(values, dict) else None
            raise IndexStateError(
                f"index snapshot of schema {found}, this program reads {SCHEMA_VERSION}; {REBUILD}"
            )
        try:
            return cls(**{field.name: values[field.name] for field in fields(cls)})
        except KeyError as error:
            raise IndexStateError(f"index manifest without {error.args[0]!r}; {REBUILD}") from error

    def check_tokenizer(self) -> None:
        """Raise IndexStateError when the index was tokenised by another version."""
        if self.tokenizer_version != TOKENIZER_VERSION:
            raise IndexStateError(
                f"index built with tokenizer {self.tokenizer_version!r}, "
                f"this program uses {TOKENIZER_VERSION!r}; {REBUILD}"
            )

    def check_model(self, name: str, dimension: int) -> None:
        """Raise IndexStateError when queries would be embedded by another model."""
        if (name, dimension) != (self.embedding_model, self.dimension):
            raise IndexStateError(
                f"index built with embedding model {self.embedding_model!r} ({self.dimension} dimensions), "
                f"queries would use {name!r} ({dimension}); choose the first, or {REBUILD}"
            )
