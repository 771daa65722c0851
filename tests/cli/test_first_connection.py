"""From ``tablo up`` without an account to data on the board by consent in the browser, with no secret left about."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from sales_core.config import Settings
from sales_core.connection import begin_oauth, load_outcome, open_client
from sales_core.demo.oauth import CLIENT_ID, CLIENT_SECRET
from sales_core.store.bookmarks import last_success_at
from sales_core.store.database import Database, open_database
from tests.cli.programs import TABLO, address_printed_by, free_port, running
from tests.connection.amocrm import answer_in, demo_amocrm

PATIENCE_S = 60


def synced(database: Database) -> bool:
    with database.read() as conn:
        return last_success_at(conn) is not None


@pytest.mark.slow
def test_an_account_connected_in_the_browser_fills_the_board_by_itself(folder: Path) -> None:
    port = free_port()
    public_url = f"http://localhost:{port}"
    with demo_amocrm() as amocrm, running(folder, "up", "--port", str(port), TABLO_LANGUAGE="en") as process:
        amocrm.tokens.redirect_uri = f"{public_url}/connect"
        assert address_printed_by(process) == public_url
        database = open_database(f"sqlite:///{folder}/data/tablo.db")
        settings = Settings(database_url=database.url, public_url=public_url)
        begun = begin_oauth(settings, database, amocrm.url, CLIENT_ID, CLIENT_SECRET)
        answered = amocrm.agree(begun.consent_url)
        assert httpx.get(answered, trust_env=False).status_code == 303
        assert load_outcome(database, begun.attempt_id).access is not None
        until = time.monotonic() + PATIENCE_S
        while not synced(database):
            assert time.monotonic() < until
            time.sleep(0.2)
        with open_client(settings, database) as client:
            access_token = client._auth.token()
        process.send_signal(signal.SIGINT)
        said = "".join(process.communicate(timeout=30))
    assert "No amoCRM account is connected yet: open http://localhost:" in said
    assert said.count("No amoCRM account is connected yet") == 1
    exported = subprocess.run(
        [TABLO, "settings", "export"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    kept = b"".join(path.read_bytes() for path in (folder / "data").iterdir()) + (said + exported).encode()
    answer: dict[str, Any] = answer_in(answered)
    secrets = [CLIENT_SECRET, access_token, answer["code"], answer["state"]]
    assert [secret for secret in secrets if secret.encode() in kept] == []
    database.dispose()
