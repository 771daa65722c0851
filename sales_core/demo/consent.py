"""The page where a person gives an integration access to the account, or denies it."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from sales_core.demo.server import Server


def routes() -> list[Route]:
    return [Route("/oauth", _ask, methods=["GET"]), Route("/oauth", _answer, methods=["POST"])]


async def _ask(request: Request) -> Response:
    """Nothing is granted by looking at the page."""
    demo: Server = request.app.state.demo
    demo.tokens.check_client(request.query_params.get("client_id", ""))
    facts = demo.world.account
    page = _PAGE.format(name=escape(facts.name), host=escape(request.url.netloc), query=escape(str(request.url.query)))
    return HTMLResponse(page)


async def _answer(request: Request) -> Response:
    demo: Server = request.app.state.demo
    asked, state = request.query_params, request.query_params.get("state", "")
    with demo.world.lock:
        if asked.get("answer") == "deny":
            demo.tokens.check_client(asked.get("client_id", ""))
            query = urlencode({"error": "access_denied", "state": state})
            target = f"{demo.tokens.redirect_uri}?{query}"
        else:
            target = demo.tokens.authorize(asked.get("client_id", ""), state, request.url.netloc)
    return RedirectResponse(target, status_code=302)


_PAGE = """<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Доступ к аккаунту</title>
<meta name="viewport" content="width=device-width">
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; background: #f2f4f7; color: #1d2939; margin: 0 }}
main {{ max-width: 26rem; margin: 12vh auto; padding: 2rem; background: #fff; border-radius: 12px;
  box-shadow: 0 1px 3px #10182826 }}
h1 {{ font-size: 1.25rem; margin: 0 0 .75rem }}
p {{ margin: 0 0 1rem; color: #475467 }}
form {{ display: flex; gap: .75rem; margin-top: 1.5rem }}
button {{ font: inherit; padding: .55rem 1.1rem; border-radius: 8px; border: 1px solid #d0d5dd; background: #fff;
  cursor: pointer }}
button.agree {{ background: #1570ef; border-color: #1570ef; color: #fff }}
</style></head>
<body><main>
<h1>Интеграция «Табло» просит доступ</h1>
<p>Аккаунт: <b>{name}</b> ({host}).</p>
<p>Она сможет читать данные аккаунта: сделки, счета, задачи, события, сотрудников.</p>
<form method="post">
<button class="agree" formaction="?{query}">Разрешить</button>
<button formaction="?{query}&amp;answer=deny">Отказать</button>
</form>
</main></body></html>
"""
