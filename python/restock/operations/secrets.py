"""What must not be said: the values of secrets that the environment holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOTIFY: Final = "RESTOCK_NOTIFY"

_HIDDEN: Final = "***"
_SECRET_NAME: Final = re.compile(
    r"(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|CREDENTIAL)S?(_|$)", re.IGNORECASE
)
_SECRET_FIELD: Final = re.compile(r"pass|pwd|token|key|secret", re.IGNORECASE)
# What is shorter would hide parts of ordinary words.
_FEWEST_CHARACTERS: Final = 4


class Redactor:
    """Replaces secrets of an environment in texts by ``***``.

    Secrets are the values of variables whose names say so (..PASSWORD.., ..SECRET.., ..TOKEN..),
    the addresses in RESTOCK_NOTIFY, and their passwords and tokens. Of fewer than four characters
    they are not looked for.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        found = {
            value for name, value in environment.items() if _SECRET_NAME.search(name) and value
        }
        for address in addresses(environment):
            found |= {address, *_parts(address)}
        # The longest first: a whole address before the password in it.
        self._secrets = sorted(
            {each for value in found for each in (value, unquote(value))}, key=len, reverse=True
        )

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            if len(secret) >= _FEWEST_CHARACTERS:
                text = text.replace(secret, _HIDDEN)
        return text


def addresses(environment: Mapping[str, str]) -> list[str]:
    """Return the addresses in RESTOCK_NOTIFY, which stand apart by blanks or line ends."""
    return environment.get(NOTIFY, "").split()


def _parts(address: str) -> Iterator[str]:
    try:
        split = urlsplit(address)
    except ValueError:
        # It is no address that could be taken apart; as a whole it stays a secret.
        return
    if split.password:
        yield split.password
    for name, values in parse_qs(split.query).items():
        if _SECRET_FIELD.search(name):
            yield from values
    # Of mail the server is no secret; chat services have tokens in the place of host and path.
    if not split.scheme.startswith("mail"):
        yield from (part for part in (split.netloc, *split.path.split("/")) if len(part) >= 8)
