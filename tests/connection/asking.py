"""A process of its own that works with the connection as worker and app do.

python -m tests.connection.asking DATABASE_URL seal          seals a text, to be opened by another process
python -m tests.connection.asking DATABASE_URL renew NUMBER  asks for the account so often, with new access each time
"""

import sys

from sales_core.config import Settings
from sales_core.connection.box import open_box
from sales_core.connection.clients import open_client
from sales_core.store.database import open_database


def main(url: str, deed: str, number: str = "1") -> None:
    settings, database = Settings(database_url=url), open_database(url)
    if deed == "seal":
        print(open_box(settings, database).seal("a secret"))  # noqa: T201 - what the test reads
        return
    for _ in range(int(number)):
        with open_client(settings, database) as client:
            client.get("/api/v4/account")
            client._auth.renew(client._auth.token())
            print(client.get("/api/v4/account") is not None)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
