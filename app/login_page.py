"""Signing in and out in a browser: one small page without scripts or outside resources."""

from __future__ import annotations

import html
import string
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from app.access import SESSION_S, Access
from app.audit import AuditLog
from app.guard import SESSION_COOKIE, session_key
from kb.errors import SignInError, TooManyRequestsError

_PAGE = string.Template("""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>登录 · Sign in</title><style>
body{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;background:#f3f5f8;color:#1c2733;
margin:0;min-height:100vh;display:grid;place-items:center}
form{background:#fff;padding:2rem;border-radius:12px;box-shadow:0 2px 14px #0002;width:min(20rem,86vw)}
h1{font-size:1.2rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem;font-size:.9rem}
input{width:100%;box-sizing:border-box;padding:.6rem;font-size:1rem;border:1px solid #8795a5;border-radius:6px}
button{margin-top:1.2rem;width:100%;padding:.7rem;font-size:1rem;border:0;border-radius:6px;background:#1f5fa8;
color:#fff;cursor:pointer}.error{color:#a4161a;font-size:.9rem}
</style></head><body><form method="post" action="/login"><h1>政策知识库 · 登录</h1>
<p class="error" role="alert">$error</p>
<label for="name">用户名 User name</label>
<input id="name" name="name" autocomplete="username" required autofocus>
<label for="password">密码 Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<input type="hidden" name="next" value="$next"><button>登录 Sign in</button></form></body></html>
""")


def login_routes(access: Access, audit: AuditLog) -> APIRouter:
    """``GET`` and ``POST /login``, ``GET /logout``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/login")
    def show(request: Request, next: str = "/") -> Response:
        if access.is_open or request.state.user is not None:
            return RedirectResponse(_local(next), status_code=303)
        return _page("", next)

    @router.post("/login")
    async def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=200)],
        password: Annotated[str, Form(max_length=1000)],
        next: Annotated[str, Form(max_length=2000)] = "/",
    ) -> Response:
        if access.is_open:
            return RedirectResponse(_local(next), status_code=303)
        address = request.client.host if request.client else "unknown"
        try:
            key = await run_in_threadpool(access.sign_in, name, password, address=address)
        except TooManyRequestsError as error:
            audit.record(name, "sign_in_failed", via="page", address=address)
            refusal = _page("密码错误次数过多，请稍后再试。" + str(error), next, status=429)
            refusal.headers["retry-after"] = str(error.retry_after_s)
            return refusal
        except SignInError:
            audit.record(name, "sign_in_failed", via="page", address=address)
            return _page("用户名或密码不正确。Wrong user name or password.", next, status=401)
        audit.record(name, "sign_in", via="page", address=address)
        response = RedirectResponse(_local(next), status_code=303)
        response.set_cookie(
            SESSION_COOKIE,
            key,
            max_age=int(SESSION_S),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    @router.get("/logout")
    def sign_out(request: Request) -> Response:
        key = session_key(request.headers)
        if key is not None:
            access.sign_out(key)
        response = RedirectResponse("/login", status_code=303)
        response.delete_cookie(SESSION_COOKIE)
        return response

    return router


def _page(error: str, next_path: str, *, status: int = 200) -> HTMLResponse:
    content = _PAGE.substitute(error=html.escape(error), next=html.escape(_local(next_path)))
    return HTMLResponse(content, status_code=status, headers={"cache-control": "no-store"})


def _local(path: str) -> str:
    """A path of this server; anything that a browser could take for another site becomes the start page."""
    plain = path.isprintable() and path.isascii() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
