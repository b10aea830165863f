"""The pages and files of an event in a pack: what participants read, and what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask
from flask_babel import gettext as _

from app.pack.choice import Choice, by_list
from app.pack.contents import Page
from app.pack.names import PackError
from app.search.engine import Engine

#: The longest address of a kit, in characters: beyond it, browsers and servers cut addresses.
LONGEST = 6000

#: What is printed: the parameter ``bahan``.
PRINTED = ("agenda", "kasus", "panduan", "umpan-balik")

_PARTICIPANTS = re.compile(r'class="participants" href="[^"]*/acara/peserta\?(k=[^"&]+)"')

# Word files have the address of the site in them; path on the site → file.
_WORD = {
    "/acara.docx": "acara/acara.docx",
    "/acara/lembar.docx": "acara/lembar-kasus.docx",
    "/acara/umpan-balik.docx": "acara/umpan-balik.docx",
}
_READ, _PRINT = "acara.html", "acara-cetak.html"


def by_event(engine: Engine, address: str) -> Choice:
    """The cases of an event, given by the address of its kit.

    Raises:
        PackError: the address has no case, or one that does not exist.
    """
    if len(address) > LONGEST:
        raise PackError(f"Alamat acara paling panjang {LONGEST} huruf.")
    pairs = parse_qsl(urlsplit(address).query)
    chosen = by_list(engine, [value for name, value in pairs if name == "s"])
    title = dict(pairs).get("judul", "")[:200] or "tanpa judul"
    return Choice(chosen.slugs, f"Acara: {title}", "acara", listed=True, event=urlencode(pairs))


def pages(app: Flask, choice: Choice, base: str, *, with_files: bool) -> Iterator[Page]:
    """The pages of an event; ``with_files`` adds its Word files.

    Raises:
        PackError: the address of the event has a mistake.
    """
    printed = urlencode([("bahan", name) for name in PRINTED])
    sheets = f"/acara/cetak?{choice.event}&{printed}"
    answer = app.test_client().get(sheets, base_url=base)
    found = _PARTICIPANTS.search(answer.text)
    if answer.status_code != 200 or found is None:
        raise PackError("Alamat acara ini bermasalah. Buka dulu di situs, lalu salin lagi.")
    yield Page(f"/acara/peserta?{found[1]}", _READ)
    yield Page(sheets, _PRINT)
    if with_files:
        for path, file in _WORD.items():
            yield Page(f"{path}?{choice.event}", file)


def names() -> Mapping[str, str]:
    """File → what it is, for the first page of the pack."""
    return {
        _READ: _("Halaman peserta: susunan acara, kasus, pertanyaan, umpan balik"),
        _PRINT: _("Bahan cetak: agenda, lembar kasus, panduan diskusi, lembar umpan balik"),
        "acara/acara.docx": _("Agenda dan lembar tanda tangan (Word)"),
        "acara/lembar-kasus.docx": _("Lembar kasus (Word)"),
        "acara/umpan-balik.docx": _("Lembar umpan balik (Word)"),
    }
