"""What is in the process that the programs of the tests are forked from: everything they import, once.

Frozen for the garbage collector: otherwise each of them would copy all of it, page by page, only to look whether some
of it is garbage, and a process that lives for three statements would cost a quarter of a second.
"""

import gc
import importlib
import pkgutil

import uvicorn  # noqa: F401
from sqlalchemy.orm import configure_mappers

import app  # noqa: F401
import sales_core.ui
import sync_worker  # noqa: F401
import tests.register.runs
import tests.statements.runs
import tests.sync.runs  # noqa: F401

for page_part in pkgutil.walk_packages(sales_core.ui.__path__, "sales_core.ui."):
    importlib.import_module(page_part.name)
configure_mappers()
gc.collect()
gc.freeze()
