"""The program's one-line messages in Chinese; the page is Chinese first, the code's messages are English."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.ui.words import Language


@dataclass(frozen=True, slots=True)
class Message:
    """A pattern of an English message, its Chinese wording, and a message that it must match."""

    pattern: str
    chinese: str
    example: str


# The subject before the colon is a file name and stays as it is.
MESSAGES: tuple[Message, ...] = (
    Message(r"(\d+) 责任单位 lists could not be split", r"有 \1 处责任单位未能拆分", "3 责任单位 lists could not be split"),
    Message(r"no text on pages (.+): perhaps scanned", r"第 \1 页没有文字，可能是扫描件", "no text on pages 2, 5: perhaps scanned"),
    Message(r"(\d+) repeated passages removed", r"去掉了 \1 段重复的文字", "2 repeated passages removed"),
    Message(r"(\d+) broken characters were replaced by .", r"有 \1 个损坏的字符已被替换", "4 broken characters were replaced by \ufffd"),
    Message(r"empty \(0 bytes\).*", "空文件（0 字节），请重新下载或复制", "a.txt: empty (0 bytes); copy or download it again"),
    Message(r"holds no text.*", "文件里没有文字，请核对是否选错", "a.txt: holds no text; check that it is the right file"),
    Message(r"protected by a password.*", "有密码保护，请另存为无密码的文件", "a.pdf: protected by a password; open it and print or save it without one"),
    Message(r"truncated or damaged.*", "文件不完整或已损坏，请重新下载，或打开后另存", "a.pdf: truncated or damaged PDF; copy or download it again"),
    Message(r"damaged \(.*", "文件已损坏，请打开后另存", "a.docx: damaged (KeyError); open and save it anew"),
    Message(r"an old Word or WPS format.*", "旧版 Word 或 WPS 格式，请另存为 .docx", "a.wps: an old Word or WPS format; save it as .docx, or install LibreOffice so that it is converted"),
    Message(r"(\d+) pages without a text layer.*", r"共 \1 页，没有文字层，多半是扫描件，请先做文字识别（OCR）", "a.pdf: 3 pages without a text layer, most likely a scan; recognise its text (OCR) first"),
    Message(r"holds binary data.*", "不是文字文件，请转换为 .docx、.pdf、.html、.md 或 .txt", "a.txt: holds binary data, not text; convert it to .docx, .pdf, .html, .md or .txt"),
    Message(r"its characters fit no known encoding.*", "无法识别文字编码，请另存为 UTF-8", "a.txt: its characters fit no known encoding (UTF-8, UTF-16, GB18030, Big5); save it as UTF-8"),
    Message(r"its content is not that of a (\S+) file.*", r"内容不是 \1 格式，请重新下载或复制", "a.pdf: its content is not that of a .pdf file, nor of any known format; copy or download it again"),
    Message(r"(?:no reader for|files of this kind are not read).*", "不支持这种文件，请转换为 .docx、.pdf、.html、.md 或 .txt", "a.exe: files of this kind are not read; send one of .docx .txt"),
    Message(r"(?:larger than ([\d.]+) MB|[\d.]+ MB, more than the limit of ([\d.]+) MB).*", "超过单个文件的大小上限，请拆分", "a.pdf: larger than 50 MB, the limit of one file; split it"),
    Message(r"more than (\d+) files at once.*", r"一次最多上传 \1 个文件，请分批", "more than 20 files at once: send them in several uploads"),
    Message(r"two files are called (.+): rename one of them", r"有两个文件同名（\1），请改名后再传", "two files are called a.txt: rename one of them"),
    Message(r"same content as (.+)", r"与 \1 内容相同", "same content as a.txt"),
    Message(r"the reading rules have changed", "读取规则已更新，重新读取", "the reading rules have changed"),
    Message(r"another process \(pid \d+\) is writing.*", "正在写入其他文件，请稍后再试", "another process (pid 12) is writing to /kb: wait until it has finished"),
    Message(r"too many requests: try again in (\d+) s", r"提问过于频繁，请 \1 秒后再试", "too many requests: try again in 3 s"),
    Message(r"the question has (\d+) characters, at most (\d+).*", r"问题有 \1 个字，最多 \2 个字，请缩短", "the question has 2400 characters, at most 2000 are read: shorten it"),
    Message(r"the original of (.+) is not kept.*", r"没有保存 \1 的原件，请重新上传", "the original of a.txt is not kept: ingest the file again"),
    Message(r"an evaluation is running.*", "评测正在进行，请等它结束", "an evaluation is running: wait until it has finished"),
)  # fmt: skip


def in_language(message: object, language: Language) -> str:
    """The message in the page's language; one that is not known stays English."""
    words = str(message)
    if language == "en":
        return words
    for known in MESSAGES:
        found = re.search(rf"(?:^|(?<=: )){known.pattern}$", words)
        if found:
            return words[: found.start()].replace(": ", "：") + found.expand(known.chinese)
    return words
