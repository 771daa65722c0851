"""Who saves, where nobody signs in: the user of this computer."""

import getpass

from sales_core.settings.saving import Author

VIA_PAGE, VIA_FILE = "page", "file"


def local_author(via: str) -> Author:
    """Until there are accounts the board answers on this computer only, so its user is who sits at it."""
    return Author(_user_name(), via)


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a service account without a name
        return ""
