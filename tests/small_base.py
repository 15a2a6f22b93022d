"""A small knowledge base with invented policies, built without a model."""

from __future__ import annotations

from pathlib import Path

from app.service import Service
from kb.settings import Settings
from tests.fakes import FakeEmbedder

NORTH = """北山市人民政府办公室关于印发北山市学前教育提升实施方案（征求意见稿）的通知
北府办发〔2021〕7号
各县（区）人民政府，市级有关部门：
现将《北山市学前教育提升实施方案（2021—2025年）》印发给你们，请认真组织实施。
北山市人民政府办公室
2021年3月5日
北山市学前教育提升实施方案
（2021—2025年）
一、总体目标
到2025年，全市学前教育毛入园率达到96%以上，普惠性幼儿园覆盖率达到85%以上。
二、工作措施
（一）扩大资源供给。新建幼儿园12所，2023年底前全部投入使用。（牵头单位：市教育局，配合单位：市财政局、市自然资源局）
（二）健全投入机制。落实生均公用经费标准。（牵头单位：市财政局，配合单位：市教育局）
（三）加强安全管理。幼儿园食堂全部实现明厨亮灶。（责任单位：市市场监管局）
"""

SOUTH = """南河县人民政府关于印发南河县教育发展规划的通知
南府发〔2022〕11号
南河县教育发展规划
（2022—2026年）
一、发展目标
到2026年，学前教育毛入园率达到92%以上。
二、主要任务
（一）优化学校布局。2024年12月底前完成城区学校布局调整。（牵头单位：县教育局，配合单位：县财政局）
"""


def settings_for(folder: Path) -> Settings:
    """Settings of a base below ``folder``."""
    return Settings(folder=folder / "base", cache_dir=folder / "cache")


def empty_service(folder: Path) -> Service:
    """A service without documents that embeds with ``FakeEmbedder``."""
    service = Service(settings_for(folder))
    embedder = FakeEmbedder()
    service._embedder = lambda: embedder
    return service


def small_service(folder: Path, *, extra: dict[str, str] | None = None) -> Service:
    """A service over the two policies, and over ``extra`` files by name."""
    service = empty_service(folder)
    sources = folder / "sources"
    sources.mkdir()
    for name, text in {"北山.txt": NORTH, "南河.txt": SOUTH, **(extra or {})}.items():
        (sources / name).write_text(text, encoding="utf-8")
    reports = service.add_files(sorted(sources.iterdir()))
    assert all(report.outcome == "added" for report in reports), reports
    return service
