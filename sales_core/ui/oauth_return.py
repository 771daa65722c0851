"""``GET /connect``: where amoCRM sends the browser back after consent.

The answer is used here, on the server, and the browser goes on at once to an address without any secret, so that
neither code nor state stays in its history. The page there asks ``load_outcome`` how the attempt of that id ended.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sales_core.connection import finish_oauth
from sales_core.errors import TabloError
from sales_core.reporting import open_database
from sales_core.ui.reader import configured_language, installation

PATH = "/connect"
ATTEMPT = "attempt"
"""The query parameter that names the attempt to the setup page."""

_KEPT_NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def oauth_return() -> Route:
    return Route(PATH, _finish, methods=["GET"])


def _finish(request: Request) -> Response:
    try:
        settings = installation()
        database = open_database(settings.database_url)
        try:
            outcome = finish_oauth(settings, database, request.query_params)
        finally:
            database.dispose()
    except TabloError as error:
        return PlainTextResponse(configured_language().error(error), 503, _KEPT_NOWHERE)
    # Relative, so that it holds under any prefix the app is served at.
    return RedirectResponse(f"setup?{ATTEMPT}={outcome.attempt_id}", 303, _KEPT_NOWHERE)
