"""Whether a sender's file may be read at all: its kind, its size, and what hides inside.

A Word or Excel file is a zip archive of XML files, and both can be made to burst the memory
or to reach for other files. Everything is bounded here, before python-docx and openpyxl see
it: the archive is unpacked under a limit, and each XML file is read once by expat, which
stops at the first document type (the only place where XML declares entities).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal
from xml.parsers import expat

from app.contribution.reading import RefusedError

Kind = Literal["word", "excel", "csv"]

#: The largest file, and the most that it may unpack to, in bytes.
MAX_FILE = 10 * 2**20
MAX_UNPACKED = 100 * 2**20

#: How many times its size a file inside may unpack to. XML of Word and Excel reaches 30 times;
#: a file below :data:`SMALL_PART` unpacked can't do harm and may be as regular as it likes.
MAX_RATIO = 200
SMALL_PART = 2**20

#: The same for a file that a visitor of the site sends: room for one case, not for the memory
#: of a server.
SITE_UNPACKED, SITE_ELEMENTS = 20 * 2**20, 60_000

#: The most files inside, elements in all of them, and elements inside one another.
MAX_PARTS = 2_000
MAX_ELEMENTS = 1_500_000
MAX_NESTING = 200

#: The most cells that merged areas and links of a sheet may span: openpyxl makes an object
#: for each of them, and an area over a whole sheet has 17 thousand million.
MAX_SPANNED = 100_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = {
    "word": "buka di Word, pilih Simpan Sebagai, lalu Dokumen Word (.docx)",
    "excel": "buka di Excel, pilih Simpan Sebagai, lalu Buku Kerja Excel (.xlsx)",
}
_MACROS = "simpan tanpa makro: Simpan Sebagai, lalu pilih .docx atau .xlsx"
_WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<body")


def kind_of(data: bytes, name: str, *, for_site: bool = False) -> Kind:
    """The kind of a file, by its content; the content of a Word or Excel file is safe to read.

    Args:
        data: the file.
        name: its name; the ending tells a CSV file from a file of no known kind.
        for_site: whether the narrower bounds for visitors of the site hold.

    Raises:
        RefusedError: the file can't be read, or must not be.
    """
    ending = PurePath(name).suffix.casefold()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise RefusedError("berkas kosong", "minta pengirimnya mengirim ulang")
    if len(data) > MAX_FILE:
        raise RefusedError(
            f"berkas terlalu besar: {len(data) / 2**20:.0f} MB",
            f"hapus gambarnya, atau bagi; paling besar {MAX_FILE // 2**20} MB",
        )
    if ending in {".docm", ".xlsm", ".dotm", ".xltm", ".xlsb"}:
        raise RefusedError(f"berkas {ending} dapat berisi makro", _MACROS)
    if data.startswith(b"PK"):
        if for_site:
            return _kind_of_archive(data, SITE_UNPACKED, SITE_ELEMENTS)
        return _kind_of_archive(data, MAX_UNPACKED, MAX_ELEMENTS)
    _refuse_other_kinds(data, ending)
    if ending not in {".csv", ".tsv", ".txt"}:
        raise RefusedError(
            f"bukan berkas Word, Excel, atau CSV, walaupun namanya berakhir {ending or 'lain'}",
            "kirim berkas aslinya: .docx, .xlsx, atau .csv",
        )
    return "csv"


def _refuse_other_kinds(data: bytes, ending: str) -> None:
    """Refuse the kinds of files that are mistaken for those that can be read."""
    wanted = _SAVE_AS["word" if ending.startswith((".do", ".rtf", ".pdf")) else "excel"]
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise RefusedError(
                "berkas dilindungi kata sandi",
                "buka dengan kata sandinya, hapus sandinya lewat Info, Proteksi, lalu simpan",
            )
        raise RefusedError("berkas dari Word atau Excel versi lama (.doc, .xls)", wanted)
    if start.startswith(_WEB_PAGE):
        raise RefusedError(f"isinya laman web, walaupun namanya berakhir {ending}", wanted)
    if start.startswith(b"{\\rtf"):
        raise RefusedError("isinya RTF, bukan berkas Word", _SAVE_AS["word"])
    if start.startswith(b"%pdf"):
        raise RefusedError("isinya PDF", "kirim berkas Word atau Excel asalnya")


def _kind_of_archive(data: bytes, unpacked: int, elements: int) -> Kind:
    """The kind of a zip archive, after everything in it was looked at.

    Args:
        data: the archive.
        unpacked: the most bytes that it may unpack to.
        elements: the most XML elements in all of it.
    """
    damaged = RefusedError(
        "berkas rusak atau terpotong", "minta pengirimnya mengirim ulang, misalnya lewat surel"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _office_kind(archive)
            for name, content in _unpacked(archive, unpacked):
                if name.casefold().endswith((".xml", ".rels")):
                    elements -= _count_elements(name, content, elements)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error):
        raise damaged from None
    except NotImplementedError:  # a way of packing that Word and Excel don't use
        raise damaged from None
    return kind


def _office_kind(archive: zipfile.ZipFile) -> Kind:
    """Whether an archive is a Word or an Excel file.

    Raises:
        RefusedError: it is neither, or holds macros, a password or too many files.
    """
    entries = archive.infolist()
    names = {entry.filename.casefold() for entry in entries}
    if len(entries) > MAX_PARTS:
        raise RefusedError(
            f"berkas berisi {len(entries)} bagian", f"bagi berkasnya; paling banyak {MAX_PARTS}"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("berkas dilindungi kata sandi", "simpan ulang tanpa kata sandi")
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise RefusedError("berkas berisi makro", _MACROS)
    if "word/document.xml" in names:
        return "word"
    if "xl/workbook.xml" in names:
        return "excel"
    if "mimetype" in names and "content.xml" in names:
        raise RefusedError(
            "berkas OpenDocument (.odt, .ods)", "simpan sebagai .docx atau .xlsx, lalu kirim ulang"
        )
    raise RefusedError(
        "arsip ZIP yang bukan berkas Word atau Excel", "kirim berkas di dalamnya satu per satu"
    )


def _unpacked(archive: zipfile.ZipFile, left: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of an archive that may unpack to so many bytes.

    The sizes that an archive states may be lies, so what comes out is counted.

    Raises:
        RefusedError: too much comes out.
    """
    too_much = RefusedError(
        "berkas mengembang terlalu besar saat dibuka", "salin isinya ke templat yang baru"
    )
    for entry in archive.infolist():
        most = max(SMALL_PART, entry.compress_size * MAX_RATIO)
        with archive.open(entry) as file:
            content = file.read(min(most, left) + 1)
        if len(content) > min(most, left):
            raise too_much
        left -= len(content)
        yield entry.filename, content


def _count_elements(name: str, content: bytes, most: int) -> int:
    """The number of elements of an XML file.

    Raises:
        RefusedError: the file is no XML, declares a document type, has too many elements, or
            nests them too deeply.
    """
    counter = _Counter(most)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise RefusedError(f"bagian “{name}” di dalam berkas rusak", _SAVE_AGAIN) from None
    return counter.count


def _refuse_document_type(*_: object) -> None:
    raise RefusedError("berkas memuat deklarasi yang tidak aman (DTD)", _SAVE_AGAIN)


class _Counter:
    """Counts the elements of an XML file, their nesting and the cells that areas span."""

    def __init__(self, most: int) -> None:
        self.count = 0
        self._most = most
        self._depth = self._spanned = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element that begins.

        Raises:
            RefusedError: there are too many, or they are nested too deeply.
        """
        self.count += 1
        self._depth += 1
        if "ref" in attributes and tag.rpartition(":")[2] in {"mergeCell", "hyperlink"}:
            self._spanned += _cells_in(attributes["ref"])
        if self._spanned > MAX_SPANNED:
            remedy = "pisahkan sel yang digabung (Unmerge)"
            raise RefusedError("sel yang digabung terlalu luas", remedy)
        if self.count > self._most:
            raise RefusedError(
                "berkas berisi terlalu banyak sel atau bagian",
                "hapus lembar dan baris yang tidak dipakai, atau bagi berkasnya",
            )
        if self._depth > MAX_NESTING:
            raise RefusedError("isi berkas bersarang terlalu dalam", _SAVE_AGAIN)

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._depth -= 1


_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)


def _cells_in(area: str) -> int:
    """The number of cells of an area of a sheet: 6 of ``A1:B3``.

    An area of whole columns or rows, or one that can't be read, counts as a whole sheet.
    """
    if ":" not in area:
        return 1
    match = _AREA.fullmatch(area)
    if match is None:
        return MAX_SPANNED + 1
    first, top, last, bottom = match.groups()
    return (abs(_column(last) - _column(first)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_SAVE_AGAIN = "buka di Word atau Excel, simpan dengan nama baru, lalu kirim ulang"
