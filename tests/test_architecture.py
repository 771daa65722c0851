"""The house keeps its walls: who may import whom, how long a file may be, and that importing does nothing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sales_core"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)
PAGES = sorted((ROOT / "pages").glob("*.py"))
ENTRY_NAMES = ("app", "sync_worker")
ENTRIES = [ROOT / f"{name}.py" for name in ENTRY_NAMES]

MAY_IMPORT = {
    "leaves": set(),
    "config": {"leaves"},
    "amocrm": {"leaves"},
    "store": {"leaves"},
    "bank": {"leaves"},
    "reports": {"leaves"},
    "demo": {"leaves"},
    "connection": {"leaves", "config", "amocrm", "store"},
    "sync": {"leaves", "config", "amocrm", "store", "connection"},
    "reporting": {"leaves", "store", "reports"},
    "imports": {"leaves", "store", "reporting"},
    "settings": {"leaves", "store", "reports", "reporting"},
    "register": {"leaves", "store", "reports", "reporting"},
    "statements": {"leaves", "store", "bank", "reporting", "register"},
    "closing": {"leaves", "store", "reports", "reporting", "register"},
    "attention": {"leaves", "store", "reports", "reporting", "closing"},
    "delivery": {"leaves", "bank", "reports", "reporting", "register", "statements", "closing", "attention", "imports"},
    "checkup": {"leaves", "config", "amocrm", "store", "connection", "reporting", "settings", "closing"},
    "ui": {
        "leaves",
        "config",
        "reports",
        "reporting",
        "delivery",
        "settings",
        "connection",
        "checkup",
        "register",
        "imports",
        "bank",
        "statements",
        "closing",
        "attention",
    },
    "pages": {"leaves", "reports", "reporting", "ui"},
    "cli": {
        "leaves",
        "config",
        "amocrm",
        "store",
        "connection",
        "sync",
        "reports",
        "reporting",
        "imports",
        "register",
        "bank",
        "statements",
        "closing",
        "attention",
        "delivery",
        "demo",
        "settings",
        "checkup",
    },
}
"""Each room of ``sales_core`` and the others it may import; the modules directly in it are leaves unless named."""

ONLY_IN = {
    "streamlit": {"ui", "pages"},
    "altair": {"ui"},
    "httpx": {"amocrm", "cli"},
    "starlette": {"demo", "ui"},
    "sqlmodel": {"store"},
    "alembic": {"store"},
    "typer": {"cli"},
    "openpyxl": {"imports"},
    "tomlkit": {"settings"},
    "xlsxwriter": {"delivery"},
    "cryptography": {"connection"},
}
"""Third-party packages and the rooms that may know of them."""


def room_of(path: Path) -> str:
    if path.parent == ROOT / "pages":
        return "pages"
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return first if first in MAY_IMPORT else "leaves"


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every (module, imported name) of a file, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from ((str(node.module), alias.name) for alias in node.names)


def own_room(module: str, name: str) -> str | None:
    if module.partition(".")[0] != "sales_core":
        return None
    target = PACKAGE.joinpath(*module.split(".")[1:], name)
    return room_of(target) if target != PACKAGE else "leaves"


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    for module, name in imports_of(path):
        other = own_room(module, name)
        assert other in {None, room} | MAY_IMPORT[room], f"{room} imports {module}"
        allowed = ONLY_IN.get(module.partition(".")[0], {room})
        assert room in allowed, f"{room} imports {module}"


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stays_in_the_store(path: Path) -> None:
    if room_of(path) != "store":
        borrowed = {name or module for module, name in imports_of(path) if module.partition(".")[0] == "sqlalchemy"}
        assert borrowed <= {"Connection"}


@pytest.mark.parametrize("path", [p for p in SOURCES if room_of(p) == "reports"], ids=lambda path: path.name)
def test_reports_ask_neither_the_clock_nor_the_environment(path: Path) -> None:
    known = {module for module, _ in imports_of(path)}
    assert not known & {"os", "time", "sales_core.clock", "random"}
    assert "today(" not in path.read_text(encoding="utf-8")


def test_no_file_outgrows_its_reader() -> None:
    kinds = (".py", ".js", ".css")
    folders = (PACKAGE, ROOT / "pages", ROOT / "tests", ROOT / "benchmarks")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in kinds]
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in [*files, *ENTRIES]}
    assert [str(path) for path, lines in lengths.items() if lines >= 600] == []
    assert [str(path) for path in [*PAGES, *ENTRIES] if lengths[path] > 80] == []


def test_pages_and_entries_catch_nothing_and_write_no_html() -> None:
    for path in PAGES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try | ast.BinOp)], path
        assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")


def test_no_folder_of_pages_lies_beside_the_main_script() -> None:
    """Streamlit would run such a page by its address without the main script: no frame, no sign-in."""
    assert list(PACKAGE.rglob("pages")) == []
    assert "set_page_config" not in (ROOT / "app.py").read_text(encoding="utf-8")


def test_importing_any_module_does_nothing(tmp_path: Path) -> None:
    """No database or socket is opened, nothing is printed or written, and a broken environment goes unnoticed."""
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES]
    runnable = ("__main__", "migrations.env")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            WATCHED_IMPORT,
            *(name for name in modules if not name.endswith(runnable)),
            *ENTRY_NAMES,
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "TABLO_DATABASE_URL": "nonsense", "TABLO_LANGUAGE": "xx"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


WATCHED_IMPORT = """
import importlib, sys
def watch(event, arguments):
    if event in ("sqlite3.connect", "socket.connect", "socket.bind", "subprocess.Popen"):
        print(name, event, arguments)
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
