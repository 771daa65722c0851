"""A token endpoint as strict as amoCRM's: each refresh token works once, and a reused one ends the chain."""

import json
import threading
from collections.abc import Callable

from starlette.responses import JSONResponse, Response

from sales_core.amocrm.token_endpoint import Integration
from tests.amocrm.conftest import Asked, listing, sample, status

INTEGRATION = Integration("integration-id", "integration-secret", "https://example.org/amo")
TOKEN_PATH = "/oauth2/access_token"


class TokenServer:
    """Gives ``access-1``, ``access-2`` …; ``before_answer`` runs after a token is spent and before the reply.

    ``access-0``, what a test begins with, has expired.
    """

    def __init__(self, before_answer: Callable[[], Response | None] = lambda: None) -> None:
        self.count = 0
        self.good_refresh = {"code": "the-code", "refresh": "refresh-0"}
        self.before_answer = before_answer
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Response:
        if asked.path != TOKEN_PATH:
            is_good = self.count > 0 and asked.headers.get("authorization") == f"Bearer access-{self.count}"
            return listing("leads", [{"id": 1}]) if is_good else status(401, sample("error_401"))
        with self._lock:
            return self._exchange(json.loads(asked.body))

    def _exchange(self, body: dict[str, str]) -> Response:
        if body["client_secret"] != INTEGRATION.client_secret or body["redirect_uri"] != INTEGRATION.redirect_uri:
            return JSONResponse(sample("oauth_error_client"), 401)
        shown = body["code"] if body["grant_type"] == "authorization_code" else body["refresh_token"]
        if shown not in self.good_refresh.values():
            return JSONResponse(sample("oauth_error"), 401)
        self.count += 1
        self.good_refresh = {"refresh": f"refresh-{self.count}"}
        return self.before_answer() or JSONResponse(
            {
                "token_type": "Bearer",
                "expires_in": 86400,
                "access_token": f"access-{self.count}",
                "refresh_token": f"refresh-{self.count}",
            }
        )
