"""The part of a long message that asks: greetings, who the writer is and thanks are left out."""

from __future__ import annotations

import re

from kb.rules import Rule, rule
from kb.stages import stages_of

_OPENER = rule(
    "opener",
    r"(?:(?:我|就|只|还)?(?:想|要)(?:要|跟您|向您)?(?:请教|问问?|了解|知道|咨询|确认|弄清楚|搞清楚|弄明白|打听|核实)|请教|请问|求问|问一下|问问|咨询|打听)(?:一下|下|一个问题|个问题|个事|您|大家|各位)*[:：,，]?",
    example="我想请教一下：班额是多少", counter_example="请示报告归谁管",
)  # fmt: skip
_CLOSING = rule(
    "closing", r"[,，。!！?？]\s*(?:非常|十分)?(?:谢谢|多谢|感谢|麻烦(?:您|你)?了|拜托|急急|在线等|盼复|请(?:回复|告知|解答|指教))[^,，。?？]{0,8}[!！。.~]*$",
    example="班额是多少？谢谢！", counter_example="感谢信由谁写",
)  # fmt: skip
_INTRODUCTION = rule(
    "introduction", r"^(?:您好|你好|大家好|[^,，]{0,4}(?:老师|领导)(?:们)?(?:您)?好|我(?:们)?(?:是|在|刚|最近|家住|来自)|本人|作为|最近|平时|目前|听说|(?:我|咱)们?(?:学校|单位|县|区|市)(?:最近|正在|现在|有)|事情是这样)",
    example="我是一名小学校长", counter_example="班额是多少",
)  # fmt: skip
RULES: tuple[Rule, ...] = (_OPENER, _CLOSING, _INTRODUCTION)

_ASKS = re.compile(
    r"[?？]|吗|么$|呢|谁|哪|什么|啥|多少|好多|几|何|多[久大高长远]|怎|咋|如何|能不能|可不可以|是不是|有没有|要不要|行不行|能否|可否|是否"
)
_CLAUSE = re.compile(r"[^,，。;；!！?？:：]+[,，。;；!！?？:：]*")
_STAGE_WORD = re.compile(r"幼儿园|民办园|小学|初中|普通高中|高中|县中|中职|职高|特殊教育|高校")
_ROLE = re.compile(r"教研员|班主任|代课教师|特岗教师|校长|园长|教师|老师|保育员|家长")
# What the writer does or gets himself, so that who he is belongs to the question.
_OWN_AFFAIR = re.compile(r"参加|享受|申请|领取?|报名|评(?:上|职称)|接受|晋升|能拿")


def asked_part(text: str) -> str:
    """The text without greetings, thanks and who is writing; all of it where nothing else is left.

    What stage of schooling the writer speaks for (我是一名小学校长) goes before a question that names none, and
    who he is where he asks about himself (我是教研员……最少参加多少课时).
    """
    kept = _CLOSING.pattern.sub("", text).strip()
    clauses = _CLAUSE.findall(kept)
    said = [clause for clause in clauses if _is_introduction(clause)]
    rest = "".join(clause for clause in clauses if clause not in said)
    asked = _OPENER.pattern.sub(" ", rest).strip(" ,，。:：")
    if not said or not _ASKS.search(asked):
        return kept or text
    about = []
    if not stages_of(asked):
        about += _STAGE_WORD.findall("".join(said))[:1]
    if _OWN_AFFAIR.search(asked) and not _ROLE.search(asked):
        about += _ROLE.findall("".join(said))[:1]
    return " ".join((*about, asked))


def _is_introduction(clause: str) -> bool:
    return _INTRODUCTION.pattern.search(clause.strip()) is not None and not _ASKS.search(clause)
