"""``policy-kb facts``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from app.cli import main
from tests.small_base import small_service


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_service(tmp_path_factory.mktemp("facts")).settings.folder


def output(capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    return capfdbinary.readouterr().out.decode()


def test_a_table_for_other_programs(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["facts", "--kb", str(folder), "--unit", "市财政局", "--type", "responsibility"]) == 0
    lines = output(capfdbinary).splitlines()
    assert lines[0].split("\t")[:3] == ["类型", "地区", "任务/指标"]
    assert lines[1].split("\t")[:4] == ["责任分工", "北山市", "扩大资源供给", "市教育局"]
    assert lines[-1] == "2 facts"


def test_json_lists_every_fact(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["facts", "--kb", str(folder), "--format", "json", "--type", "target", "--year", "2026"]) == 0
    (fact,) = json.loads(output(capfdbinary))
    assert (fact["value"], fact["comparator"], fact["region"]) == ("92", ">=", "南河县")
    assert "92%" in fact["quote"]


def test_csv_goes_to_a_pipe(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["facts", "--kb", str(folder), "--format", "csv", "--region", "南河县"]) == 0
    lines = list(csv.reader(io.StringIO(output(capfdbinary).removeprefix("\ufeff"))))
    assert {line[1] for line in lines[1:]} == {"南河县"}


def test_the_ending_of_the_file_chooses_the_format(folder: Path, tmp_path: Path) -> None:
    book, calendar = tmp_path / "a.xlsx", tmp_path / "a.ics"
    assert main(["facts", "--kb", str(folder), "-o", str(book)]) == 0
    assert main(["facts", "--kb", str(folder), "--type", "deadline", "-o", str(calendar)]) == 0
    assert load_workbook(book).active.max_row > 5
    assert len(Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")) == 4


def test_a_graph_of_the_chosen_facts(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.graphml"
    assert main(["facts", "--kb", str(folder), "--unit", "县财政局", "-o", str(path)]) == 0
    assert "unit:南河县财政局" in nx.read_graphml(path).nodes


def test_nothing_found_is_said(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["facts", "--kb", str(folder), "--region", "西海市"]) == 0
    assert output(capfdbinary).endswith("no fact matches\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "xlsx"], "name a file with -o FILE.xlsx"),
        (["--unit", " "], "the unit is empty"),
        (["--document", "nothing"], "no document nothing"),
        (["-o", "/nonexistent/a.csv"], "cannot write /nonexistent/a.csv"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    folder: Path, arguments: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "--kb", str(folder), *arguments]) == 2
    error = capfd.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_without_a_knowledge_base(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "--kb", str(tmp_path / "none")]) == 1
    assert "run 'policy-kb ingest PATH' first" in capfd.readouterr().err
