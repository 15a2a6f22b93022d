"""``policy-kb serve``: the chat page, the REST API and MCP on one port."""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from app.access import Access
    from app.limits import Limits
    from app.service import Service


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=7860, help="port (7860)")
    parser.add_argument(
        "--auth", type=Path, metavar="FILE", help="users file; without one only this machine is served"
    )
    parser.add_argument("--no-audit", action="store_true", help="keep no log of questions and changes")
    parser.add_argument(
        "--requests-per-minute", type=_positive, metavar="N", help="limit of each user (240; 3000 alone)"
    )
    parser.add_argument(
        "--max-upload-mb", type=_positive, metavar="N", help="limit of one upload (50; 200 alone)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in a browser")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    import uvicorn

    from app.access import Access, check_host
    from app.open import read_settings
    from app.service import Service
    from app.users import UsersFile

    access = Access(UsersFile(options.auth) if options.auth is not None else None)
    check_host(options.host, access=access)
    _check_port(options.host, options.port)
    service = Service(read_settings(options.kb))
    app = build_app(service, access, limits=_limits(options, access), audited=not options.no_audit)
    threading.Thread(target=service.warm_up, daemon=True).start()
    shown = f"[{options.host}]" if ":" in options.host else options.host
    url = f"http://{'127.0.0.1' if options.host in ('0.0.0.0', '::') else shown}:{options.port}"
    if access.is_open:
        print("no users file (--auth FILE): only this machine is served, everybody on it may do everything")
    print(f"{url}  (Ctrl+C stops it)", flush=True)
    if options.open:
        threading.Thread(target=_open_browser, args=(url, options.host, options.port), daemon=True).start()
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning")
    return 0


def build_app(service: Service, access: Access, *, limits: Limits, audited: bool = True) -> FastAPI:
    """The whole server with its page."""
    from app.evaluation_run import Evaluator
    from app.page_gate import ServerGate
    from app.server import audit_log, create_app, request_limiter
    from app.ui.page import build_page, mount_options

    audit, limiter = audit_log(service, enabled=audited), request_limiter(limits)
    evaluator = Evaluator(service.settings.folder)
    gate = ServerGate(access, limiter, audit)
    page = build_page(service, gate=gate, limits=limits, evaluator=evaluator)
    return create_app(
        service,
        page=page,
        access=access,
        audit=audit,
        limits=limits,
        limiter=limiter,
        evaluate=evaluator,
        page_options=mount_options(),
    )


def _limits(options: argparse.Namespace, access: Access) -> Limits:
    from app.limits import Limits

    limits = Limits.local() if access.is_open else Limits()
    if options.requests_per_minute is not None:
        limits = replace(limits, requests_per_minute=float(options.requests_per_minute))
    if options.max_upload_mb is not None:
        limits = replace(limits, max_upload_bytes=options.max_upload_mb * 1_000_000)
    return limits


def _check_port(host: str, port: int) -> None:
    """Raise UsageError when the address cannot be listened on; uvicorn would only log it."""
    if not 0 < port < 65536:
        raise UsageError(f"there is no port {port}: choose another --port, 1 to 65535")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host} port {port} ({error.strerror}): choose another --port"
        ) from error


def _open_browser(url: str, host: str, port: int) -> None:
    import webbrowser

    for _ in range(100):
        try:
            with socket.create_connection((host, port), timeout=1):
                break
        except OSError:
            time.sleep(0.2)
    if not webbrowser.open(url):
        print(f"no browser here: open {url}", file=sys.stderr)


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not a positive number")
    return value
