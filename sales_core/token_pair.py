"""The two tokens of an OAuth connection, as the client uses and the store keeps them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TokenPair:
    """Each refresh token can be sent once; its answer carries the next pair.

    ``spent_at``: the refresh token was sent then, and no answer to it is stored. ``is_dead``: amoCRM has refused it
    for good. Its printed form holds neither token.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: int
    spent_at: int | None = None
    is_dead: bool = False
