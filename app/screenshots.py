"""Screenshots of the running product over the bundled sample: ``make screenshots``.

``screenshots/`` gets every tab at 1280 and 390 px; ``docs/screenshots/`` the three user stories of the README.
Needs the development extra (Playwright) and Chromium.
"""

from __future__ import annotations

import itertools
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import eval as eval_package
from app.access import Access
from app.commands.serve_command import build_app
from app.evaluation_run import EvaluationRequest, Evaluator
from app.limits import Limits
from app.open import read_settings
from app.service import Service
from kb.errors import KBError, UsageError

_SAMPLE = Path(next(iter(eval_package.__path__))) / "sets" / "sample" / "documents"
_SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
_STORY_SIZE = (1280, 860)
_NEW_FILE = """桐岭县人民政府办公室关于加强校园足球工作的通知
桐政办发〔2026〕{number}号
各乡镇人民政府，县级有关部门：
一、建设场地
到2028年，全县建成校园足球场30片以上。（牵头单位：县教育局，配合单位：县财政局、县体育发展中心）
二、配备教练
2026年底前，每所学校至少配备足球教练1名。（责任单位：县教育局）
桐岭县人民政府办公室
2026年5月6日
"""
_numbers = itertools.count(31)
Scene = Callable[[Any], None]


def main(folder: Path) -> int:
    """Write all pictures below ``folder``; returns the exit code."""
    try:
        with _sample_service() as service, _server(service) as address, _browser() as browser:
            take_all(browser, address, folder)
    except KBError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


def take_all(browser: Any, address: str, folder: Path) -> None:
    """The stories, then every scene at both widths."""
    for name, scene in _STORIES.items():
        _take(browser, address, _STORY_SIZE, scene, folder / "docs" / "screenshots" / f"{name}.png")
    for size_name, size in _SIZES.items():
        for name, scene in _SCENES.items():
            _take(browser, address, size, scene, folder / "screenshots" / f"{name}-{size_name}.png")


def _take(browser: Any, address: str, size: tuple[int, int], scene: Scene, path: Path) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    page.goto(address)
    page.wait_for_selector("#chat .welcome")
    scene(page)
    page.wait_for_timeout(600)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    page.close()
    print(path)


def _welcome(_page: Any) -> None:
    return None


def _answer(page: Any) -> None:
    _ask(page, "学前三年毛入园率的目标是多少？")
    page.evaluate("window.scrollTo(0, 0)")


def _source(page: Any) -> None:
    _ask(page, "听湖区残疾儿童入学率的目标是多少？")
    page.locator(".source").first.click()
    page.wait_for_selector("#source mark")


def _refusal(page: Any) -> None:
    _ask(page, "成都市学前三年毛入园率的目标是多少？")


def _duties(page: Any) -> None:
    _go(page, "责任分工")
    _choose(page, "duty-unit", "桐岭县教育局")
    page.wait_for_selector("#duties table")
    page.click("#duties summary")


def _targets(page: Any) -> None:
    _go(page, "目标与期限")
    page.wait_for_selector("#targets table")


def _compare(page: Any) -> None:
    _go(page, "对照")
    page.fill("#compare-topic input, #compare-topic textarea", "学前三年毛入园率")
    for region in ("澄州市", "桐岭县", "听湖区"):
        _choose(page, "compare-regions", region)
    page.keyboard.press("Escape")
    page.click("#compare-go")
    page.wait_for_selector("#compare table")


def _library(page: Any) -> None:
    _go(page, "文件库")
    page.wait_for_selector("#library table")


def _upload(page: Any) -> None:
    _library(page)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "桐岭县校园足球通知.txt"
        file.write_text(_NEW_FILE.format(number=next(_numbers)), encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.click("#upload")
        chooser.value.set_files(file)
        page.wait_for_selector("#upload-progress [data-action=outline]", timeout=60_000)
    page.click("#upload-progress [data-action=outline]")
    page.click("#source details summary")


def _evaluation(page: Any) -> None:
    _ask(page, "澄州市第三中学几点熄灯？")
    page.locator("[data-action=mark]").first.click()
    page.wait_for_selector(".marked")
    _go(page, "评测")
    page.wait_for_selector("#figures .own, #figures p, #figures table")


def _clerk(page: Any) -> None:
    _go(page, "责任分工")
    _choose(page, "duty-unit", "桐岭县教育局")
    page.wait_for_selector("#duties table")
    page.locator("#duties .source-link").first.click()
    page.wait_for_selector("#source mark")


_SCENES: dict[str, Scene] = {
    "welcome": _welcome,
    "answer": _answer,
    "source": _source,
    "refusal": _refusal,
    "duties": _duties,
    "targets": _targets,
    "compare": _compare,
    "library": _library,
    "upload": _upload,
    "evaluation": _evaluation,
}
_STORIES: dict[str, Scene] = {"headteacher": _source, "clerk": _clerk, "maintainer": _upload}


def _ask(page: Any, question: str) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#chat .footer")


def _go(page: Any, tab: str) -> None:
    shown = page.locator("#tabs > .tab-wrapper [role=tab]:visible", has_text=tab)
    if shown.count():
        shown.first.click()
        return
    page.locator(".overflow-menu > button").click()
    page.locator(".overflow-dropdown button", has_text=tab).click()


def _choose(page: Any, elem_id: str, words: str) -> None:
    field = page.locator(f"#{elem_id} input").first
    field.click()
    field.press_sequentially(words)
    page.locator(f"#{elem_id} [role=option]:visible", has_text=words).first.click()


@contextmanager
def _sample_service() -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="policy-kb-screenshots-") as folder:
        service = Service(read_settings(Path(folder) / "kb"))
        service.add_files(sorted(_SAMPLE.iterdir()))
        service.warm_up()
        # the upload of the maintainer's story shows its difference to this run
        Evaluator(service.settings.folder)(EvaluationRequest(sets=("sample",)))
        yield service


@contextmanager
def _server(service: Service) -> Iterator[str]:
    import uvicorn

    app = build_app(service, Access(None), limits=Limits.local(), audited=False)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


@contextmanager
def _browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise UsageError("no Chromium here: run 'make browser' first")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise UsageError("Playwright is missing: pip install 'policy-kb[dev]'") from None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path()))
