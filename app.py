"""The app: ``streamlit run app.py`` or ``uvicorn app:app --no-access-log``. Wiring only.

The script that draws is ``sales_core/ui/main.py``. It must not lie beside ``pages/``: Streamlit would then run a page
without it when the first request of a fresh process is a deep link.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import altair as alt  # noqa: F401 - imported here so that the first reader does not wait for it
import pandas as pd  # noqa: F401
import streamlit as st
from starlette.middleware import Middleware

from sales_core.ui.doors import Doors, keep_addresses_out_of_the_log, send_at_once
from sales_core.ui.oauth_return import oauth_return


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    send_at_once()
    keep_addresses_out_of_the_log()
    gc.collect()
    gc.freeze()  # what is imported never becomes garbage: without this each rerun is 70 ms slower
    yield


app = st.App(
    Path(__file__).parent / "sales_core" / "ui" / "main.py",
    lifespan=lifespan,
    routes=[oauth_return()],
    middleware=[Middleware(Doors)],
)
