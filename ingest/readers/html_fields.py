"""The metadata that a government page states outside its text: 索引号, 发文字号, 成文日期 and the like.

The labels are those of the information disclosure catalogues (政府信息公开目录) and of the meta elements
that the state's site standard prescribes (政府网站发展指引, ArticleTitle, PubDate, ContentSource).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LABEL_LIST = """
    索引号 信息索引号 统一编号 统一登记号 主题分类 公开分类 信息分类 组配分类 体裁分类 服务对象 主题词 关键词
    发文机关 发布机构 发布机关 发文单位 发布单位 发文机构 制发机关 制定机关 公开单位 责任部门
    信息来源 文章来源 来源 作者 责任编辑 编辑
    成文日期 发文日期 印发日期 签发日期 发布日期 发布时间 公开日期 公布日期 生成日期 更新时间
    生效日期 生效时间 实施日期 施行日期 废止日期 失效日期 失效时间
    标题 名称 信息名称 文件名称 文件标题 发文字号 发文文号 文号 文件编号 公文种类 文种
    有效性 信息有效性 时效性 有效状态 文件状态 效力状态 有效期
    公开方式 公开范围 公开形式 公开类别 浏览次数 阅读次数 点击数 字号 字体
"""
LABELS = tuple(_LABEL_LIST.split())
NOISE = frozenset({"浏览次数", "阅读次数", "点击数", "字号", "字体", "责任编辑", "编辑"})
META_NAMES = {
    "articletitle": "标题", "pubdate": "发布日期", "contentsource": "来源", "author": "作者",
    "keywords": "关键词", "description": "摘要",
}  # fmt: skip

_SPACED = "|".join(r"[\s　]*".join(label) for label in sorted(LABELS, key=len, reverse=True))
_PAIR = re.compile(rf"(?:^|(?<=[\s　|｜【\[]))[【\[]?({_SPACED})[】\]]?[\s　]*[:：][】\]]?")
_LABEL_ONLY = re.compile(rf"^[【\[]?({_SPACED})[】\]]?[\s　]*[:：]?[】\]]?$")
_TOOLS = re.compile(
    r"【?(?:打印(?:本页|页面)?|关闭(?:窗口|本页)?|收藏|分享(?:到)?|字体|大|中|小|T|\+|-)】?|[\[\]【】()（）|｜:：\s　]"
)
_FURNITURE = re.compile(
    r"^(?:[上下]一[篇条页]\s*[:：]|版权所有|主办单位\s*[:：]|网站标识码|当前位置\s*[:：]|您?现?在?的?位置\s*[:：]"
    r"|\S{0,4}ICP备|时间\s*[:：]\s*\d{4}\D|扫一扫在手机)"
)
_PAGE_TOOL = re.compile(
    r"[【\[](?:打印|关闭|收藏|分享|字体|纠错)[^】\]]*[】\]]|(?<=\s)(?:打印|关闭|收藏|分享)(?=\s|$)"
)
_MAX_LINE_CHARS = 300
_MAX_VALUE_CHARS = 120

Pair = tuple[str, str]


def label_of(text: str) -> str | None:
    """The canonical label when a cell holds nothing else."""
    match = _LABEL_ONLY.match(text.strip())
    return _bare(match[1]) if match else None


def pairs_of_row(cells: Sequence[str]) -> list[Pair]:
    """Label and value cells side by side, or pairs inside single cells."""
    pairs: list[Pair] = []
    i = 0
    while i < len(cells):
        label = label_of(cells[i])
        if label and i + 1 < len(cells):
            value = " ".join(cells[i + 1].split())
            if label_of(value) is None:
                pairs.append((label, value))
                i += 1
        elif label is None:
            pairs += pairs_of_line(cells[i])
        i += 1
    return [(label, value) for label, value in pairs if value and len(value) <= _MAX_VALUE_CHARS]


def pairs_of_line(line: str) -> list[Pair]:
    """ "发布时间：2022-10-22 来源：教育局" as pairs; nothing unless the line begins with a label."""
    flat = " ".join(line.split())
    found = list(_PAIR.finditer(flat)) if len(flat) <= _MAX_LINE_CHARS else []
    if not found or found[0].start() > 0:
        return []
    ends = [match.start() for match in found[1:]] + [len(flat)]
    values = [
        _PAGE_TOOL.sub("", flat[match.end() : end]).strip(" |｜　")
        for match, end in zip(found, ends, strict=True)
    ]
    return [(_bare(match[1]), value) for match, value in zip(found, values, strict=True)]


def is_metadata_line(line: str) -> bool:
    """Whether a line of the body holds only such pairs and page tools, and no sentence of the document."""
    flat = " ".join(line.split())
    if _FURNITURE.match(flat) and "。" not in flat:
        return True
    if not _TOOLS.sub("", flat):
        return bool(flat) and len(flat) > 1
    pairs = pairs_of_line(flat)
    return bool(pairs) and all(len(value) <= 60 and "。" not in value for _, value in pairs)


def is_metadata_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds at least two known labels, and these lead at least half of its filled cells."""
    filled = sum(1 for row in rows for cell in dict.fromkeys(row) if cell.strip())
    found = [pair for row in rows for pair in pairs_of_row(list(dict.fromkeys(row)))]
    labels = sum(1 for row in rows for cell in dict.fromkeys(row) if label_of(cell))
    return len(found) >= 2 and len(found) + max(labels, len(found) if not labels else 0) >= filled * 0.5


def unique(pairs: Iterator[Pair]) -> tuple[Pair, ...]:
    """The first value of each label, without counters and page tools."""
    kept: dict[str, str] = {}
    for label, value in pairs:
        if label not in NOISE and value.strip():
            kept.setdefault(label, value.strip())
    return tuple(kept.items())


def _bare(label: str) -> str:
    return "".join(label.split())
