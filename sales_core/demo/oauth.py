"""Who may ask: long-lived tokens and OAuth pairs whose refresh token is spent by its first use."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from sales_core.clock import Clock
from sales_core.demo.asking import Problem, Viewer, unauthorized

ADMIN_TOKEN = "demo-token"  # noqa: S105 - the demo's, good for nothing else
MANAGER_TOKEN = "demo-manager-token"  # noqa: S105
CLIENT_ID = "2f6c1d84-0a3b-4c5d-8e7f-90a1b2c3d4e5"
CLIENT_SECRET = "demo-secret"  # noqa: S105
REDIRECT_URI = "http://localhost:8501/connect"
CODE_LIFETIME_S = 20 * 60
ACCESS_LIFETIME_S = 86_400
REFRESH_LIFETIME_S = 90 * 86_400
_PROBLEM_TYPE = "https://developers.amocrm.ru/v3/errors/OAuthProblemJson"


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token stands for. ``integration`` is what the limit of requests is counted by."""

    viewer: Viewer
    integration: str
    expires_at: int | None = None


def oauth_problem(hint: str) -> Problem:
    problem = Problem(401, "Некорректный запрос", "В запросе отсутствует ряд параметров или параметры невалидны")
    problem.body = {"hint": hint} | problem.body | {"type": _PROBLEM_TYPE}
    return problem


def client_problem() -> Problem:
    problem = Problem(401, "Некорректный клиент", "Авторизация клиента не прошла")
    problem.body |= {"type": _PROBLEM_TYPE}
    return problem


class Tokens:
    """Every token of the account. Codes and refresh tokens are good once; the second use kills nothing but itself.

    ``redirect_uri`` is what stands in the integration's window.
    """

    def __init__(
        self, *, clock: Clock, account_id: int, admin_id: int, manager_id: int, redirect_uri: str = REDIRECT_URI
    ) -> None:
        self.redirect_uri = redirect_uri
        self._clock = clock
        self._account_id = account_id
        self._admin_id = admin_id
        self._numbers = count(1)
        self._codes: dict[str, int] = {}
        self._refresh: dict[str, int] = {}
        self.access: dict[str, Grant] = {
            ADMIN_TOKEN: Grant(Viewer(admin_id, is_admin=True), "demo-admin"),
            MANAGER_TOKEN: Grant(Viewer(manager_id, is_admin=False), "demo-manager"),
        }

    def grant(self, authorization: str) -> Grant:
        """The grant of an ``Authorization`` header; Problem 401 without a token that lives."""
        found = self.access.get(authorization.removeprefix("Bearer "))
        if found is None or (found.expires_at is not None and found.expires_at <= self._clock()):
            raise unauthorized()
        return found

    def revoke_access(self) -> None:
        """All access tokens got by OAuth die at once; refresh tokens live."""
        self.access = {token: grant for token, grant in self.access.items() if grant.expires_at is None}

    def revoke_refresh(self) -> None:
        self._refresh.clear()

    def authorize(self, client_id: str, state: str, referer: str) -> str:
        """Where the authorisation page sends the browser once a person has agreed."""
        self.check_client(client_id)
        code = f"def50200code{next(self._numbers):032d}"
        self._codes[code] = self._clock() + CODE_LIFETIME_S
        asked = {"code": code, "referer": referer, "platform": "1", "client_id": client_id}
        return f"{self.redirect_uri}?{urlencode(asked | ({'state': state} if state else {}))}"

    def check_client(self, client_id: str) -> None:
        """Raises Problem for an integration that is not the account's."""
        if client_id != CLIENT_ID:
            raise client_problem()

    def exchange(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """The reply of ``/oauth2/access_token``."""
        needed = {"client_id", "client_secret", "grant_type", "redirect_uri"}
        if not needed <= form.keys():
            raise Problem(400, "Bad Request", "Request validation failed")
        told = (form["client_id"], form["client_secret"], form["redirect_uri"])
        if told != (CLIENT_ID, CLIENT_SECRET, self.redirect_uri):
            raise client_problem()
        if form["grant_type"] == "authorization_code":
            self._spend(self._codes, form.get("code"), "Authorization code has been revoked")
        elif form["grant_type"] == "refresh_token":
            self._spend(self._refresh, form.get("refresh_token"), "Token has been revoked")
        else:
            raise Problem(400, "Bad Request", "Request validation failed")
        return self._new_pair()

    def _spend(self, living: dict[str, int], token: Any, hint: str) -> None:
        if living.pop(str(token), 0) <= self._clock():
            raise oauth_problem(hint)

    def _new_pair(self) -> dict[str, Any]:
        now, number = self._clock(), next(self._numbers)
        access, refresh = self._jwt(now, number), f"def50200{number:0300d}"
        viewer = Viewer(self._admin_id, is_admin=True)
        self.access[access] = Grant(viewer, CLIENT_ID, now + ACCESS_LIFETIME_S)
        self._refresh[refresh] = now + REFRESH_LIFETIME_S
        return {
            "token_type": "Bearer",
            "expires_in": ACCESS_LIFETIME_S,
            "access_token": access,
            "refresh_token": refresh,
        }

    def _jwt(self, now: int, number: int) -> str:
        claims = {
            "aud": CLIENT_ID,
            "jti": f"demo-{number}",
            "iat": now,
            "nbf": now,
            "exp": now + ACCESS_LIFETIME_S,
            "sub": str(self._admin_id),
            "grant_type": "",
            "account_id": self._account_id,
            "base_domain": "amocrm.ru",
            "version": 2,
            "scopes": ["crm", "notifications"],
            "api_domain": "api-b.amocrm.ru",
        }
        parts = [{"typ": "JWT", "alg": "RS256"}, claims]
        encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
        return ".".join([*encoded, "c2FtcGxlLXNpZ25hdHVyZS1ub3QtdmFsaWQ"])
