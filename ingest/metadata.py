"""What a document says of itself: title, number, issuers, dates, region, finality, period, references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest import metadata_rules as rules
from ingest.blocks import RawFile
from ingest.headings import find_marker
from ingest.joining import ends_like_title
from ingest.lines import Line, is_date_line, is_signature
from ingest.origins import find_issuers, find_region
from ingest.readers.html_fields import pairs_of_line
from ingest.references import find_references
from ingest.splitting import Part
from ingest.structure import closes
from kb.dates import iso_date, years_covered
from kb.records import Finality, Metadata

_HEAD_LINES = 20
_TAIL_LINES = 12


def read_metadata(part: Part, raw: RawFile, *, source: str = "", leading: Metadata | None = None) -> Metadata:
    """Metadata of one document of a file.

    ``leading`` is that of the file's first document (None for itself): an attached plan has the
    number, issuers, date and region of the notice that hands it out, unless it states its own. A date in
    the file name ``source`` counts where the text has none.
    """
    head, tail = _head(part), _tail(part.lines)
    if not any(map(is_date_line, tail)):
        tail = _signed_within(part.lines) or tail
    fields = _fields(raw, head) if leading is None else {}
    written = _title(part, raw, fields, leading) or Path(source).stem
    text = "\n".join(line.text for line in part.lines)
    title = re.sub(r"\s+", " ", rules.DRAFT.pattern.sub("", written)).strip()
    number = _number(head, title, fields)
    closing = [line.text for line in part.lines[-_TAIL_LINES:] if line.kind != "row"]
    issuers = find_issuers(title, head, tail, _first(fields, rules.ISSUER_FIELDS), closing=closing)
    issued = _issued(head, tail, fields) or (iso_date(source) if leading is None else None)
    region, parent = find_region(title, issuers, number, text, head, attached=leading is not None)
    if leading is not None:
        number, issuers, issued = (
            number or leading.number,
            issuers or leading.issuers,
            issued or leading.issued,
        )
        if region in (None, leading.region):
            region, parent = leading.region, leading.region_parent or (parent if region else None)
    years = _years(title)
    own = (title, written, part.title)
    carried, cited = find_references(text, opening_end=_opening_end(part.lines), own_titles=own)
    return Metadata(
        title=title,
        number=number,
        issuers=issuers,
        region=region,
        region_parent=parent,
        issued=issued,
        effective=_effective(head, text, issued, fields),
        finality=_finality(written, head),
        year_from=years[0],
        year_to=years[1],
        implements=carried,
        cites=cited,
    )


def _fields(raw: RawFile, head: Sequence[str]) -> dict[str, str]:
    """What the page states beside its text, and what its first lines do (发布单位：… 发布日期：…)."""
    stated = [(label.strip(" ：:"), value.strip()) for label, value in raw.fields]
    written = (pair for text in head for pair in pairs_of_line(text))
    return dict(reversed([*stated, *written]))  # the first of a label counts


def _first(fields: dict[str, str], names: Sequence[str]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _head(part: Part) -> tuple[str, ...]:
    """Lines around the title, before the first heading."""
    head: list[str] = []
    for at, line in enumerate(part.lines[:_HEAD_LINES]):
        if line.kind == "row" or (find_marker(line.text) and (part.title_at is None or at > part.title_at)):
            break
        head.append(line.text)
    return tuple(head)


def _tail(lines: Sequence[Line]) -> tuple[str, ...]:
    """Closing lines: signature, date, notes on publication."""
    at = len(lines)
    while (
        at > max(1, len(lines) - _TAIL_LINES) and lines[at - 1].kind != "row" and closes(lines[at - 1].text)
    ):
        at -= 1
    return tuple(line.text for line in lines[at:] if find_marker(line.text) is None)


def _signed_within(lines: Sequence[Line]) -> tuple[str, ...]:
    """The first signatures with their date, where tables or annexes stand behind them."""
    signed: list[str] = []
    for line in lines:
        if signed and is_date_line(line.text):
            return (*signed, line.text)
        signed = [*signed, line.text] if line.kind != "row" and is_signature(line.text) else []
    return ()


def _title(part: Part, raw: RawFile, fields: dict[str, str], leading: Metadata | None) -> str:
    stated = _first(fields, rules.TITLE_FIELDS) or ""
    if stated and ends_like_title(rules.DRAFT.pattern.sub("", stated)) and stated not in part.title:
        return stated
    if part.title:
        return _ordered_title(part) or part.title
    fallback = raw.title if leading is None and raw.title else None
    # The first row of a table is no title; the caller falls back on the file's name.
    return fallback or ("" if part.lines[0].kind == "row" else part.lines[0].text[:40])


def _ordered_title(part: Part) -> str | None:
    """The regulation that an order promulgates: 《…规定》已经…审议通过，现予公布 under the title 某市人民政府令."""
    if not re.search(r"(?:令|公告)(?:[（(]?第?.{1,8}号[）)]?)?$", part.title):
        return None
    match = rules.ORDERED.pattern.search("".join(line.text for line in part.lines[:_HEAD_LINES]))
    named = match["title"] if match else None
    lines = {re.sub(r"\s", "", line.text) for line in part.lines}
    return named if named and re.sub(r"\s", "", named) in lines else None


def _number(head: Sequence[str], title: str, fields: dict[str, str]) -> str | None:
    for text in (_first(fields, rules.NUMBER_FIELDS) or "", *head):
        outside = re.sub(r"《[^》]*》\s*(?:[（(][^）)]*[）)])?", "", text)
        match = rules.NUMBER.pattern.search(outside)
        if match and (len(text) <= 60 or text.startswith(match[0])):
            return f"{match['code']}〔{match['year']}〕{match['n']}号"
    organ = next(
        (line.strip() for line in head if re.fullmatch(r"[\u4e00-\u9fff]{2,20}令", line.strip())), ""
    )
    for text in head:
        match = rules.ORDER.pattern.fullmatch(text.strip())
        if match and (match["organ"] or text != title):
            return f"{match['organ'] or organ}第{match['n']}号"
        if issue := rules.ISSUE.pattern.fullmatch(text.strip()):
            return f"{issue['year'] or ''}第{issue['n']}期"
    return next((number for text in head if (number := _order_of(text))), None)


def _order_of(text: str) -> str | None:
    """The order in an adoption line: 2002年6月28日国务院令第355号公布."""
    history = rules.HISTORY.pattern.search(text)
    match = rules.ORDER.pattern.fullmatch(history["organ"].strip()) if history else None
    organ = (match["organ"] or "").removeprefix("中华人民共和国") if match else ""
    return f"{organ}第{match['n']}号" if match and organ else None


def _issued(head: Sequence[str], tail: Sequence[str], fields: dict[str, str]) -> str | None:
    """Stated date; else the last adoption or amendment; else the signature's date; else the page's."""
    stated = _first(fields, rules.ISSUED_FIELDS[:5])
    if stated and iso_date(stated):
        return iso_date(stated)
    adopted = [
        date for text in head if _history_act(text) not in (None, "施行") for date in _history_dates(text)
    ]
    if adopted:
        return max(adopted)
    for at, text in enumerate(tail):
        signed = is_signature(text) or (at > 0 and is_signature(tail[at - 1]))
        if iso_date(text) and (is_date_line(text) or is_signature(text)) and (signed or is_date_line(text)):
            return iso_date(text)
    page = _first(fields, rules.ISSUED_FIELDS)
    if page and iso_date(page):
        return iso_date(page)
    bare = (rules.NUMBER.pattern.sub("", text) for text in head)
    dated = (text for text in bare if len(text) <= 40 and not text.endswith("。"))
    return next((date for date in map(iso_date, dated) if date), None)


def _history_act(text: str) -> str | None:
    match = rules.HISTORY.pattern.search(text)
    return match["act"] if match and len(text) <= 200 else None


def _history_dates(text: str) -> list[str]:
    """Dates of adoption and amendment in a line; those from which it applies left out."""
    dates = re.finditer(rf"(?<!自)(?:{rules.DATE})(?!起|施行)", re.sub(r"《[^》]*》", "", text))
    return [date for match in dates if (date := iso_date(match[0]))]


def _history_date(text: str) -> str | None:
    match = rules.HISTORY.pattern.search(text)
    return iso_date(match["date"]) if match else None


def _effective(head: Sequence[str], text: str, issued: str | None, fields: dict[str, str]) -> str | None:
    stated = _first(fields, rules.EFFECTIVE_FIELDS)
    if stated and iso_date(stated):
        return iso_date(stated)
    matches = list(rules.EFFECTIVE_ON.pattern.finditer(text))
    if matches:
        return iso_date(matches[-1]["date"])
    if rules.EFFECTIVE_AT_ISSUE.pattern.search(text):
        return issued
    return next((_history_date(line) for line in head if _history_act(line) == "施行"), None)


def _finality(title: str, head: Sequence[str]) -> Finality:
    if rules.DRAFT.pattern.search(title) or rules.ASKS_COMMENTS.pattern.search(title):
        return "draft"
    alone = (text for text in head if len(text) <= 30)
    return "draft" if any(rules.DRAFT.pattern.search(text) for text in alone) else "final"


def _years(title: str) -> tuple[int | None, int | None]:
    years = years_covered(title)
    if years is not None:
        return years
    if match := rules.BY_YEAR_IN_TITLE.pattern.search(title):
        return None, int(match["year"] or match["vision"])
    outside = re.sub(r"《[^》]*》", "", title)
    if match := rules.PERIOD_IN_TITLE.pattern.search(outside):
        return int(match["year"]), int(match["year"])
    return None, None


def _opening_end(lines: Sequence[Line]) -> int:
    """Offset where the opening ends: at the second article of a law, else at the first heading."""
    offset, articles = 0, 0
    for at, line in enumerate(lines):
        marker = find_marker(line.text) if at and line.kind != "row" else None
        if marker is not None and marker.style == "article":
            articles += 1
        if articles > 1 or (marker is not None and marker.style in ("cn_dun", "cn_paren", "arabic_dot")):
            return offset
        offset += len(line.text) + 1
        if offset > 3000:
            return offset
    return offset
