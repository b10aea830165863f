"""Names of files that every system takes: Windows has the narrowest rules.

A path in a pack has at most :data:`PATH_MAX` characters, so that it fits below an ordinary
folder of downloads within the 260 characters that Windows allows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

#: The longest path of a file in a pack, with the name of its folder, in characters.
PATH_MAX = 120

#: The longest name of a pack, and the longest path inside it.
NAME_MAX, INSIDE_MAX = 40, PATH_MAX - 41

#: Names that Windows keeps for devices, whatever follows them after a dot.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)

_DIGITS = 6


class PackError(Exception):
    """A pack can't be made; the message says why."""


def bounded(slug: str, most: int) -> str:
    """A slug of at most ``most`` characters that no device has.

    A longer slug is cut, and ends with digits of its digest, so that two that begin alike differ.

    >>> bounded("putik-sari", 20), bounded("nul", 20)
    ('putik-sari', 'nul-')
    """
    if len(slug) > most:
        digest = hashlib.sha256(slug.encode()).hexdigest()[:_DIGITS]
        return f"{slug[: most - _DIGITS - 1].rstrip('-')}-{digest}"
    return f"{slug}-" if slug in DEVICES else slug


def file_in(folder: str, slug: str, kind: str = "html") -> str:
    """The path inside a pack of the page of a slug.

    >>> file_in("inovasi", "putik-sari")
    'inovasi/putik-sari.html'
    """
    return f"{folder}/{bounded(slug, INSIDE_MAX - len(folder) - len(kind) - 2)}.{kind}"


def check_unique(paths: Iterable[str]) -> None:
    """Make sure that no two paths are one for a system that doesn't tell capitals apart.

    Raises:
        PackError: two paths are.
    """
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            raise PackError(f"“{path}” dan “{other}” menjadi satu berkas di Windows.")
