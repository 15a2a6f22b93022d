"""People's ways through the page, in headless Chromium over the bundled sample."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.service import Service
from eval.reading import load_questions
from tests.browsing import (
    PHONE,
    TABS,
    ask,
    choose,
    chromium,
    copied_service,
    foreign_requests,
    go_to,
    open_page,
    served,
    upload,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_IN_VIEW = """() => {
  const mark = document.querySelector('#source mark').getBoundingClientRect();
  const body = document.querySelector('#source .src-body').getBoundingClientRect();
  return mark.top >= body.top - 1 && mark.top < body.bottom && mark.top < window.innerHeight;
}"""
QUESTION = "桐岭县学前三年毛入园率的目标是多少？"
NEW_POLICY = """桐岭县人民政府办公室关于加强校园足球工作的通知
桐政办发〔2024〕31号
各乡镇人民政府，县级有关部门：
一、建设场地
到2027年，全县建成校园足球场30片以上。（牵头单位：县教育局，配合单位：县财政局、县体育发展中心）
桐岭县人民政府办公室
2024年5月6日
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def service(sample_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Service:
    return copied_service(sample_base, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    with served(service) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = open_page(browser, address)
    yield opened
    assert foreign_requests(opened) == []
    opened.context.close()


def test_a_question_is_answered_and_a_follow_up_keeps_its_topic(page: Page) -> None:
    card = ask(page, QUESTION)
    assert "91%" in card.locator(".conclusion").inner_text()
    follow_up = ask(page, "那澄州市呢？")
    assert "95%" in follow_up.locator(".conclusion").inner_text()


def test_several_facts_are_a_table_with_a_source_in_every_row(page: Page) -> None:
    card = ask(page, "桐岭县教育局牵头哪些工作？")
    rows = card.locator("tbody tr")
    assert rows.count() > 1
    assert str(rows.count()) in card.locator(".conclusion").inner_text()
    assert card.locator("tbody .ref").count() == rows.count()


def test_an_example_question_is_answered_by_a_click(page: Page) -> None:
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()
    page.wait_for_selector("#chat .footer")
    assert page.locator(".bubble").inner_text() == question
    assert page.locator(".card.refusal").count() == 0


def test_a_citation_opens_its_source_with_the_quote_in_view(page: Page, service: Service) -> None:
    card = ask(page, QUESTION)
    card.locator(".source").first.click()
    page.wait_for_selector("#source mark")
    quote = "".join(page.locator("#source mark").all_inner_texts())
    document, start, end = (card.locator(".source").first.get_attribute("data-value") or "").split(":")
    text = service.base.corpus.document(document).text[int(start) : int(end)]
    assert quote == text.replace("\n", "")
    page.wait_for_function(_IN_VIEW)
    page.click("#source [data-action=document]")
    page.wait_for_function("document.querySelectorAll('#source .src-body p').length > 10")
    page.wait_for_function(_IN_VIEW)
    page.click("#source .close")
    page.wait_for_selector("#source mark", state="detached")


def test_the_original_file_comes_back_byte_by_byte(page: Page, service: Service) -> None:
    card = ask(page, QUESTION)
    source = card.locator(".source").first
    document_id = (source.get_attribute("data-value") or "").split(":")[0]
    source.click()
    with page.expect_download() as waiting:
        page.click("#source [data-action=original]")
    assert waiting.value.suggested_filename == service.base.corpus.document(document_id).source
    assert Path(waiting.value.path()).read_bytes() == service.original(document_id).read_bytes()


def test_a_refusal_says_so_and_shows_the_nearest_passages(page: Page) -> None:
    card = ask(page, "成都市学前三年毛入园率的目标是多少？")
    assert "refusal" in (card.get_attribute("class") or "")
    assert "文件中没有答案" in card.inner_text()


def test_filters_restrict_the_answer_to_a_region(page: Page) -> None:
    page.click("#narrow")
    choose(page, "ask-regions", "澄州市")
    card = ask(page, "学前三年毛入园率的目标是多少？")
    assert "95%" in card.locator(".conclusion").inner_text()
    assert "93%" not in card.inner_text()
    assert "澄州市" in page.locator(".scope").inner_text()


def test_the_answer_is_copied_with_numbered_sources(page: Page) -> None:
    card = ask(page, QUESTION)
    copied = card.locator("[data-action=copy]").get_attribute("data-value") or ""
    assert copied.startswith(QUESTION)
    assert re.search(r"^\[1\] 《.+》", copied, re.M)


def test_a_conversation_becomes_a_memo(page: Page) -> None:
    from docx import Document

    ask(page, QUESTION)
    ask(page, "那澄州市呢？")
    with page.expect_download() as waiting:
        page.click("#memo")
    memo = Document(str(waiting.value.path()))
    headings = [p.text for p in memo.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == ["1. 桐岭县学前三年毛入园率的目标是多少？", "2. 那澄州市呢？"]


def test_a_units_duties_are_listed_filtered_and_exported(page: Page) -> None:
    from openpyxl import load_workbook

    go_to(page, "责任分工")
    choose(page, "duty-unit", "桐岭县教育局")
    page.wait_for_selector("#duties table")
    count = int(re.findall(r"共 (\d+) 项", page.locator("#duties .conclusion").inner_text())[0])
    assert page.locator("#duties tbody tr").count() == count
    page.locator("#duty-role input").click()
    page.locator("#duty-role [role=option]:visible", has_text="牵头").click()
    page.wait_for_function(f"document.querySelectorAll('#duties tbody tr').length < {count}")
    shown = page.locator("#duties tbody tr").count()
    assert set(page.locator("#duties td[data-label=角色] .role").all_inner_texts()) == {"牵头"}
    with page.expect_download() as waiting:
        page.click("#duty-xlsx")
    sheet = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == shown
    tasks = page.locator("#duties td[data-label=事项]").all_inner_texts()
    assert sorted(str(row[2]) for row in rows) == sorted(tasks)


def test_the_picture_of_a_unit_names_its_partners(page: Page) -> None:
    go_to(page, "责任分工")
    choose(page, "duty-unit", "桐岭县教育局")
    page.click("#duties summary")
    partners = page.locator("#duties .node.other text").all_text_contents()
    assert any("财政局" in name for name in partners)
    page.locator("#duties .node.measure").first.click()
    page.wait_for_selector("#source mark")


def test_deadlines_are_grouped_sorted_and_exported_to_a_calendar(page: Page) -> None:
    from icalendar import Calendar

    go_to(page, "目标与期限")
    choose(page, "target-region", "桐岭县")
    page.wait_for_function(
        "[...document.querySelectorAll('#targets td[data-label=地区]')].every(cell => cell.innerText === '桐岭县')"
    )
    total = page.locator("#targets tbody tr").count()
    page.click("#targets .due.overdue")
    page.wait_for_function(f"document.querySelectorAll('#targets tbody tr').length < {total}")
    overdue = int(page.locator("#targets .due.overdue strong").inner_text())
    assert page.locator("#targets tbody tr").count() == overdue
    assert page.locator("#targets .dot.later").count() == 0
    with page.expect_download() as waiting:
        page.click("#target-ics")
    events = Calendar.from_ical(Path(waiting.value.path()).read_bytes()).walk("VEVENT")
    assert 0 < len(events) <= overdue


def test_regions_stand_side_by_side_and_the_silent_one_says_so(page: Page) -> None:
    go_to(page, "对照")
    page.fill("#compare-topic input, #compare-topic textarea", "学前三年毛入园率的目标是多少？")
    for region in ("澄州市", "听湖区"):
        choose(page, "compare-regions", region)
    page.keyboard.press("Escape")
    page.click("#compare-go")
    page.wait_for_selector("#compare table")
    cells = {
        cell.get_attribute("data-label"): cell
        for cell in page.locator("#compare tbody tr").first.locator("td").all()
    }
    assert "95%" in cells["澄州市"].inner_text()
    cells["澄州市"].locator(".ref").first.click()
    page.wait_for_selector("#source mark")
    other = cells["听湖区"]
    assert other.locator(".silent").count() == 1 or other.locator(".ref").count() >= 1


def test_an_upload_shows_progress_and_facts_and_can_be_removed(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "校园足球.txt"
    file.write_text(NEW_POLICY, encoding="utf-8")
    go_to(page, "文件库")
    upload(page, file)
    page.wait_for_selector("#upload-progress [data-action=outline]", timeout=60_000)
    assert "新增" in page.locator("#upload-progress").inner_text()
    page.click("#upload-progress [data-action=outline]")
    page.click("#source details summary")
    assert "县体育发展中心" in page.locator("#source .fact-list").inner_text()
    page.wait_for_selector("#library tbody >> text=校园足球")
    page.fill("#library-search input, #library-search textarea", "校园足球")
    page.wait_for_function("document.querySelectorAll('#library tbody tr').length === 1")
    page.click("#library [data-action=ask-remove]")
    page.click("#library [data-action=remove]")
    page.wait_for_function("document.querySelectorAll('#library tbody tr').length !== 1")
    page.fill("#library-search input, #library-search textarea", "校园足球")
    page.wait_for_selector("#library .empty")


def test_a_file_of_another_kind_is_refused_with_the_reason(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "photo.txt"
    file.write_bytes(b"")
    go_to(page, "文件库")
    upload(page, file)
    page.wait_for_selector("#upload-progress .conclusion")
    assert "失败" in page.locator("#upload-progress").inner_text()


def test_an_answer_marked_wrong_becomes_an_evaluation_question(page: Page, service: Service) -> None:
    card = ask(page, QUESTION)
    card.locator("[data-action=mark]", has_text="应该拒答").click()
    page.wait_for_selector(".marked")
    go_to(page, "评测")
    page.wait_for_selector("#feedback .failure")
    assert "学前三年毛入园率" in page.locator("#feedback").inner_text()
    questions = load_questions(service.settings.folder / "sets" / "feedback" / "questions.jsonl")
    assert [(q.question, q.category) for q in questions] == [(QUESTION, "unanswerable")]


def test_the_switch_turns_the_page_english(page: Page) -> None:
    page.click("#language")
    page.wait_for_selector("text=What would you like to know?")
    assert page.locator("#send").inner_text() == "Send"
    card = ask(page, QUESTION)
    assert "Sources" in card.inner_text()


@pytest.mark.parametrize("tab", TABS)
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, tab: str) -> None:
    page = open_page(browser, address, size=PHONE)
    if tab == "问答":
        ask(page, QUESTION).locator(".source").first.click()
        page.wait_for_selector("#source mark")
    else:
        go_to(page, tab)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.context.close()


def test_a_change_of_the_library_keeps_what_is_chosen_elsewhere(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "另一通知.txt"
    file.write_text(NEW_POLICY.replace("校园足球", "校园篮球"), encoding="utf-8")
    ask(page, QUESTION)
    go_to(page, "责任分工")
    choose(page, "duty-unit", "桐岭县财政局")
    page.wait_for_selector("#duties table")
    rows = page.locator("#duties tbody tr").count()
    go_to(page, "文件库")
    page.fill("#library-search input, #library-search textarea", "校园篮球")
    page.wait_for_selector("#library .empty")
    upload(page, file)
    page.wait_for_function("document.querySelectorAll('#library tbody tr').length === 1")
    go_to(page, "责任分工")
    page.wait_for_function(f"document.querySelectorAll('#duties tbody tr').length === {rows + 1}")
    go_to(page, "问答")
    assert page.locator("#chat .turn").count() == 1
