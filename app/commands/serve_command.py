"""``policy-kb serve``: the chat page and the REST API on one port."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=7860, help="port (7860)")


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    import threading

    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    from app.open import read_settings
    from app.service import Service
    from app.ui.page import build_page, mount_options

    service = Service(read_settings(options.kb))
    page = build_page(service)
    app = gr.mount_gradio_app(FastAPI(), page, path="/", **mount_options())
    threading.Thread(target=service.warm_up, daemon=True).start()
    print(f"http://{options.host}:{options.port}  (Ctrl+C stops it)", flush=True)
    uvicorn.run(app, host=options.host, port=options.port, log_level="warning")
    return 0
