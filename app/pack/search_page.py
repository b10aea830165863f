"""The search page of a pack: what its template and its scripts get.

The cards are the site's own, made when the pack is built. They lie in scripts of some fifty
cards, of which the page loads those that it shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.pack.search_tables import Table
from app.search.facets import BY_KEY
from app.web.site.search_text import chip_text

#: The scripts of the page in the order in which they need each other; the data come last.
SCRIPTS = (
    "search-minisearch.js",
    "search-words.js",
    "search-spelling.js",
    "search-reading.js",
    "search-ranking.js",
    "search-filters.js",
    "search-page.js",
)

#: The facets that the page lists, beside islands with their provinces and ranges of years.
FILTERS = ("category", "status", "known", "evidence", "replicated", "level")

#: The number of cases in a script, and what stands between the parts of two of them.
CARDS = 50
SEPARATOR = "\u001e"


def texts() -> Mapping[str, str]:
    """The texts that the script fills; braces stand for what it puts in."""
    return {
        "all": _("Semua inovasi"),
        "one": ngettext("%(num)s inovasi", "%(num)s inovasi", 1),
        "count": _("{} inovasi"),
        "none": _("Tidak ada inovasi"),
        "none-about": _("Belum ada inovasi"),
        "about": _("tentang"),
        "related": _("{} mungkin terkait"),
        "related-too": _("Mungkin juga terkait: {}"),
        "related-only": _("Mungkin terkait: {}"),
        "with-related": _("Termasuk yang mungkin terkait"),
        "without": _("tanpa"),
        "page": _("Halaman {} dari {}"),
        "corrected": _("Kami mencari {}, karena yang diketik tidak ada di koleksi."),
        "literal": _("Cari “{}” apa adanya"),
        "unknown": _("Tidak ada di koleksi: {}."),
        "spelled": _("“{}” dibaca “{}”."),
        "own-spelling": _("Pakai ejaan saya"),
        "added": _("Ikut dicari: {}."),
        "no-synonyms": _("Cari tanpa padanan"),
        "place": _("“{}” dibaca sebagai tempat."),
        "level": _("“{}” dibaca sebagai tingkat pemerintahan."),
        "only": _("Hanya {}"),
        "no-places": _("Baca sebagai kata biasa"),
        "attribute": _("“{}” dibaca sebagai ciri “{}”."),
        "no-attributes": _("Jangan baca sebagai ciri"),
        "usual": _("Kembalikan cara baca biasa"),
    }


def chips(facets: Table) -> Table:
    """Facet → value → the words for the chosen value, of all values that a case has."""
    return {
        key: {
            value: chip_text(BY_KEY[key], value)
            for value in (*facet["values"], *BY_KEY[key].ranges)
        }
        for key, facet in facets.items()
    }


def groups_of(slugs: Sequence[str]) -> list[Sequence[str]]:
    """The cases of each script, in their order."""
    return [slugs[start : start + CARDS] for start in range(0, len(slugs), CARDS)]
