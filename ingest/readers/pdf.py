"""stand-in"""

from pathlib import Path

from ingest.blocks import RawFile
from ingest.readers.signature import Signature


class PdfReader:
    """.pdf"""

    suffixes: tuple[str, ...] = (".pdf",)

    def recognises(self, signature: Signature) -> bool:
        return b"%PDF-" in signature.head[:1024]

    def read(self, path: Path) -> RawFile:
        raise NotImplementedError
