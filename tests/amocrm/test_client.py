"""What the client makes of every kind of answer, over real HTTP."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from sales_core import __version__
from sales_core.amocrm.auth import StaticToken
from sales_core.amocrm.client import AmocrmClient, Backoff
from sales_core.amocrm.errors import (
    AccessBlocked,
    GarbledReply,
    InvalidRequest,
    NoRights,
    NotFound,
    RateLimited,
    ReconnectNeeded,
    RetryLater,
    ServerFailed,
    SubscriptionEnded,
    TooHeavy,
    Unreachable,
    WrongAddress,
)
from sales_core.amocrm.fetching import fetch_account, fetch_loss_reasons, fetch_users
from sales_core.amocrm.pacing import Unwanted
from sales_core.errors import AmocrmError, ConfigError, InputError
from tests.amocrm.conftest import (
    HTML,
    TOKEN,
    Answer,
    Asked,
    Server,
    hasty_pacer,
    in_turn,
    listing,
    raw_server,
    sample,
    status,
)
from tests.waiting import PATIENCE_S, until

Serve = Callable[[Answer], Server]
Connect = Callable[..., AmocrmClient]

GOOD = listing("leads", [{"id": 1}])
TEXT = b'{"_embedded": {"leads": [{"id": 1}]}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/hal+json\r\n"
WHOLE = HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(TEXT) + TEXT


class OneRenewal:
    """An auth that can renew once, and remembers what was refused."""

    def __init__(self) -> None:
        self.now = "first"
        self.refused: list[str] = []

    def token(self) -> str:
        return self.now

    def renew(self, refused: str) -> str:
        self.refused.append(refused)
        self.now = "second"
        return self.now


@pytest.mark.parametrize(
    "failure",
    [
        status(500),
        Response("<html>Bad gateway</html>", 502),
        status(503),
        status(429),
        HTML,
        Response('{"_embedded": {"le'),
    ],
    ids=["500", "502 as HTML", "503", "429", "HTML where JSON should be", "half a document"],
)
def test_what_passes_by_itself_is_tried_again(served: Serve, connect: Connect, failure: Response) -> None:
    client = connect(served(in_turn(failure, failure, GOOD)).url)
    assert client.get("/api/v4/leads") == {"_links": GOOD_LINKS, "_embedded": {"leads": [{"id": 1}]}}
    assert (client.counters.requests, client.counters.retries) == (3, 2)


GOOD_LINKS = {"self": {"href": "https://shard152.amocrm.ru/api/v4/leads?page=1"}}


@pytest.mark.parametrize(
    "cut",
    [b"", HEAD + b"Content-Length: 900\r\n\r\n" + TEXT, HEAD, HEAD + b"\r\n" + TEXT[:20], b"220 smtp.example\r\n"],
    ids=["reset", "half a body", "half a head", "no length and half a document", "not even HTTP"],
)
def test_a_cut_connection_is_tried_again(connect: Connect, cut: bytes) -> None:
    with raw_server(cut, cut, WHOLE) as url:
        assert connect(url).get("/api/v4/leads") is not None


def test_a_time_out_is_tried_again(connect: Connect, served: Serve) -> None:
    """The first answer is withheld until the question comes again."""
    numbers, again = count(), threading.Event()

    def slow_once(_: Asked) -> Response:
        assert next(numbers) > 0 or again.wait(PATIENCE_S)
        again.set()
        return GOOD

    client = connect(served(slow_once).url, tries=100)
    client._http.timeout = httpx.Timeout(0.15)
    assert client.get("/api/v4/leads") is not None


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (status(429), RateLimited),
        (status(500), ServerFailed),
        (Response("<html>Gateway time-out</html>", 504), TooHeavy),
        (HTML, GarbledReply),
    ],
)
def test_what_does_not_pass_is_told_after_a_few_tries(
    served: Serve, connect: Connect, reply: Response, kind: type[RetryLater]
) -> None:
    server = served(in_turn(reply))
    with pytest.raises(kind):
        connect(server.url, tries=3).get("/api/v4/leads")
    assert len(server.asked) == (2 if kind is TooHeavy else 3)


def test_a_server_that_is_not_there_is_told_by_its_name(connect: Connect) -> None:
    with raw_server(b"") as url:
        pass
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 cannot be reached"):
        connect(url, tries=2).get("/api/v4/leads")


def test_an_empty_answer_is_nothing_rather_than_json(served: Serve, connect: Connect) -> None:
    assert connect(served(in_turn(Response(status_code=204))).url).get("/api/v4/leads/1") is None


def test_a_refused_token_is_renewed_once_and_the_request_repeated(served: Serve, connect: Connect) -> None:
    server = served(in_turn(status(401), GOOD))
    auth = OneRenewal()
    assert connect(server.url, auth).get("/api/v4/leads") is not None
    assert auth.refused == ["first"]
    assert [asked.headers["authorization"] for asked in server.asked] == ["Bearer first", "Bearer second"]


def test_a_token_refused_after_its_renewal_stops_everything(served: Serve, connect: Connect) -> None:
    server = served(in_turn(status(401)))
    client = connect(server.url, OneRenewal())
    for _ in range(3):
        with pytest.raises(ReconnectNeeded):
            client.get("/api/v4/leads")
    assert len(server.asked) == 2


def test_a_refused_long_lived_token_stops_everything_and_says_what_to_do(served: Serve, connect: Connect) -> None:
    server = served(in_turn(Response(SAMPLE_401, 401, media_type="application/problem+json")))
    client = connect(server.url)
    for _ in range(2):
        with pytest.raises(ReconnectNeeded, match="Make a new one in amoCRM"):
            client.get("/api/v4/leads")
    assert len(server.asked) == 1


SAMPLE_401 = '{"title": "Unauthorized", "status": 401, "detail": "Invalid user name or password"}'


def test_403_where_it_used_to_work_stops_all_traffic_and_says_why(served: Serve, connect: Connect) -> None:
    server = served(in_turn(GOOD, Response("<html>Forbidden</html>", 403)))
    client = connect(server.url)
    client.get("/api/v4/users", needs_rights=True)
    with pytest.raises(AccessBlocked, match="too many requests"):
        client.get("/api/v4/users", needs_rights=True)
    with pytest.raises(AccessBlocked):
        client.get("/api/v4/account")
    assert len(server.asked) == 2
    assert isinstance(client.stopped, AccessBlocked)


def test_a_stop_ends_when_someone_resumes(served: Serve, connect: Connect) -> None:
    client = connect(served(in_turn(status(402), GOOD)).url)
    with pytest.raises(SubscriptionEnded):
        client.get("/api/v4/leads")
    client.resume()
    assert client.get("/api/v4/leads") is not None


def test_403_for_what_never_worked_is_only_a_lack_of_rights(served: Serve, connect: Connect) -> None:
    client = connect(served(in_turn(status(403, sample("error_403")), GOOD)).url)
    with pytest.raises(NoRights):
        client.get("/api/v4/users", needs_rights=True)
    assert client.get("/api/v4/leads") is not None


def test_a_stop_reaches_the_threads_that_wait_for_their_turn(served: Serve, connect: Connect) -> None:
    def first_good_then_blocked(_: Asked) -> Response:
        return GOOD if len(server.asked) == 1 else status(403)

    server = served(first_good_then_blocked)
    client = connect(server.url)
    client.get("/api/v4/leads")
    failures: list[AmocrmError] = []

    def ask() -> None:
        try:
            client.get("/api/v4/leads")
        except AmocrmError as error:
            failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {type(failure) for failure in failures} == {AccessBlocked}
    assert len(failures) == 8


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(status(404), NotFound), (status(405), InvalidRequest), (status(422), InvalidRequest)],
)
def test_one_refused_request_is_not_repeated_and_stops_nothing(
    served: Serve, connect: Connect, reply: Response, kind: type[AmocrmError]
) -> None:
    server = served(in_turn(reply, GOOD))
    client = connect(server.url)
    with pytest.raises(kind):
        client.get("/api/v4/leads/pipelines")
    assert client.get("/api/v4/leads") is not None
    assert len(server.asked) == 2


def test_a_refused_request_says_which_value_amocrm_did_not_like(served: Serve, connect: Connect) -> None:
    client = connect(served(in_turn(status(400, sample("error_400_validation")))).url)
    with pytest.raises(InvalidRequest, match="status_id: The value you selected is not a valid choice"):
        client.get("/api/v4/leads")


def test_a_redirect_is_not_followed_and_the_token_stays_home(served: Serve, connect: Connect) -> None:
    stranger = served(in_turn(GOOD))
    server = served(in_turn(RedirectResponse(stranger.url.replace("127.0.0.1", "localhost") + "/api/v4/leads")))
    with pytest.raises(WrongAddress, match="sends us on to localhost"):
        connect(server.url).get("/api/v4/leads")
    assert stranger.asked == []


@pytest.mark.parametrize("path", ["https://evil.example/api/v4/leads", "//evil.example/x", "api/v4/leads"])
def test_only_paths_on_the_accounts_own_host_can_be_asked_for(connect: Connect, path: str) -> None:
    with pytest.raises(ValueError, match=r"leads|evil"):
        connect("http://127.0.0.1:9").get(path)


def test_every_request_names_the_program_and_carries_the_token(served: Serve, connect: Connect) -> None:
    server = served(in_turn(GOOD))
    connect(server.url).get("/api/v4/leads")
    assert server.asked[0].headers["user-agent"] == f"Tablo/{__version__}"
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_filters_are_sent_as_php_reads_them(served: Serve, connect: Connect) -> None:
    server = served(in_turn(GOOD))
    connect(server.url).get(
        "/api/v4/leads",
        {
            "filter": {"updated_at": {"from": 5}, "id": [7, 8], "statuses": [{"pipeline_id": 1, "status_id": 2}]},
            "order": {"id": "asc"},
            "nothing": None,
            "flag": True,
        },
    )
    assert server.asked[0].query == {
        "filter[updated_at][from]": "5",
        "filter[id][]": "8",  # the last of two
        "filter[statuses][0][pipeline_id]": "1",
        "filter[statuses][0][status_id]": "2",
        "order[id]": "asc",
        "flag": "1",
    }


def test_nothing_secret_is_ever_logged(served: Serve, connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = connect(served(in_turn(status(500), GOOD)).url)
    client.get("/api/v4/leads")
    assert "/api/v4/leads" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "кириллица"])
def test_what_cannot_be_a_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(InputError, match="is no token"):
        StaticToken(token)


def test_the_line_end_of_a_secrets_file_is_no_part_of_the_token() -> None:
    assert StaticToken(f"{TOKEN}\n").token() == TOKEN


@pytest.mark.parametrize(
    "url", ["", "romashka.amocrm.ru", "ftp://x.example", "https://", "https://me:secret@x.example"]
)
def test_a_wrong_address_is_told_in_one_sentence(connect: Connect, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        connect(url)
    assert "https://NAME.amocrm.ru" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_closing_ends_a_long_wait_at_once(served: Serve) -> None:
    """It would last hours."""
    server = served(in_turn(status(500)))
    client = AmocrmClient(server.url, StaticToken(TOKEN), backoff=Backoff(first_s=9_999, longest_s=9_999))
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(client.get, "/api/v4/leads")
        until(lambda: client.counters.retries == 1)
        client.close()
        with pytest.raises((ServerFailed, Unwanted)):
            asking.result(timeout=PATIENCE_S)


def test_the_account_tells_its_zone_currency_departments_and_invoices(served: Serve, connect: Connect) -> None:
    server = served(in_turn(status(200, sample("account"))))
    account = fetch_account(connect(server.url))
    assert (account.id, account.timezone, account.currency) == (31415926, "Europe/Moscow", "RUB")
    assert account.groups == ((0, "Отдел продаж"), (410001, "Отдел сопровождения"))
    assert account.invoices_catalog_id == 2003
    assert "datetime_settings" in server.asked[0].query["with"]


def test_a_server_that_is_not_amocrm_is_told_as_such(served: Serve, connect: Connect) -> None:
    with pytest.raises(GarbledReply, match="check the account's address"):
        fetch_account(connect(served(in_turn(status(200, {"hello": "world"}))).url))


def test_a_token_without_admin_rights_is_told_by_the_users_it_may_not_see(served: Serve, connect: Connect) -> None:
    assert fetch_users(connect(served(in_turn(status(403))).url)) is None
    users = fetch_users(connect(served(in_turn(status(200, sample("users")))).url))
    assert users is not None
    assert [(user.id, user.group_id, user.is_admin) for user in users][:2] == [
        (7000001, 0, True),
        (7000002, 410001, False),
    ]


@pytest.mark.parametrize("reply", [Response(status_code=204), status(404), status(400), status(403)])
def test_loss_reasons_switched_off_are_none_at_all(served: Serve, connect: Connect, reply: Response) -> None:
    assert fetch_loss_reasons(connect(served(in_turn(reply)).url)) == []


def test_patience_may_be_short_until_the_account_has_answered_once(served: Serve) -> None:
    server = served(in_turn(status(502), status(502), GOOD, status(502)))
    backoff = Backoff(tries=5, tries_at_first=2, first_s=0.005, longest_s=0.02)
    with AmocrmClient(server.url, StaticToken(TOKEN), pacer=hasty_pacer(), backoff=backoff) as client:
        with pytest.raises(ServerFailed):
            client.get("/api/v4/account")
        assert len(server.asked) == 2
        client.get("/api/v4/account")
        with pytest.raises(ServerFailed):
            client.get("/api/v4/leads")
    assert len(server.asked) == 2 + 1 + 5
