"""The one door by which a decision is saved: compared with what others saved meanwhile, stored, put into history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.decisions import Change, Clash, applied, changes_between, clashes, undone, within
from sales_core.errors import InputError
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.versions import Version, load_version, load_versions, record_version

__all__ = [
    "Author",
    "ClashError",
    "Version",
    "changes_to_restore",
    "load_versions",
    "restore_version",
    "save_changes",
]


@dataclass(frozen=True, slots=True)
class Author:
    """Who saves: a name to show, and by which way (``page``, ``file``, ``setup``)."""

    name: str
    via: str


class ClashError(InputError):
    """Somebody else saved other values meanwhile, so nothing was stored. ``clashes`` has what each of the two wants,
    ``theirs`` the version that holds the other's, where there is one."""

    def __init__(self, found: Sequence[Clash], theirs: Version | None) -> None:
        self.clashes = tuple(found)
        self.theirs = theirs
        super().__init__(
            "Somebody saved other values here meanwhile; nothing of yours was stored or lost. Compare both and choose."
        )

    def __reduce__(self) -> tuple[type["ClashError"], tuple[tuple[Clash, ...], Version | None]]:
        return ClashError, (self.clashes, self.theirs)


def save_changes(
    conn: Connection, changes: Iterable[Change], author: Author, now: int, *, restores: int | None = None
) -> int | None:
    """Stores the changes as one version and returns its number; ``None`` when everything was so already.

    Each change says what its author saw before. Where that is no longer there, and is not what they want either, they
    are told (ClashError) and nothing is stored; entries that others changed elsewhere are no obstacle.
    now: Unix seconds. Whoever calls has checked the values.
    """
    wanted = tuple(changes)
    entries = load_entries(conn)
    if found := clashes(wanted, entries):
        raise ClashError(found, _saved_meanwhile(conn, found))
    needed = changes_between(entries, applied(entries, wanted))
    if not needed:
        return None
    apply_changes(conn, needed, now, author.name)
    return record_version(conn, needed, saved_at=now, saved_by=author.name, via=author.via, restores=restores)


def changes_to_restore(conn: Connection, version_id: int) -> tuple[Change, ...]:
    """What has to change for the sections that a version touched to be as they were right after it."""
    version = load_version(conn, version_id)
    if version is None:
        raise InputError("There is no version {number} of the settings", number=version_id)
    sections = {change.entry.section for change in version.changes}
    entries = within(load_entries(conn), sections)
    then = entries
    for later in load_versions(conn, sections, after=version_id):
        then = applied(then, undone(later.changes))
    return changes_between(entries, then)


def restore_version(conn: Connection, version_id: int, author: Author, now: int) -> int | None:
    """Goes back to a version by a new one; see ``changes_to_restore`` and ``save_changes``."""
    return save_changes(conn, changes_to_restore(conn, version_id), author, now, restores=version_id)


def _saved_meanwhile(conn: Connection, found: Sequence[Clash]) -> Version | None:
    """The newest version that touched one of the clashing entries."""
    entries = {clash.change.entry for clash in found}
    versions = load_versions(conn, {entry.section for entry in entries}, limit=_LOOKED_BACK)
    return next((version for version in versions if entries & {change.entry for change in version.changes}), None)


_LOOKED_BACK = 50
