"""Who acts in a sentence, in what part: 由A制定, A应当会同B审核, 报A批准, 经A同意, A是责任主体."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kb.actors import actors_at, steps_after
from kb.agent_names import Names, names_at
from kb.rules import Rule, rule

Via = Literal["agent", "approver", "recipient"]

_ORDER = r"\s*(?:第[零一二三四五六七八九十百千\d]+条(?:之[一二三])?\s*|[（(][一二三四五六七八九十\d]+[）)]\s*|[一二三四五六七八九十]+、|\d+[.．、]\s*|其中[：，]?|但是[，]?|同时[，]?|必要时[，]?)*"
_APPROVES = r"(?:审查|审核|初审|研究|依法|复核)*(?:批准|审批|同意|备案|审核|审查|审定|核准|审议|决定|许可|认可|认定|核定|验收|登记|公布|委托|授权|裁决|确认|初审|复审|复核)"
BY = rule(
    "by",
    r"(?<![自缘事情])(?<!(?<![处管办审受代治清整])理)由(?![于此来])",
    example="由市教育局制定",
    counter_example="自由选择，由此可见",
)
APPROVED = rule(
    "approved",
    r"(?:报请|报经|上报|报送|呈报|须报|并报|提请|提交|报(?![告名考到道刊社酬表销])|须经|应当经|(?<![已曾财未])经(?![济营费理过常历贸])|征得|取得|商得|(?<![协磋])商(?![务业贸品标会]))",
    example="报市人民政府批准",
    counter_example="报名参加，经济困难",
)
JOINTLY = rule(
    "jointly",
    r"(?:会同|协同|联合|会商|协商|商(?![务业贸品标会量]))(?!有)?",
    example="会同市财政局制定",
    counter_example="商务部门",
)
CALLS = rule(
    "calls_together",
    r"(?:组织|协调|召集)(?=[^，。；]{2,40}(?:部门|单位|机关|机构))",
    example="组织公安、卫生等部门调查",
    counter_example="组织学生参观",
)
DOES = rule(
    "does",
    r"(?:应当|应该|应(?![届急])|要(?![求点素])|须|必须|可以|有权|负责|主管|统筹|统一|牵头|具体|分别|共同|依法|定期|承担|组织|管理|制定|制订|编制|核定|确定|审批|批准|审核|认定|颁发|任命|聘任|领导|指导|监督|协调|设立|建立|会同|落实|做好|对|在|根据|按照|依照|为|将|自)",
    example="应当制定标准",
    counter_example="的规定",
)
CHAIRS = rule(
    "chairs",
    r"(?:以(?=[^，。；、]{2,24}为副?(?:组长|主任|召集人)))",
    example="以区县政府主要负责人为组长",
    counter_example="以上单位负责",
)
IS = rule(
    "is_in_charge",
    r"^(?:是|为|担?任|兼任)[^，。；]{0,30}(?:组长|召集人|责任主体|责任人|责任单位|主管部门|主管机关|牵头单位|组织者|主体|行政部门|监督机关|执法机关)",
    example="是实施改革的责任主体",
    counter_example="是幼儿园",
)
TURNS_TO = rule(
    "turns_to",
    r"(?<![方导取指面倾意])向(?![阳上前下])",
    example="有权向县级以上人民政府劳动保障行政部门举报",
    counter_example="方向明确，面向社会",
)
RULES: tuple[Rule, ...] = (BY, APPROVED, JOINTLY, CALLS, DOES, CHAIRS, IS, TURNS_TO)
_TURNS = re.compile(
    r"[^，。；]{0,14}?(?:举报|投诉|检举|控告|申请|申诉|申报|提出|提交|请求|反映|报告|起诉|登记|备案|报送|移送|移交|查询|领取)"
)
"""What one does at an office: the words behind its name."""
_WHOSE = re.compile(r"(?:责任主体|责任单位|主管部门|主管机关|牵头单位|第一责任人)(?:是|为)")
_RELATIVE = re.compile(r"组成|[\u4e00-\u9fff]{2}的")
"""由国务院确定的学校 only describes the school."""
_PASSIVE = re.compile(r"(?:应当|应|必须|须|可以|要|均|一律|统一)*由")
_SETS_UP = re.compile(r"(?:设立|成立|组建|建立)(?![^，。；]{0,30}(?:制度|机制|档案|体系))")
_LEADS = re.compile(r"(?:应当|要|负责|具体)*(?:总?牵头|主办|负责|主责)")
_VERB_CHARS = 30


@dataclass(frozen=True, slots=True)
class Act:
    """One acting; names as the sentence writes them."""

    who: tuple[str, ...]
    others: tuple[str, ...]
    """With whom; empty when the sentence names nobody else."""
    called: tuple[str, ...]
    """Whom the agent calls together (组织公安等部门)."""
    via: Via
    verb: str
    """What follows the names in the clause."""
    start: int
    """Where the words that belong to the act begin in the sentence."""
    end: int


def acts_in(sentence: str) -> tuple[Act, ...]:
    """The acts of a sentence, in order."""
    found: list[Act] = []
    subject: Names | None = None
    reached = 0
    for low, high in _clauses(sentence):
        if found and (helpers := _helpers(sentence[:high], low)) and _LEADS.match(found[-1].verb):
            found[-1] = replace(found[-1], others=(*found[-1].others, *helpers.names), end=high)
            reached = high
            continue
        acts, subject = _read(sentence, low, high, subject)
        for act in acts:
            found.append(replace(act, start=reached, end=high))
        if acts:
            reached = high
    if not found:
        return ()
    return tuple(
        replace(act, verb=f"{act.verb}{sentence[act.end : later.start if later else None]}"[:_VERB_CHARS])
        if not act.verb
        else act
        for act, later in zip(found, [*found[1:], None], strict=True)
    )


def _read(sentence: str, low: int, high: int, subject: Names | None) -> tuple[list[Act], Names | None]:
    """(acts of a clause, who the next clause is about)."""
    clause = sentence[:high]
    if clause.endswith("的") and not BY.pattern.search(clause, low):
        return [], subject  # a condition
    begin = low + _start(clause[low:])
    acts: list[Act] = []
    at = begin
    own = _subject(clause, at) or _by(clause, at)
    if own is None and subject is not None and _with_others(clause, at):
        own = Names(subject.names, at)
    pending = own is None and subject is not None and _continues(clause, at)
    if pending and subject is not None:
        own = Names(subject.names, at)
    if own is not None:
        steps = steps_after(clause, own.end, high)
        ends = [*(begin - 1 for begin, _ in steps), high]
        acts.append(_act(clause[: ends[0]], own))
        acts.extend(
            Act(
                tuple(clause[a:b] for a, b in step.names),
                (),
                (),
                "agent",
                clause[step.end : end][:_VERB_CHARS],
                0,
                0,
            )
            for (_, step), end in zip(steps, ends[1:], strict=True)
        )
        at = own.end
    acts.extend(_approvals(clause, at))
    acts.extend(_recipients(clause, begin))
    if (whose := _WHOSE.search(clause, begin)) and (names := names_at(clause, whose.end())):
        acts.append(Act(names.names, (), (), "agent", clause[begin : whose.end()], 0, 0))
    if (
        (made := _SETS_UP.search(clause, at))
        and (names := names_at(clause, made.end()))
        and not clause[names.end :]
    ):
        return acts, names  # 设立A，负责…
    bare = own is not None and _only_manner(clause[own.end :])
    if own is not None and bare and not pending and sentence[high:].strip("。；;"):
        return [act for act in acts if act.via != "agent"], own
    return acts, own if own is not None else subject


def _helpers(clause: str, low: int) -> Names | None:
    """Who takes part in what the clause before gives to a leader (A牵头，B、C配合)."""
    names = names_at(clause, low)
    if names and re.fullmatch(
        r"(?:等部门)?(?:积极|共同|密切|协同)?(?:配合|参与|协助|协办|参加)(?:实施|落实|做好)?",
        clause[names.end :].strip(),
    ):
        return names
    return None


def _clauses(sentence: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    depth, start = 0, 0
    for at, char in enumerate(sentence):
        depth += (char in "（(") - (char in "）)")
        if depth <= 0 and char in "，,；;：:。！？\n":
            spans.append((start, at))
            start = at + 1
    spans.append((start, len(sentence)))
    return [(low, high) for low, high in spans if sentence[low:high].strip()]


def _start(clause: str) -> int:
    match = re.match(_ORDER, clause)
    return match.end() if match else 0


def _by(clause: str, at: int) -> Names | None:
    for match in (*BY.pattern.finditer(clause, at), *CHAIRS.pattern.finditer(clause, at)):
        names, told = names_at(clause, match.end()), _actors(clause, match.end(), by=True)
        if told and (names is None or (told.end == names.end and len(told.names) > len(names.names))):
            names = told
        names = _longer(names, told)
        if names and not _RELATIVE.match(clause, names.end):
            return names
    return None


def _longer(names: Names | None, told: Names | None) -> Names | None:
    """Of two readings of the same names the one whose last name goes on: 市委组织部, not 市委."""
    if names is None or told is None or told.end <= names.end or len(told.names) != len(names.names):
        return names
    return told if told.names[-1].startswith(names.names[-1]) else names


def _actors(clause: str, at: int, *, by: bool) -> Names | None:
    """Who acts by grammar where the form of the names does not tell where they end (校医室每学期查验)."""
    found = actors_at(clause, at, len(clause), by=by)
    return Names(tuple(clause[a:b] for a, b in found.names), found.end) if found else None


def _subject(clause: str, at: int) -> Names | None:
    names = names_at(clause, at)
    if names is None:
        return _actors(clause, at, by=False)
    names = _longer(names, _actors(clause, at, by=False)) or names
    rest = clause[names.end :]
    if _PASSIVE.match(rest) and _by(clause, names.end):
        return None  # 幼儿园应当由教育部门审批
    if not rest or DOES.pattern.match(rest) or IS.pattern.match(rest):
        return names
    return _actors(clause, at, by=False)


def _with_others(clause: str, at: int) -> bool:
    """会同B制定 opens the clause; 商B同意 asks B for consent."""
    opening = re.compile("(?:并|及时|可以|应当|应|要)+").match(clause, at)
    joint = JOINTLY.pattern.match(clause, opening.end() if opening else at)
    names = names_at(clause, joint.end()) if joint else None
    return names is not None and re.match("同意|批准", clause[names.end :]) is None


def _continues(clause: str, at: int) -> bool:
    return re.match(r"(?:并)?(?:应当|应|要|负责|须|必须|具体|统一|牵头)", clause[at:]) is not None


def _recipients(clause: str, at: int) -> list[Act]:
    """To whom one turns: 向人民法院起诉, 向教育行政部门提出申请."""
    found: list[Act] = []
    for match in TURNS_TO.pattern.finditer(clause, at):
        names = names_at(clause, match.end())
        verb = _TURNS.match(clause, names.end) if names else None
        if names and verb:
            found.append(
                Act(names.names, (), (), "recipient", verb.group() + clause[verb.end() :][:12], 0, 0)
            )
    return found


_MANNER = re.compile(
    r"(?:应当|要|可以)?(?:根据|按照?|依照|依据|在|自|对|结合|本着|从)[^，。；]{1,60}"
    r"(?:要求|规定|需要|范围内|原则|情况|状况|特点|条件|基础上|领导下|指导下|比例|标准|权限|职责|分工|因素|政策|程序|本?(?:条例|法|办法|规定|章程)|[日月年]起|[日月年天]内|前|后|时)"
)


def _only_manner(rest: str) -> bool:
    """Whether the verb of the names stands in a later clause (A，应当…; A根据需要，制定…)."""
    return not rest.strip() or _MANNER.fullmatch(rest) is not None


def _act(clause: str, own: Names) -> Act:
    others: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    at = own.end
    if (joint := JOINTLY.pattern.search(clause, at)) and (names := names_at(clause, joint.end())):
        others, at = names.names, names.end
    elif (joint := CALLS.pattern.search(clause, at)) and (names := names_at(clause, joint.end())):
        called = names.names
    return Act(own.names, others, called, "agent", clause[at:][:_VERB_CHARS], 0, 0)


def _approvals(clause: str, at: int) -> list[Act]:
    found: list[Act] = []
    for match in APPROVED.pattern.finditer(clause, at):
        names = names_at(clause, match.end())
        if names is None:
            continue
        joint = JOINTLY.pattern.match(clause, names.end)
        others = names_at(clause, joint.end()) if joint else None
        end = others.end if others else names.end
        verb = re.match(_APPROVES, clause[end:])
        if re.match("[^，。；]{0,6}的", clause[end:]):
            continue  # 经教育行政部门批准登记的机构
        reported = (
            match.group().startswith(("报", "上报", "呈报", "并报", "须报"))
            and not clause[names.end :].strip()
        )
        if verb or reported:
            words = match.group() + (verb.group() if verb else "")
            found.append(Act(names.names, others.names if others else (), (), "approver", words, 0, 0))
    return found
