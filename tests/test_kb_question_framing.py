"""The words of a question that say in which document to look, and which document they mean."""

from __future__ import annotations

import pytest

from kb.question.framing import find_frame, without_frame
from kb.records import Document, Metadata
from kb.titles import Names, kinds_in


def document(
    name: str, title: str, *, region: str | None = "临湖县", text: str = "", number: str | None = None,
    issued: str | None = None, file_hash: str = "", position: int = 0,
) -> Document:  # fmt: skip
    metadata = Metadata(title=title, region=region, number=number, issued=issued)
    return Document(name, text, metadata, f"{name}.txt", file_hash or name, position)


PLAN = document(
    "plan",
    "临湖县中小学科学教育提质三年行动计划（2023—2025年）",
    text="一、目标\n附件：科学教育重点任务分工及节点表\n",
    issued="2023-07-12",
)
MINUTES = document("minutes", "临湖县学校体育场地开放专题会议纪要", issued="2024-03-29")
TRIAL = document(
    "trial", "临湖县教师周转宿舍管理办法（试行）", number="临府办发〔2020〕58号", issued="2020-06-19"
)
NEW = document("new", "临湖县教师周转宿舍管理办法", number="临府办规〔2024〕3号", issued="2024-05-27")
NATION = document("nation", "教育部等四部门关于进一步做好中小学生欺凌防治工作的通知", region="全国")
COLLEGE = document("college", "江海职业技术学院学生实习管理细则", region=None)
COVER = document("cover", "临湖县教育局关于校服检查情况的通报", file_hash="f")
LEDGER = document("ledger", "校服管理问题整改台账", file_hash="f", position=1)
NAMES = Names((PLAN, MINUTES, TRIAL, NEW, NATION, COLLEGE, COVER, LEDGER), superseded={"trial"})


@pytest.mark.parametrize(
    ("text", "documents", "rest"),
    [
        ("临湖科学教育三年行动的分工表里，县科协有哪些任务？", {"plan"}, "按《》 ，县科协有哪些任务？"),
        ("临湖体育场地开放纪要定的事，5月要完成的有哪些？", {"minutes"}, "按《》 ，5月要完成的有哪些？"),
        ("体育局按临湖体育场地开放会议纪要要做什么", {"minutes"}, "体育局按《》 要做什么"),
        ("临湖2020年那份试行办法，租金多少？", {"trial"}, "按《》 ，租金多少？"),
        ("临湖现行的周转宿舍办法规定，租金多少？", {"new"}, "按《》 ，租金多少？"),
        ("教育部等四部门的欺凌防治通知里，由谁牵头？", {"nation"}, "按《》 ，由谁牵头？"),
        ("江海职院学生实习的细则里，一人带几个学生？", {"college"}, "按《》 ，一人带几个学生？"),
        ("临湖校服整改台账里11月要销号的是哪些？", {"ledger"}, "按《》 11月要销号的是哪些？"),
        ("临湖校服检查通报里11月要销号的是哪些？", {"cover", "ledger"}, "按《》 11月要销号的是哪些？"),
    ],
)  # fmt: skip
def test_a_document_that_is_described_is_found(text: str, documents: set[str], rest: str) -> None:
    regions = ["临湖县"] if "临湖" in text else []
    frame = find_frame(text, regions, ["临湖"] if regions else [], [], NAMES)

    assert frame is not None
    assert set(frame.documents) == documents
    assert without_frame(text, frame) == rest


@pytest.mark.parametrize(
    "text",
    [
        "临湖学前教育方案里，谁牵头？",  # no such document
        "临湖2021年那份试行办法，租金多少？",  # none of that year
        "临湖规定晚上几点熄灯？",  # says no name
        "临湖科学教育计划和学前教育方案里2025年要完成什么？",  # one of several
        "临湖公用经费管理细则谁牵头制定？",  # a task, of a kind that no document is
        "临湖教师周转宿舍管理办法的意见，什么时候寄出？",  # answers to a document
        "临湖县科协牵头哪些任务？",
    ],
)
def test_other_words_name_no_document(text: str) -> None:
    assert find_frame(text, ["临湖县"], ["临湖"], [], NAMES) is None


def test_a_name_does_not_end_within_a_unit() -> None:
    names = Names((document("plan", "江海职业技术学院发展计划", region=None),), superseded=())

    assert find_frame("江海职业技术学院的计划财务处管什么", [], [], ["计划财务处"], names) is None


def test_both_versions_are_meant_where_no_age_is_said() -> None:
    frame = find_frame("临湖教师周转宿舍办法里租金多少", ["临湖县"], ["临湖"], [], NAMES)

    assert frame is not None
    assert set(frame.documents) == {"trial", "new"}


def test_documents_of_other_places_are_not_meant() -> None:
    assert find_frame("山前县体育场地开放纪要里谁牵头", ["山前县"], ["山前县"], [], NAMES) is None


def test_a_meeting_is_known_by_its_minutes_and_a_table_by_any_name() -> None:
    assert kinds_in("体育场地专题会") == {"纪要"}
    assert kinds_in("任务分工表") == kinds_in("完成进度表") == {"表"}
    assert kinds_in("指导意见") == {"意见"}
