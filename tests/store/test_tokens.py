"""The pair of tokens in the database, on both kinds."""

import threading
import time

from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair

PAIR = TokenPair("an access token", "a refresh token", expires_at=1_800_000_000)


def test_what_was_saved_is_loaded_again(database: Database) -> None:
    store = DatabaseTokenStore(database, "romashka.amocrm.ru")
    assert store.load() is None
    store.save(PAIR)
    newer = TokenPair("x" * 2000, "y" * 2000, expires_at=2**40, spent_at=5, is_dead=True)
    store.save(newer)
    assert store.load() == newer


def test_each_account_has_its_own_pair(database: Database) -> None:
    DatabaseTokenStore(database, "romashka.amocrm.ru").save(PAIR)
    assert DatabaseTokenStore(database, "other.amocrm.ru").load() is None


def test_one_renewal_at_a_time_while_others_go_on_reading_and_writing(database: Database) -> None:
    store, other = DatabaseTokenStore(database, "a"), DatabaseTokenStore(database, "a")
    order = []

    def renew() -> None:
        with other.lock():
            order.append("second")

    with store.lock():
        thread = threading.Thread(target=renew)
        thread.start()
        time.sleep(0.2)
        store.save(PAIR)
        assert other.load() == PAIR
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_a_lock_is_let_go_of_when_a_renewal_fails(database: Database) -> None:
    store = DatabaseTokenStore(database, "a")
    for _ in range(2):
        try:
            with store.lock():
                raise ConnectionError  # noqa: TRY301
        except ConnectionError:
            continue
