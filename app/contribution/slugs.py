"""The slug of a new case, from its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

from app.collection.case import SLUG_MAX
from app.collection.file_names import RESERVED

# For a title without a letter or figure of the Latin script.
_NAMELESS = "inovasi"


def slug_for(title: str, taken: Container[str] = (), place: str = "") -> str:
    """A slug that no other case has and that every system takes as a file name.

    Args:
        title: the title of the case.
        taken: the slugs that are in use.
        place: where the case is from; it tells cases of one name apart better than a number.

    >>> slug_for("Ma'Siti (Peduli)"), slug_for("Samisake", {"samisake"}, "Kota Bengkulu")
    ('ma-siti-peduli', 'samisake-kota-bengkulu')
    >>> slug_for("Samisake", {"samisake"}), slug_for("???")
    ('samisake-2', 'inovasi')
    """
    base = _slug(title) or _NAMELESS
    if base in RESERVED:
        base = f"{base}-{_NAMELESS}"
    if base not in taken:
        return base
    if place and (placed := _slug(f"{base} {place}")) not in taken and placed not in RESERVED:
        return placed
    return next(slug for n in count(2) if (slug := _numbered(base, n)) not in taken)


def _slug(text: str) -> str:
    """The letters and figures of a text, in lower case and joined by hyphens; perhaps none."""
    letters = (
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower()).strip("-")
    if len(slug) <= SLUG_MAX:
        return slug
    # A word isn't cut, unless it is longer than a slug may be.
    return slug[: SLUG_MAX + 1].rpartition("-")[0] or slug[:SLUG_MAX]


def _numbered(base: str, number: int) -> str:
    ending = f"-{number}"
    return base[: SLUG_MAX - len(ending)].rstrip("-") + ending
