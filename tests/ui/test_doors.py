"""Loopback is the only address until there are accounts, and a page runs only inside the main script."""

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from sales_core.ui.doors import Doors, is_loopback
from tests.programs import ROOT, clean
from tests.ui.conftest import App, free_port, running_app


@pytest.mark.parametrize("command", ["uvicorn", "streamlit"])
def test_any_other_address_is_refused_in_one_sentence(command: str, tmp_path: Path) -> None:
    port = free_port()
    arguments = {
        "uvicorn": ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", str(port)],
        "streamlit": ["streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", str(port)],
    }
    ended = subprocess.run(
        [sys.executable, "-m", *arguments[command]],
        cwd=ROOT,
        env=clean({"TABLO_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert "адрес 0.0.0.0 отклонён" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("/run/tablo.sock", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("board.example.org", False),
        ("", False),
    ],
)
def test_only_this_computer_is_loopback(host: str, allowed: bool) -> None:
    assert is_loopback(host) is allowed


@pytest.mark.parametrize(
    ("base", "path", "status"),
    [
        ("http://127.0.0.1", "/page", 200),
        ("http://192.168.1.5", "/page", 403),
        ("http://127.0.0.1", "/_stcore/metrics", 404),
        ("http://127.0.0.1", "/prefix/_stcore/script-health-check/", 404),
    ],
)
def test_a_connection_is_judged_by_the_address_it_came_in_on(base: str, path: str, status: int) -> None:
    inner = Starlette(routes=[Route("/{rest:path}", lambda _: PlainTextResponse("inside"))])

    async def ask() -> int:
        transport = httpx.ASGITransport(app=Doors(inner))
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return (await client.get(path)).status_code

    with start_blocking_portal() as elsewhere:  # a loop of its own: the browser of other tests may hold this thread's
        assert elsewhere.call(ask) == status


def test_a_page_run_without_the_main_script_shows_nothing() -> None:
    for path in sorted((ROOT / "pages").glob("*.py")):
        run = AppTest.from_file(str(path)).run(timeout=20)
        assert len(run.main) == 0, path
        assert not run.exception


@pytest.mark.browser
@pytest.mark.parametrize("name", ["deal", "settings", "setup"])
def test_a_deep_link_opened_first_has_the_frame_around_it(app: App, page: Page, name: str) -> None:
    """Streamlit runs a page by itself when the first request of a fresh process names it and ``pages/`` lies beside the
    main script: whichever page it is, so three stand for all."""
    with running_app({"TABLO_DATABASE_URL": app.database.url}) as url:
        page.goto(f"{url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("stSidebarLogo")).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
