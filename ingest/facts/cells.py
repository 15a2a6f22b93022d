"""Every figure in a table as a target: what it is of, say the headings of its row and of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts.cell_names import (
    NO_FIGURE,
    TOTAL,
    Heading,
    is_unit,
    named_unit,
    places_in,
    read_heading,
    sign_of,
    title_subject,
    without_unit,
)
from ingest.facts.source import Source
from kb.dates import TimeExpression, find_times
from kb.numbers import Quantity, find_bare_numbers, find_quantities, narrow
from kb.records import Cell, Section, Table, Target

_FIGURE = re.compile(
    r"[\[［【（(]?\s*(?:约|不?[低高少超多]于|不少于|不超过|至少|达到?|[≥≤<>＜＞])?\s*(?:\d[\d,，]*(?:\.\d+)?|[一二三四五六七八九十]+(?=[个名所人]))\s*(?:[-~—至:：∶]\s*\d+(?:\.\d+)?)?\s*(?:[%‰％]|[\u4e00-\u9fff㎡℃]{1,4})?(?:[（(][^（）()]{1,8}[）)])?(?:/[\u4e00-\u9fff·.]{1,6})?(?:及?以[上下内])?\s*[\]］】）)]?"
)
_EMPTY = re.compile(r"[\s\-—/无\\\u2013…]*")
_YEARS_ONLY = re.compile(r"(?:到|至)?(?:19|20)\d\d\s*(?:年(?:度|底|末)?|学年度?)?")
_SKIPPED = frozenset({"serial", "measure", "person", "lead", "participating", "responsible"})
_MOSTLY = 0.6
_LONGEST_HEADING = 40
_CAPTION_UNIT = re.compile(r"单位\s*[：:]\s*([^\s，。；）)]{1,8})")
_CAPTION_CHARS = 400
_NUMBERING = re.compile(
    r"^(?:附?表\s*\d*[-－.]?\d*[：:\s]*|[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*|各[级类学]+[校段园]?(?=.{4}))+|(?:一览|明细|情况|汇总|统计)?表$"
)
_MEASURE = re.compile(
    r"(?:标准|限额|价格?|收费|费用?|补助|补贴|津贴|经费|金额|奖金|名额|人数|面积|规模|班额|学时|课时|学分|比例|率)$"
)
"""Ends with what figures measure."""


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Sequence[Cell]
    words: tuple[str, ...]
    """Headings of the row, the widest first."""
    regions: tuple[str, ...]
    """Places that the headings name; empty when the row is about the document's own."""
    time: TimeExpression | None
    is_total: bool
    unit: str
    """What a bracket of a heading states: 平均班额（人）."""


class FigureTable:
    """The figures of one table."""

    def __init__(self, source: Source, table: Table, section: Section, columns: dict[str, list[int]]) -> None:
        self._source, self._table, self._section = source, table, section
        self._kinds = {number: kind for kind, numbers in columns.items() for number in numbers}

    def targets(self) -> Iterator[Target]:
        """A target for each figure, several where its row names several places."""
        if not self._figure_columns or not self._heading_columns:
            return
        for cells in self._table.rows:
            row = self._row(cells)
            if row is None:
                continue
            for number in self._figure_columns:
                quantity = self._figure(cells[number]) if number < len(cells) else None
                if quantity is not None:
                    for region in row.regions or (self._source.region,):
                        yield self._target(row, number, quantity, region)

    @cached_property
    def _figure_columns(self) -> tuple[int, ...]:
        return tuple(number for number in range(len(self._table.header)) if self._is_figures(number))

    @cached_property
    def _heading_columns(self) -> tuple[int, ...]:
        """Columns of words left of the first figure, or the first column of words."""
        worded = [
            number
            for number in range(len(self._table.header))
            if number not in self._figure_columns
            and self._kinds.get(number) not in _SKIPPED
            and any(not _EMPTY.fullmatch(text) for text in self._texts(number))
        ]
        left = [number for number in worded if number < self._figure_columns[0]]
        return tuple(left or worded[:1])

    @cached_property
    def _measure_columns(self) -> tuple[int, ...]:
        """Columns of units of measure: so classified, or named 单位 and holding nothing else (元/生·年)."""
        return tuple(
            number
            for number, name in enumerate(self._table.header)
            if self._kinds.get(number) == "measure"
            or (name.strip() in ("单位", "计量单位") and all(map(is_unit, self._texts(number))))
        )

    def _texts(self, number: int) -> list[str]:
        return [self._text(row[number]) for row in self._table.rows if number < len(row)]

    def _text(self, cell: Cell) -> str:
        return self._source.text[cell.start : cell.end].strip()

    def _is_figures(self, number: int) -> bool:
        name = re.sub(r"\s", "", self._table.header[number])
        if self._kinds.get(number) in (*_SKIPPED, "deadline") or NO_FIGURE.pattern.search(name):
            return False
        texts = [text for text in self._texts(number) if not _EMPTY.fullmatch(text)]
        figures = [text for text in texts if _FIGURE.fullmatch(narrow(text))]
        if not figures or len(figures) < _MOSTLY * len(texts):
            return False
        return bool(name) and not all(_YEARS_ONLY.fullmatch(narrow(text)) for text in texts)

    def _figure(self, cell: Cell) -> Quantity | None:
        words = self._source.text[cell.start : cell.end]
        if _EMPTY.fullmatch(words) or not _FIGURE.fullmatch(narrow(words.strip())):
            return None
        return next(iter(find_quantities(words) or find_bare_numbers(words)), None)

    def _row(self, cells: Sequence[Cell]) -> _Row | None:
        words: list[str] = []
        regions: tuple[str, ...] = ()
        time: TimeExpression | None = None
        total, unit = False, ""
        for number in sorted(self._heading_columns, key=lambda n: self._kinds.get(n) != "group"):
            text = self._text(cells[number]) if number < len(cells) else ""
            if _EMPTY.fullmatch(text) or text in words or self._speaks_for_all(number, text):
                continue
            if len(text) > _LONGEST_HEADING:
                return None
            if _YEARS_ONLY.fullmatch(narrow(text)):
                time = next((t for t in find_times(_with_year(text)) if t.value), None)
            elif TOTAL.pattern.fullmatch(text):
                total = True
            elif found := places_in(text, self._source, self._table.header[number]):
                regions = found
            else:
                bare, own_unit = without_unit(text)
                words.append(bare)
                unit = own_unit or unit
        if not (words or regions or time or total):
            return None
        return _Row(cells, tuple(words), regions, time, total, unit)

    def _speaks_for_all(self, number: int, text: str) -> bool:
        return self._kinds.get(number) == "group" and re.fullmatch("各.{1,3}|全部|所有", text) is not None

    def _target(self, row: _Row, number: int, quantity: Quantity, region: str | None) -> Target:
        heading = self._headings[number]
        before = self._kinds.get(number) == "property"
        metric, unit = self._name(row, heading, before=before), self._unit(row, heading, quantity)
        start = min(cell.start for cell in row.cells)
        end = max(cell.end for cell in row.cells)
        cell = self._source.text[row.cells[number].start : row.cells[number].end]
        time = row.time or heading.time
        return Target(
            id=self._source.fact_id("target", start, end, metric, quantity.value, unit, number, region or ""),
            document_id=self._source.document.id,
            section_id=self._section.id,
            region=region,
            metric=metric,
            comparator=sign_of(cell, quantity),
            value=quantity.value,
            value_high=quantity.value_high,
            unit=unit,
            deadline=time.value if time else None,
            as_written=time.as_written if time else "",
            subject="" if self._has_metric else self._subject,
            start=start,
            end=end,
        )

    @cached_property
    def _headings(self) -> dict[int, Heading]:
        """What each figure column's name says, its unit filled in from the others or from the total."""
        headings = {number: read_heading(self._table.header[number]) for number in self._figure_columns}
        units = {number: heading.unit or self._unit_of_total(number) for number, heading in headings.items()}
        stated = {unit for number, unit in units.items() if unit and not headings[number].is_named_unit}
        common = self._caption_unit or (stated.pop() if len(stated) == 1 else "")
        found: dict[int, Heading] = {}
        left = ""
        for number, heading in headings.items():
            own = units[number] or ("" if heading.is_share else common)
            if not own and "其中" in heading.written and not heading.is_share:
                own = left  # 岗位总数 | 其中：音体美
            found[number] = replace(heading, unit=own)
            left = own
        return found

    @cached_property
    def _caption_unit(self) -> str:
        """The unit in 单位：万元 right before the table."""
        before = self._source.text[max(0, self._table.start - _CAPTION_CHARS) : self._table.start]
        stated = _CAPTION_UNIT.findall("\n".join(before.rstrip().split("\n")[-3:]))
        if stated and not re.search("局|部|厅|委", stated[-1]):
            return str(stated[-1]).split("/")[0]
        return without_unit(self._caption_line)[1]

    @cached_property
    def _caption_line(self) -> str:
        """The line right before the table when it is no sentence: 二、住宿费标准（元/生·学年）; else empty."""
        before = self._source.text[max(0, self._table.start - _CAPTION_CHARS) : self._table.start]
        line = before.rstrip().split("\n")[-1].strip()
        return line if len(line) <= _LONGEST_HEADING and not re.search("[。；，|]", line) else ""

    @cached_property
    def _measured(self) -> str:
        """What the caption says that all figures measure (住宿费标准), where no column does; else empty."""
        words = re.sub(r"[（(][^（）()]*[）)]", "", self._caption_line)
        words = _NUMBERING.sub("", words).strip("：: ")
        told = any(heading.unit or _MEASURE.search(heading.words) for heading in self._bare_headings)
        return words if _MEASURE.search(words) and not told and not self._has_metric else ""

    @cached_property
    def _bare_headings(self) -> tuple[Heading, ...]:
        return tuple(read_heading(self._table.header[number]) for number in self._figure_columns)

    def _unit_of_total(self, number: int) -> str:
        """The unit in which the text before the table counts its total (共设特岗620个)."""
        total = next(
            (
                figure.value
                for row in self._table.rows
                if any(TOTAL.pattern.fullmatch(self._text(cell)) for cell in row) and number < len(row)
                if (figure := self._figure(row[number])) is not None
            ),
            None,
        )
        before = self._source.text[max(0, self._table.start - _CAPTION_CHARS) : self._table.start]
        return next((q.unit for q in find_quantities(before) if q.value == total and q.unit), "")

    def _name(self, row: _Row, heading: Heading, *, before: bool) -> str:
        """Headings of the row, narrowest last, then the column's own words.

        A column that only says 目标值 or 2025年 adds none; one that states what was ``before`` does unless its year tells.
        """
        words = [word for word in row.words if word not in heading.words]
        name = "".join(words)
        own = heading.words
        if words and heading.is_plain and (heading.time or self._has_metric and not before):
            own = ""
        if self._measured and self._measured not in name:
            own = f"{own}{self._measured}"
        return f"{name}{own}" or ("合计" if row.is_total else heading.written)

    @cached_property
    def _subject(self) -> str:
        """What the whole table is about: the words of the document's title, where headings alone (语文, 合计) do not say it."""
        return title_subject(self._source.document.metadata.title)

    @cached_property
    def _has_metric(self) -> bool:
        return "metric" in self._kinds.values()

    def _unit(self, row: _Row, heading: Heading, quantity: Quantity) -> str:
        measures = [self._text(row.cells[n]) for n in self._measure_columns if n < len(row.cells)]
        measure = narrow(measures[0]) if measures and not _EMPTY.fullmatch(measures[0]) else ""
        stated = quantity.unit or re.sub(r"(?<=元)/.*$", "", measure) or row.unit or heading.unit
        return stated or named_unit("".join(row.words), quantity)


def _with_year(text: str) -> str:
    return text if "年" in text else f"{text}年"
