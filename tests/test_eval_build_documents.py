"""The build script of the bundled sets: merged cells, where a document goes, the same bytes each time."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from ingest.readers.registry import read_file
from tests.question_sets import SETS

SOURCE = """#H 甲县人民政府办公室文件
#T 甲县任务分工表
| 类别 | 任务 | 牵头单位 | 配合单位 |
| 增学位 | 建幼儿园 | 县教育局 | 县财政局 |
| ^ | 移交配套园 | 县住建局 | < |
"""
WRITTEN = (
    ("类别", "任务", "牵头单位", "配合单位"),
    ("增学位", "建幼儿园", "县教育局", "县财政局"),
    ("增学位", "移交配套园", "县住建局", "县住建局"),
)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    pytest.importorskip("reportlab")
    spec = importlib.util.spec_from_file_location("build_documents", SETS / "build_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_merged_cells_are_read_as_one_and_the_bytes_repeat(
    script: ModuleType, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / f"甲{suffix}.txt"
    source.write_text(SOURCE, encoding="utf-8")
    targets = [tmp_path / f"{n}{suffix}" for n in (1, 2)]
    for target in targets:
        script.build(source, target)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert [block.rows for block in read_file(targets[0]).blocks if block.rows] == [WRITTEN]


def test_a_document_goes_to_the_folder_of_its_half(script: ModuleType) -> None:
    sources = Path("sets") / "x" / "sources"
    assert script.target_of(sources / "dev" / "甲.docx.txt") == Path("sets/x/documents/dev/甲.docx")
    assert script.target_of(sources / "乙.gb18030.txt") == Path("sets/x/documents/乙.txt")
