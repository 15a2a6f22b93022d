"""Text of documents as cells that no spreadsheet program runs and no file format refuses."""

from __future__ import annotations

import re

# A spreadsheet program takes a cell that begins so as a formula (OWASP, CSV injection); the fullwidth
# forms are taken by some East Asian versions.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
# Not allowed in XML 1.0, and escape sequences on a terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Make text appear in another order than it is stored.
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Without control characters, lone surrogates and marks that reorder text; line breaks and tabs stay."""
    return _BIDI.sub("", _CONTROL.sub("", text))


def safe_cell(text: str) -> str:
    """Printable text with an apostrophe in front where it would begin a formula."""
    clean = printable(text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def one_line(text: str) -> str:
    """Printable text on one line."""
    return " ".join(printable(text).split())
