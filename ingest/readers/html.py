"""stand-in"""

from pathlib import Path

from ingest.blocks import RawFile
from ingest.readers.signature import Signature


class HtmlReader:
    """.html"""

    suffixes: tuple[str, ...] = (".html", ".htm")

    def recognises(self, signature: Signature) -> bool:
        return signature.is_html

    def read(self, path: Path) -> RawFile:
        raise NotImplementedError
