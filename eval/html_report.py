"""The report as one HTML file with its plots inside; nothing is fetched when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.cells import (
    Cells,
    answer_cells,
    headline,
    headline_note,
    part_cells,
    retrieval_cells,
    wrong_cells,
)
from eval.report import SetReport, difference, summary, verdict
from eval.table import Row, answer_rows, retrieval_rows

_STYLE = """
body{font:15px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:1080px;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;margin:1em 0}th,td{padding:.25em .8em;border-bottom:1px solid #ddd;text-align:right}
th:first-child,td:first-child{text-align:left}pre{background:#f6f6f6;padding:1em;overflow:auto;white-space:pre-wrap}
.words td,.words th{text-align:left;vertical-align:top}
svg text{font-size:12px;fill:#333}
"""
_COLOURS = {"bm25": "#9aa5b1", "dense": "#6aa3d5", "hybrid": "#2f6db0", "full": "#c8553d"}
_BAR_HEIGHT, _LABEL_WIDTH, _PLOT_WIDTH = 16, 250, 560


def html_report(reports: Sequence[SetReport]) -> str:
    """A complete page."""
    parts = [f"<pre>{escape(verdict(reports))}</pre>"]
    if runs := [report.run for report in reports if report.run is not None]:
        parts += [_table(headline(runs)), f"<p>{escape(headline_note())}</p>"]
    parts += [_set_html(report) for report in reports]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Evaluation</title>'
        f"<style>{_STYLE}</style></head><body><h1>Evaluation</h1>{''.join(parts)}</body></html>\n"
    )


def _set_html(report: SetReport) -> str:
    title = f"<h2>{escape(report.set_name)}</h2>"
    if report.run is None:
        return f"{title}<p>Skipped: {escape(report.skipped)}</p>"
    run = report.run
    parts = [
        title,
        f"<p>{escape(summary(run))}</p>",
        bar_plot(retrieval_rows(run)),
        _table(retrieval_cells(run)),
        bar_plot(answer_rows(run)),
        _table(answer_cells([run])),
        _table(part_cells(run)),
    ]
    if len(wrong := wrong_cells(run)) > 1:
        parts.append(f"<details><summary>{len(wrong) - 1} questions not right</summary>")
        parts.append(f'<div class="words">{_table(wrong)}</div></details>')
    if report.comparison is not None:
        parts.append(f"<pre>{escape(difference(report.comparison))}</pre>")
    return "".join(parts)


def bar_plot(rows: Sequence[Row]) -> str:
    """Horizontal bars from 0 to 1 with their intervals, as inline SVG."""
    height = len(rows) * (_BAR_HEIGHT + 4) + 24
    bars = "".join(_bar(row, 4 + place * (_BAR_HEIGHT + 4)) for place, row in enumerate(rows))
    ticks = "".join(
        f'<line x1="{_x(t / 5):.1f}" y1="0" x2="{_x(t / 5):.1f}" y2="{height - 18}" stroke="#ddd"/>'
        f'<text x="{_x(t / 5):.1f}" y="{height - 4}" text-anchor="middle">{t / 5:.1f}</text>'
        for t in range(6)
    )
    width = _LABEL_WIDTH + _PLOT_WIDTH + 60
    return f'<svg width="{width}" height="{height}" role="img" xmlns="http://www.w3.org/2000/svg">{ticks}{bars}</svg>'


def _bar(row: Row, top: float) -> str:
    figure, middle = row.figure, top + _BAR_HEIGHT / 2
    return (
        f'<text x="{_LABEL_WIDTH - 8}" y="{middle + 4}" text-anchor="end">'
        f"{escape(row.system)} {escape(row.measure)}</text>"
        f'<rect x="{_LABEL_WIDTH}" y="{top}" width="{max(0.5, figure.mean * _PLOT_WIDTH):.1f}" '
        f'height="{_BAR_HEIGHT}" fill="{_COLOURS[row.system]}"/>'
        f'<line x1="{_x(figure.low):.1f}" y1="{middle}" x2="{_x(figure.high):.1f}" y2="{middle}" '
        'stroke="#222" stroke-width="1.5"/>'
        f'<text x="{_x(figure.high) + 6:.1f}" y="{middle + 4}">{figure.mean:.3f}</text>'
    )


def _x(share: float) -> float:
    return _LABEL_WIDTH + share * _PLOT_WIDTH


def _table(cells: Cells) -> str:
    header, *rows = cells
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
