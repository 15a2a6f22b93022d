"""Who acts in a sentence that no responsibility fact holds: 由省级以上卫生行政部门聘任, 卫生部会同国家教育委员会制定."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.question.model import Question
from kb.rules import Rule, rule
from kb.text import tokenize

_VERB = (
    r"(?:审批|审核|审查|批准|认定|核定|核准|制定|拟定|确定|决定|规定|聘任|任命|备案|责令|处以|处|给予|予以|收回|协调|指导|监督|检查|管理|主管"
    r"|牵头|组织|实施|承担|提出|编制|同意|颁发|发放|登记|受理|调查|处理|建立|设立|负责|统筹|统一|召集|主持|安排|办理|公布|发布|会商|评估|验收)(?!部门|机关|机构|单位|人员|委员会|中心|者)"
)
_WHO = r"(?P<who>[^，。；：（）()]{2,40}?)"
_MANNER = r"(?:依照[^，。；]{1,10}，|依法|按照[^，。；]{1,16}|根据[^，。；]{1,12}|具体|分别|共同|联合|应当|要|须|可以|负责|有权|，)*"
RULES: tuple[Rule, ...] = (
    rule("by", rf"(?:由|须经|应当经|报经|经|报请|报|商){_WHO}(?:（[^（）]*）)?{_MANNER}{_VERB}",
         example="考区的变更由市招生委员会决定", counter_example="理由充分的可以延期"),
    rule("subject", rf"(?:^|(?<=[，。；：\n]))(?:第[零一二三四五六七八九十百]+条\s*)?{_WHO}(?:（[^（）]*）)?"
         rf"(?:应当|要|须|可以|负责|有权)(?:依法|依照[^，。；]{{1,10}}|按照[^，。；]{{1,16}})*(?:会同[^，。；]{{2,40}}?)?{_VERB}",
         example="财政部门应当会同教育部门制定标准", counter_example="办法另行制定"),
    rule("joint", rf"(?:^|(?<=[，。；：、由\n]))(?:第[零一二三四五六七八九十百]+条\s*)?{_WHO}(?:应当|要|可以)?会同(?P<others>[^，。；：]{{2,40}}?)"
         rf"(?:按照[^，。；]{{1,16}}|根据[^，。；]{{1,16}}|，根据[^，。；]{{1,16}}，)?{_VERB}",
         example="标准由卫生部会同国家教育委员会制定", counter_example="会同意见一并报送"),
)  # fmt: skip
_UNIT_END = re.compile(
    r"(?:部门|机关|政府|委员会|考委|教委|编办|局|厅|部|院|办公室|机构|组织|学校|幼儿园|高校|单位|企业|公司|负责人|举办者|党委|工会|中心|领导小组|督导室|委)$"
)
_LIST = re.compile(r"、|以及|和|及|与")
_TAIL = re.compile(r"等(?:有关|相关)?(?:部门|单位|机构)?$")
_EACH = re.compile(r"分别|谁[^谁]{0,16}谁|哪[^哪]{0,20}哪")


@dataclass(frozen=True, slots=True)
class Agents:
    """Unit names as the sentence writes them."""

    lead: tuple[str, ...]
    participating: tuple[str, ...]
    responsible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Act:
    """One acting in the sentence: who, with whom, and the words around it."""

    who: tuple[str, ...]
    others: tuple[str, ...]
    clause: str


def agents_in(question: Question, sentence: str) -> Agents | None:
    """Who acts in the clause that is closest to the question, or in each where it asks for several; None when nobody."""
    acts = _acts(sentence)
    if not acts:
        return None
    terms = frozenset(tokenize(question.topic))
    best = max(acts, key=lambda act: (bool(act.others), len(terms & frozenset(tokenize(act.clause)))))
    if best.others:
        return Agents(lead=best.who, participating=best.others, responsible=())
    chosen = acts if _EACH.search(question.reading) else [best]
    return Agents((), (), tuple(dict.fromkeys(name for act in chosen for name in act.who)))


def _acts(sentence: str) -> list[_Act]:
    found: list[_Act] = []
    for found_rule in RULES:
        for match in found_rule.pattern.finditer(sentence):
            who = _names(match["who"])
            others = _names(match.groupdict().get("others") or "")
            if "会同" in match["who"]:
                first, _, rest = match["who"].partition("会同")
                who, others = _names(first), _names(rest)
            if who:
                found.append(_Act(who, others, sentence[max(0, match.start() - 40) : match.end() + 20]))
    return found


def _names(written: str) -> tuple[str, ...]:
    """The units of a list; a piece that is no unit by itself belongs to the next (省、自治区、直辖市人民政府)."""
    plain = _TAIL.sub(
        "", re.sub(r"^(?:第[^条]{1,6}条\s*|应当|可以|并|由|均|其|须|报经|经|报)+", "", written.strip())
    )
    names: list[str] = []
    start = 0
    for match in [*_LIST.finditer(plain), None]:
        end = match.start() if match else len(plain)
        piece = plain[start:end]
        if _UNIT_END.search(piece):
            names.append(piece)
            start = match.end() if match else end
    return tuple(names) if _is_list(names) else ()


def _is_list(names: Sequence[str]) -> bool:
    return bool(names) and all(2 <= len(name) <= 30 for name in names)
