"""Driving the page in headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.access import Access
from app.service import Service
from app.users import UsersFile
from kb.settings import Settings
from tests.fakes import FakeEmbedder
from tests.serving import PASSWORDS, PLENTY, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TABS = ("问答", "责任分工", "目标与期限", "对照", "文件库", "评测")
DESKTOP, PHONE = (1280, 900), (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the test is skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium here: make browser installs it")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def copied_service(base: Path, folder: Path) -> Service:
    """A service over a copy of a base, embedding with ``FakeEmbedder``."""
    shutil.copytree(base, folder / "base")
    service = Service(Settings(folder=folder / "base", cache_dir=folder / "cache"))
    embedder = FakeEmbedder()
    service._embedder = lambda: embedder
    return service


@contextmanager
def served(service: Service, *, users: UsersFile | None = None) -> Iterator[str]:
    """The whole server with its page; yields its address."""
    from app.commands.serve_command import build_app

    with running(build_app(service, Access(users), limits=PLENTY)) as address:
        yield address


def open_page(browser: Browser, address: str, *, size: tuple[int, int] = DESKTOP) -> Page:
    """The page, ready for a question. Requests to other machines fail the test."""
    page = new_page(browser, address, size=size)
    page.goto(address)
    page.wait_for_selector("#chat .welcome", timeout=20_000)
    return page


def new_page(browser: Browser, address: str, *, size: tuple[int, int] = DESKTOP) -> Page:
    """A page of its own session that notes scripts, errors and foreign requests."""
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    page.set_default_timeout(15_000)

    def check(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            page.evaluate("url => { (window.foreign ||= []).push(url) }", request.url)

    page.on("request", check)
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def foreign_requests(page: Page) -> list[str]:
    """Requests that the page made to other machines."""
    found: list[str] = page.evaluate("window.foreign || []")
    return found


def sign_in(page: Page, address: str, name: str) -> None:
    """Sign in on the login page."""
    page.goto(f"{address}/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORDS[name])
    page.click("form button")
    page.wait_for_selector("#chat .welcome", timeout=20_000)


def go_to(page: Page, tab: str) -> None:
    """Open a tab, from the overflow menu where the screen is narrow."""
    shown = page.locator("#tabs > .tab-wrapper [role=tab]:visible", has_text=tab)
    if shown.count():
        shown.first.click()
        return
    page.locator(".overflow-menu > button").click()
    page.locator(".overflow-dropdown button", has_text=tab).click()


def ask(page: Page, question: str) -> Any:
    """Ask in the chat; returns the card of the answer."""
    before = page.locator("#chat .turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    turn = page.locator("#chat .turn").nth(before)
    turn.locator(".footer").wait_for()
    return turn.locator(".card")


def choose(page: Page, elem_id: str, words: str) -> None:
    """Type into a drop-down list and take the first match."""
    field = page.locator(f"#{elem_id} input").first
    field.click()
    field.press_sequentially(words)
    page.locator(f"#{elem_id} [role=option]:visible", has_text=words).first.click()


def upload(page: Page, *files: Path) -> None:
    """Choose files for the library's upload button."""
    with page.expect_file_chooser() as waiting:
        page.click("#upload")
    waiting.value.set_files(list(files))
