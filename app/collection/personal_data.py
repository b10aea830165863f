"""Personal data in a text: telephone numbers, private mail, NIK, NIP, names with a title.

A case names offices and roles, never persons; whom to ask stands in
:mod:`app.collection.contacts`. The rules look for the forms in which such data are written in
Indonesia. Amounts, years, decrees and numbers inside web addresses have none of these forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.collection.finding import Finding, Level
from app.collection.problems import persons_in
from app.collection.regions import regions

Kind = Literal["phone", "mail", "nik", "nip", "name"]

#: What each kind is called, in Indonesian.
KINDS: Mapping[Kind, str] = {
    "phone": "nomor telepon",
    "mail": "surel pribadi",
    "nik": "nomor yang mirip NIK",
    "nip": "nomor yang mirip NIP",
    "name": "nama orang",
}

_REMEDIES: Mapping[Kind, str] = {
    "phone": "hapus nomornya; sebut kantor atau situs resminya",
    "mail": "hapus surelnya; sebut kantor, surel dinas, atau situs resminya",
    "nik": "hapus nomornya",
    "nip": "hapus nomornya; sebut jabatannya saja",
    "name": "sebut jabatan atau perannya saja, misalnya “kepala puskesmas”",
}


# The keys of a front matter in which no names are looked for, with their entries.
_WITHOUT_NAMES = re.compile(r"^(?:sources|problems):.*(?:\n(?:[ \t-](?!--).*)?)*", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Found:
    """Personal data in a text.

    Attributes:
        start: the place of its first character, counted from 0.
        kind: what it is.
        text: the data as written.
        remedy: what to do about it, in Indonesian, without a full stop.
    """

    start: int
    kind: Kind
    text: str
    remedy: str

    @property
    def message(self) -> str:
        """What is wrong, in Indonesian, without a full stop."""
        return f"memuat {KINDS[self.kind]} “{self.text}”"


def find_personal_data(text: str, names: Iterable[str] = ()) -> list[Found]:
    """The personal data in a text, in their order.

    Args:
        text: any text, of one line or many.
        names: names of innovations; a title with a name that stands in one of them
            (``Pak Dalman``) is no person.

    >>> [found.text for found in find_personal_data("Hubungi dr. Ratna, 0812-3456-7890")]
    ['dr. Ratna', '0812-3456-7890']
    """
    # An address of the web may hold long numbers; what is blank there keeps all places.
    plain = _WEB_ADDRESS.sub(_blank_address, text)
    found = [
        Found(start, kind, " ".join(data.split()), _REMEDIES[kind])
        for kind, start, data in (
            *_mails(plain),
            *_numbers(plain),
            *_phones(plain),
            *_persons(plain),
        )
    ]
    return _without_overlaps(without_names_in(sorted(found), names))


def without_names_in(found: Iterable[Found], names: Iterable[str]) -> list[Found]:
    """What was found, without names of persons that are part of one of these names."""
    folded = [_folded(name) for name in names]
    return [
        data
        for data in found
        if data.kind != "name" or not any(_folded(data.text) in name for name in folded)
    ]


def file_findings(path: str, text: str, found: Iterable[Found]) -> Iterator[Finding]:
    """What was found in the text of a content file, as findings.

    A name is a warning, since another word may look like one. Everything else is an error;
    curators may accept the number of a service with its reason (:mod:`app.collection.curation`).
    """
    for data in found:
        line = text.count("\n", 0, data.start) + 1
        remedy = data.remedy
        if data.kind in {"phone", "mail"}:
            remedy += ", atau terima layanan resmi di known-problems.yaml dengan alasannya"
        level: Level = "warning" if data.kind == "name" else "error"
        yield Finding(path, line, level, data.message, remedy)


def find_in_file(text: str) -> list[Found]:
    """The personal data in the text of a content file.

    Sources are left out of the search for names, since a page is called what its publisher
    calls it, and problems too, which :mod:`app.collection.problems` looks at.
    """
    skipped = [place.span() for place in _WITHOUT_NAMES.finditer(text)]
    return [
        data
        for data in find_personal_data(text)
        if data.kind != "name" or not any(start <= data.start < end for start, end in skipped)
    ]


def _without_overlaps(sorted_found: list[Found]) -> list[Found]:
    """Each character belongs to one finding: the first, which is the longer one too."""
    kept: list[Found] = []
    for found in sorted_found:
        if not kept or found.start >= kept[-1].start + len(kept[-1].text):
            kept.append(found)
    return kept


# --- web and mail addresses -----------------------------------------------------------

_WEB_ADDRESS = re.compile(r"(?:https?://|www\.|wa\.me/)[^\s<>\"“”]+", re.IGNORECASE)
# The addresses of WhatsApp that open a chat with a number.
_CHAT_ADDRESS = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=)\+?", re.IGNORECASE)


def _blank_address(address: re.Match[str]) -> str:
    """Blanks instead of an address; the number of a chat stays."""
    chat = _CHAT_ADDRESS.search(address[0])
    if chat is None:
        return " " * len(address[0])
    return " " * chat.end() + address[0][chat.end() :]


# Providers where anybody has a mailbox. Mail of an office stands under a domain of its own.
_MAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?"
    r"(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|aol|"
    r"proton|protonmail|zoho|yandex|mail|gmx)"
    r"\s?(?:\.|\[dot\]|\(dot\))\s?(?:com|co\.id|id|me|net|ru)\b",
    re.IGNORECASE,
)


def _mails(text: str) -> Iterator[tuple[Kind, int, str]]:
    for mail in _MAIL.finditer(text):
        yield "mail", mail.start(), mail[0]


# --- telephone numbers ----------------------------------------------------------------

# Digits in groups, as people write telephone numbers. Not behind a letter, a digit or a sign
# of money or decrees, and not before a decimal comma.
_MORE = r"(?:[ .\-–()]{0,2}\d)"
_PHONE = re.compile(rf"(?<![\w/=,.-])\(?\+? ?\(?(?:62|0){_MORE}{{8,13}}(?![\w%])")
_LANDLINE = re.compile(r"(?<![\w/=,.-])(?:\(0\d{2,3}\) ?|0\d{2,3}[ -])\d{3,4}[ .-]?\d{3,4}(?!\w)")
# Behind one of these words, other numbers are telephone numbers too.
_CALL = re.compile(
    r"\b(?:WA|WhatsApp|HP|handphone|ponsel|telp|tlp|tel|telepon|telephone|fax|faks|faksimile|"
    r"kontak|contact person|CP|SMS)\b[^\w\n]{0,4}(?:\w+[:.]? )?[^\w\n]{0,2}"
    rf"(?P<number>\+?\(?\d{_MORE}{{6,13}})(?![\w%])",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"08[1-9]\d{7,10}")
# Numbers of services of offices: toll-free, and call centres such as 14045 and 1500-567.
_SERVICE = re.compile(r"0800|0804|1[45]")
_DATE_OR_TIME = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b|^\(?[01]\d[.:][0-5]\d\b(?: ?[-–] ?[0-2]\d[.:]\d\d)"
)


def _phones(text: str) -> Iterator[tuple[Kind, int, str]]:
    for number in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        national = re.sub(r"^620?", "0", digits)
        if _MOBILE.fullmatch(national) and not _DATE_OR_TIME.search(number[0]):
            yield "phone", number.start(), number[0]
    for number in _LANDLINE.finditer(text):
        if not _SERVICE.match(number[0]) and not _DATE_OR_TIME.search(number[0]):
            yield "phone", number.start(), number[0]
    for call in _CALL.finditer(text):
        number_text = call["number"]
        if not _SERVICE.match(number_text) and not _DATE_OR_TIME.search(number_text):
            yield "phone", call.start("number"), number_text


# --- numbers of persons ---------------------------------------------------------------

# 16 digits at a stretch, or in the groups in which they are printed.
_NIK = re.compile(
    r"(?<![\w/=.,-])(?:\d{16}|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{4}(?:[ .-]\d{4}){3})(?!\w)"
)
# Birth, appointment, sex, serial: 19800101 200501 1 001.
_NIP = re.compile(r"(?<![\w/=.,-])\d{8}[ .-]?\d{6}[ .-]?[12][ .-]?\d{3}(?!\w)")
_NIP_BY_NAME = re.compile(r"\bNIP\b\.?[\s:]{0,3}(?P<number>\d(?:[ .-]?\d){8,17})(?!\w)")


def _numbers(text: str) -> Iterator[tuple[Kind, int, str]]:
    for number in _NIK.finditer(text):
        if _may_be_nik(re.sub(r"\D", "", number[0])):
            yield "nik", number.start(), number[0]
    for number in _NIP.finditer(text):
        if _may_be_nip(re.sub(r"\D", "", number[0])):
            yield "nip", number.start(), number[0]
    for call in _NIP_BY_NAME.finditer(text):
        yield "nip", call.start("number"), call["number"]


def _may_be_nik(digits: str) -> bool:
    """Whether 16 digits have the form of a NIK: province, kabupaten, district; birth; serial.

    For women, 40 is added to the day of birth.
    """
    day, month = int(digits[6:8]) % 40, int(digits[8:10])
    return (
        digits[:2] in _provinces()
        and 1 <= day <= 31
        and int(digits[6:8]) <= 71
        and 1 <= month <= 12
        and digits[12:] != "0000"
    )


@cache
def _provinces() -> frozenset[str]:
    """The codes of the provinces: ``35``."""
    return frozenset(region.code[:2] for region in regions().values())


def _may_be_nip(digits: str) -> bool:
    """Whether 18 digits have the form of a NIP: birth, month of appointment, sex, serial."""
    birth, appointed = int(digits[:4]), int(digits[8:12])
    return (
        1930 <= birth <= 2015
        and 1 <= int(digits[4:6]) <= 12
        and 1 <= int(digits[6:8]) <= 31
        and birth + 15 <= appointed <= birth + 60
        and 1 <= int(digits[12:14]) <= 12 + 9  # contracts (PPPK) are numbered from 21
    )


# --- names of persons -----------------------------------------------------------------

# One to five capitalised words, and behind them an academic degree: Budi Santoso, S.Pd. The
# degrees in the second group have no full stop, so they need the comma.
_NAME = r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,4}"
_DEGREE = r"[SM]\. ?[A-Z]\w{0,4}\b|Sp\. ?[A-Z]|Ph\.? ?D\b|A\.? ?M[dD]\b|S\.? ?K\.? ?M\b"
_BARE_DEGREE = r"(?:SH|SE|ST|SKM|SSTP|STTP|MM|MH|MT|[SM](?:Pd|Si|Kes|Kep|Kom|Sos|Ag)|Apt|Ns|Ners)"
_NAME_WITH_DEGREE = re.compile(
    # Behind a degree the sentence goes on; "SE Bupati" is a circular.
    rf"\b{_NAME}, ?(?:{_DEGREE}|{_BARE_DEGREE}(?=\s*(?:[^\w\s]|$)| [a-z]))"
)
_HOSPITAL = re.compile(r"(?:\s+[A-Z]\S*){0,3}\s+(?:[Hh]ospital|[Cc]linic|[Uu]niversity)\b")


def _persons(text: str) -> Iterator[tuple[Kind, int, str]]:
    """Names with a title before or behind them."""
    candidates = [
        *((start, end) for start, end, _ in persons_in(text)),
        *(name.span() for name in _NAME_WITH_DEGREE.finditer(text)),
    ]
    for start, end in candidates:
        if not _HOSPITAL.match(text, end):
            yield "name", start, text[start:end]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
