"""Keeps the database true to the amoCRM account: ``python sync_worker.py``, or ``--once`` for one pass."""

import argparse
import logging
import signal
import sys
import threading

from sales_core.config import Settings, load_settings
from sales_core.connection import ONE_SHOT, credentials_mark, open_client
from sales_core.errors import TabloError
from sales_core.i18n import language
from sales_core.store.database import open_database
from sales_core.store.locks import worker_lock
from sales_core.sync.progress import progress_for
from sales_core.sync.session import Stopped
from sales_core.sync.worker import Worker


def main() -> int:
    """The exit code: 0 when it was asked to stop or the one pass went well, 1 after a failure told in one sentence."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    reader = language("ru")
    try:
        settings = load_settings()
        reader = language(settings.language)
        _work(settings, options)
    except Stopped:
        return 0
    except TabloError as error:
        sys.stderr.write(reader.error(error) + "\n")
        return 1
    return 0


def _work(settings: Settings, options: argparse.Namespace) -> None:
    settings.check_account()
    database = open_database(settings.database_url)
    with worker_lock(database), progress_for(language(settings.language)) as progress:
        worker = Worker(
            database,
            lambda: open_client(load_settings(), database, ONE_SHOT if options.once else None),
            lambda: credentials_mark(load_settings(), database),
            progress=progress,
            every_s=options.every,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            # On a thread of its own: a handler may interrupt the very locks that stopping needs.
            signal.signal(number, lambda *_: threading.Thread(target=worker.stop).start())
        if options.once:
            worker.run_once(full=options.full)
        else:
            worker.run(full=options.full)
    database.dispose()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="one pass, then exit")
    parser.add_argument("--full", action="store_true", help="read everything again")
    parser.add_argument("--every", type=int, default=60, metavar="SECONDS", help="how often (60)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
