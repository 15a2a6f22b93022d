"""What one cell of a table says in words: who is in charge, where, with what degree (负责人, 笔试考点, 学历要求)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.answer.draft import AnswerDraft
from kb.answer.evidence import Evidence
from kb.answer.wording import source_note
from kb.contract import Answer
from kb.corpus import Span
from kb.rules import Rule, rule
from kb.table_text import Piece, above_row, cells_of, column_names, header_at, row_at
from kb.text import tokenize

PERSON: Rule = rule(
    "person_column",
    r"^(?P<act>[\u4e00-\u9fff]{0,4}?)(?:领导|责任人|负责人|联系人|联络员|联系电话|电话|经办人|具体经办|主管人|校长|组长|姓名)(?:姓名|及?职务|和?电话)?$",
    example="督办领导",
    counter_example="责任单位",
)
"""Names a column of persons or of their telephones."""
ASKS_PERSON: Rule = rule(
    "asks_person",
    r"领导|责任人|负责人|联系人|联络员|经办人|校长|组长|谁经办|哪位|何人|什么人|姓名|电话|号码",
    example="哪位领导督办",
    counter_example="哪个部门牵头",
)
SUPERVISOR: Rule = rule(
    "supervisor_column",
    r"^(?P<act>督办|督查|督导|指导|监督|审核|审批|验收|抽查)(?:单位|部门|科室|机构)$",
    example="督办单位",
    counter_example="主办单位",
)
"""Names a column of those who only watch over the work of others."""
_TOO_GENERAL = re.compile(
    r"序号|编号|名称|学校|单位|部门|时间|日期|任务|项目|内容|工作|指标|问题|地区|类别|事项|措施|要求|合计|小计|总数|标准|目标|数量|人数|备注|说明|科室|职责|年份|教师|学生|年级|班级|岗位|金额|资金|收费|学费|整改|整治|完成|存在|具体|年度|重点|主要|办理|落实|反馈|建设|进度|情况"
)
_ROLE_COLUMN = re.compile(r"单位|部门|科室|处室|股室|机构|方$")
_BRACKET = re.compile(r"[（(].*?[）)]")
_ASKING = re.compile(
    r"(?:是谁|由谁|是哪[位个]|哪[位个]|谁|什么|哪里|哪儿|在哪|多少|几|叫|怎么|如何|请问|[的是由在呢吗？?，,。])+"
)
RULES: tuple[Rule, ...] = (PERSON, ASKS_PERSON, SUPERVISOR)
_LEAST_HELD = 0.6
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class _Found:
    document_id: str
    row: tuple[int, int]
    column: str
    label: str
    cell: Piece
    held: float


def answer_cell(evidence: Evidence) -> Answer | None:
    """The cell where the row and the column meet that the question names; None when it names none in words."""
    found = sorted(_found(evidence), key=lambda one: (-one.held, one.document_id, one.row))
    if not found or found[0].held < _LEAST_HELD:
        return None
    best = found[0]
    rivals = {one.cell.words for one in found if one.held >= best.held - 1e-6}
    if len(rivals) > 1:
        return None
    draft = AnswerDraft(evidence.corpus, evidence.question)
    n = draft.cite(Span(best.document_id, *best.row))
    document = evidence.corpus.document(best.document_id)
    header = header_at(document.text, best.row[0])
    if header is not None:
        draft.cite(Span(best.document_id, *header))
    source = source_note(document, evidence.corpus.status[document.id], evidence.question.language)
    label = f"{best.label}，" if best.label else ""
    text = f"{label}{best.column}：{best.cell.words.strip()}[{n}]\n——{source}"
    return draft.finish("passage", text, confidence=min(1.0, best.held))


def _found(evidence: Evidence) -> Iterator[_Found]:
    seen: set[tuple[str, int]] = set()
    for passage in evidence.passages:
        document = evidence.corpus.document(passage.chunk.document_id)
        for row in _rows(document.text, passage.chunk.start, passage.chunk.end):
            if (document.id, row[0]) not in seen:
                seen.add((document.id, row[0]))
                yield from _cells_asked(evidence, document.id, document.text, row)


def _rows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        row = row_at(text, at)
        if row is not None:
            yield row
        stop = text.find("\n", at)
        at = end if stop < 0 else stop + 1


def _cells_asked(evidence: Evidence, document_id: str, text: str, row: tuple[int, int]) -> Iterator[_Found]:
    names = column_names(text, row[0])
    cells = cells_of(text, *row)
    if len(names) != len(cells):
        return
    persons_only = evidence.question.kind != "passage"
    for name, cell in zip(names, cells, strict=True):
        bare = _BRACKET.sub("", name)
        if persons_only and not (PERSON.pattern.search(bare) or SUPERVISOR.pattern.search(bare)):
            continue
        words = asked_by(evidence.question.reading, name, names)
        if not words or not cell.words.strip(" —-/") or len(cell.words) > _LONGEST:
            continue
        rest = _ASKING.sub(" ", evidence.topic)
        for word in words:
            rest = rest.replace(word, " ")
        around = f"{evidence.corpus.document(document_id).metadata.title} {above_row(text, row[0])}"
        terms = [term for term in tokenize(rest) if len(term) > 1 and not _TOO_GENERAL.fullmatch(term)]
        wanted = [term for term in dict.fromkeys(terms) if term not in around]
        line = text[row[0] : row[1]]
        held = [term for term in wanted if term in line]
        of_place = document_id in evidence.told_documents and evidence.names_region(line)
        if sum(term in cell.words for term in held) * 2 > len(held):
            continue  # the question tells what this cell says and asks for another one
        share = len(held) / len(wanted) if wanted else float(of_place)
        others = [piece for piece in cells if piece is not cell]
        named = [piece for piece in others if not re.fullmatch(r"[\d\s.、]*", piece.words)] or others
        label = max(named, key=lambda piece: (sum(term in piece.words for term in held), -piece.start))
        shown = label.words.strip() if len(label.words) <= _LONGEST else ""
        yield _Found(document_id, row, name, shown, cell, share)


def asked_by(reading: str, name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a question that ask for a column of this name; empty when none do."""
    bare = _BRACKET.sub("", name)
    if person := PERSON.pattern.search(bare):
        asking = ASKS_PERSON.pattern.findall(reading)
        if bare in reading:
            return (bare,)
        if asking and person["act"] and person["act"] in reading and len(person["act"]) > 1:
            return (person["act"], *asking)
        only = sum(1 for other in names if PERSON.pattern.search(_BRACKET.sub("", other))) == 1
        return tuple(asking) if asking and only and not re.search("单位|部门", reading) else ()
    if supervisor := SUPERVISOR.pattern.search(bare):
        return (supervisor["act"],) if supervisor["act"] in reading else ()
    if _ROLE_COLUMN.search(bare) or len(bare) < 2:
        return ()
    if bare in reading and not _TOO_GENERAL.fullmatch(bare):
        return (bare,)
    halves = [half for half in (bare[:2], bare[-2:]) if not _TOO_GENERAL.fullmatch(half)]
    asked = [half for half in halves if len(bare) == 4 and half in reading]
    return tuple(asked)
