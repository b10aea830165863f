"""Whom to ask about a case: the official channels of its agency and its government.

A channel is a website or an office, never a person. Websites come from the front matter of
the case and from two reference lists, ``data/agency-sites.csv`` (by slug) and
``data/government-sites.csv`` (by region code, or by name for bodies without one);
``docs/collection.md`` tells how the lists were made. Two more channels exist by law for
every public body: its information officer (PPID) and the complaints service SP4N-LAPOR!.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

from app.collection import regions, wording
from app.collection.case import Case
from app.collection.vocabulary import Label, Language

Kind = Literal["innovation", "agency", "government", "ppid", "lapor"]

#: How an address or office is known: from the case file, from a page of that very site,
#: from somebody else's page, from public lists of hosts of about 2020, or from a law.
Basis = Literal["case", "own-page", "other-page", "list", "law"]

#: The address of SP4N-LAPOR!.
LAPOR = "https://www.lapor.go.id"

# “Pemerintah Republik Indonesia” is the state as a whole, which has no information officer of
# its own; the agency is the public body then.
_STATE = "Pemerintah Republik Indonesia"

_NAMES: Mapping[Kind, Label] = {
    "innovation": Label(
        "Situs inovasi atau instansinya", "Website of the innovation or its agency"
    ),
    "agency": Label("Situs {body}", "Website of {body}"),
    "government": Label("Situs {body}", "Website of {body}"),
    "ppid": Label("PPID {body}", "Information officer (PPID) of {body}"),
    "lapor": Label("SP4N-LAPOR!", "SP4N-LAPOR!"),
}

# PPID: UU 14/2008, pasal 13 ayat (1) huruf a and pasal 22 ayat (1), (7), (8). SP4N-LAPOR!:
# Perpres 76/2013, which carries out UU 25/2009.
_PURPOSES: Mapping[Kind, Label] = {
    "innovation": Label("layanannya sendiri", "the service itself"),
    "agency": Label(
        "cara kerja, kunjungan, dan pedoman; alamat kantor biasanya ada di sana",
        "how it works, a visit, manuals; the office address is usually there",
    ),
    "government": Label(
        "dinas yang kini menangani, alamat kantor, dan laman PPID",
        "the agency now in charge, office addresses, the page of the PPID",
    ),
    "ppid": Label(
        "dokumen dan data: biaya, dasar hukum, laporan hasil. Wajib menjawab paling lambat 10 hari "
        "kerja, dapat diperpanjang 7 hari kerja dengan alasan tertulis (UU 14/2008 pasal 22)",
        "documents and data: cost, legal basis, reports. Must answer within 10 working days, "
        "7 more with a written reason (Law 14/2008, article 22)",
    ),
    "lapor": Label(
        "keluhan, saran, atau pertanyaan tentang layanannya; diteruskan ke instansi yang "
        "berwenang (Perpres 76/2013)",
        "complaints, suggestions or questions about the service; passed on to the agency in "
        "charge (Presidential Regulation 76/2013)",
    ),
}

_BASES: Mapping[Basis, Label] = {
    "case": Label(
        "tercatat di berkas kasus, diperbarui {date}", "in the case file, updated {date}"
    ),
    "own-page": Label("terlihat di halaman {page}", "seen on its page {page}"),
    "other-page": Label("disebut di halaman {page}", "named on the page {page}"),
    "list": Label(
        "tercatat di daftar alamat sekitar 2020, belum dipastikan",
        "in lists of addresses of about 2020, not confirmed",
    ),
    "law": Label("ada di setiap badan publik menurut UU 14/2008", "required by Law 14/2008"),
}
_LAPOR_BASIS = Label(
    "layanan nasional bagi semua instansi menurut Perpres 76/2013",
    "a national service for all agencies, by Presidential Regulation 76/2013",
)


@dataclass(frozen=True)
class Channel:
    """An official way to ask about a case.

    Attributes:
        kind: whose channel it is.
        body: the agency or government that answers.
        url: its web address, if one is known.
        basis: how the address is known.
        page: the page on which the address was seen, for ``own-page`` and ``other-page``.
        updated: the day the case file was updated, for ``case``.
    """

    kind: Kind
    body: str
    url: str | None
    basis: Basis
    page: str | None = None
    updated: dt.date | None = None

    @property
    def is_site(self) -> bool:
        """Whether this is a website of the innovation, its agency or its government."""
        return self.kind in {"innovation", "agency", "government"}

    def name(self, language: Language = "id") -> str:
        """``Situs Pemerintah Kabupaten Malang``, ``PPID Kementerian Agama``."""
        return _NAMES[self.kind].text(language).format(body=self.body)

    def purpose(self, language: Language = "id") -> str:
        """What to ask there."""
        return _PURPOSES[self.kind].text(language)

    def known_from(self, language: Language = "id") -> str:
        """Where and when the channel was seen: ``tercatat di daftar alamat sekitar 2020``."""
        if self.kind == "lapor":
            return _LAPOR_BASIS.text(language)
        date = wording.long_date(self.updated, language) if self.updated else ""
        page = wording.host(self.page) if self.page else ""
        return _BASES[self.basis].text(language).format(page=page, date=date)

    def line(self, language: Language = "id") -> str:
        """The channel in one line, for documents: name, address, and where it was seen."""
        address = f": {self.url}" if self.url else ""
        return f"{self.name(language)}{address} ({self.known_from(language)})"


def channels(case: Case) -> tuple[Channel, ...]:
    """The official channels for a case: the nearest to the innovation first, at least two.

    A website that stands for both the agency and the government is given once.
    """
    return (
        *_sites(case),
        Channel("ppid", public_body(case), None, "law"),
        Channel("lapor", case.government, LAPOR, "law"),
    )


def public_body(case: Case) -> str:
    """The body whose information officer (PPID) answers for a case: mostly its government."""
    return case.agency if case.government == _STATE else case.government


def nearest_site(case: Case) -> Channel | None:
    """The website nearest to the innovation: its own, its agency's, or the government's."""
    return next(_sites(case), None)


def has_site(case: Case) -> bool:
    """Whether a website of the innovation, its agency or its government is known."""
    return nearest_site(case) is not None


def site_of_government(government: str) -> Channel | None:
    """The website of a government or a central body, if the list has it."""
    region = regions.resolve(government)
    row = government_sites().get(region.code if region else government)
    if row is None:
        return None
    return _listed("government", government, row["domain"], row["page"])


def _sites(case: Case) -> Iterator[Channel]:
    """The websites known of a case; no host twice."""
    hosts = set()
    for channel in (_site_of_case(case), _site_of_agency(case)):
        if channel and (host := wording.host(channel.url or "")) not in hosts:
            hosts.add(host)
            yield channel
    government = site_of_government(case.government)
    if government and wording.host(government.url or "") not in hosts:
        yield government


def _site_of_case(case: Case) -> Channel | None:
    if case.website is None:
        return None
    return Channel("innovation", case.agency, case.website, "case", updated=case.updated)


def _site_of_agency(case: Case) -> Channel | None:
    """The site of the list, unless another agency runs the case than the list says."""
    row = agency_sites().get(case.slug)
    if row is None or row["agency"] != case.agency:
        return None
    return _listed("agency", case.agency, row["site"], row["page"])


def _listed(kind: Kind, body: str, host: str, page: str) -> Channel:
    """A channel from a row of a list."""
    if not page:
        return Channel(kind, body, f"https://{host}", "list")
    seen = urlsplit(page)
    own = f".{seen.hostname}".endswith(f".{host}")
    scheme = seen.scheme if own else "https"
    return Channel(kind, body, f"{scheme}://{host}", "own-page" if own else "other-page", page)


@cache
def government_sites() -> Mapping[str, Mapping[str, str]]:
    """Region code, or name of a body without one → its row of ``government-sites.csv``."""
    return {row["code"] or row["government"]: row for row in _rows("government-sites.csv")}


@cache
def agency_sites() -> Mapping[str, Mapping[str, str]]:
    """Slug of a case → its row of ``agency-sites.csv``."""
    return {row["slug"]: row for row in _rows("agency-sites.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("app.collection") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
