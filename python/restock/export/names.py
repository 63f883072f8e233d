"""File names of product groups: safe on every file system, distinct, and still readable."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_CHARACTERS: Final = 50
_UNNAMED: Final = "group"
# Names that Windows keeps for devices, whatever the ending.
_RESERVED: Final = re.compile(r"con|prn|aux|nul|(com|lpt)\d")


def file_names(groups: Iterable[str]) -> dict[str, str]:
    """Return a file name without an ending for each group.

    It has the lower-case letters and digits of the group's name, with hyphens for all between
    them. Where that leaves nothing, is cut or is another group's as well, or where Windows keeps
    the name for itself, a part of the hash of the group's name follows an underscore, which stands
    in no name otherwise.
    """
    stems = {group: _stem(group) for group in groups}
    counts = Counter(stems.values())
    return {
        group: stem if counts[stem] == 1 and _is_plain(stem) else _marked(stem, group)
        for group, stem in stems.items()
    }


def _stem(group: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", group).casefold())
    return re.sub(r"[\W_]+", "-", folded).strip("-")


def _is_plain(stem: str) -> bool:
    return 0 < len(stem) <= _MOST_CHARACTERS and not _RESERVED.fullmatch(stem)


def _marked(stem: str, group: str) -> str:
    digest = hashlib.sha256(group.encode()).hexdigest()[:12]
    return f"{stem[:_MOST_CHARACTERS] or _UNNAMED}_{digest}"
