"""The names of content files: what Windows can't hold, and files that are no case file.

A collection is checked out on many systems, and offices work with Word: a case that lies in
the folder in another form must not be passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.collection.finding import Finding

#: Windows keeps these names for devices, whatever follows the first full stop.
#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)

_IMPORT = "jadikan berkas kasus: ./pustaka import {path}"
_COPY = "salin isinya ke berkas kasus baru: ./pustaka new"
_RENAME = "ubah namanya agar berakhir dengan .md"

# The ending of a name → what the file is, and what to do.
_OTHER_KINDS: Mapping[str, tuple[str, str]] = {
    ".docx": ("berkas Word", _IMPORT),
    ".xlsx": ("berkas Excel", _IMPORT),
    ".csv": ("tabel CSV", _IMPORT),
    ".doc": ("berkas Word lama", "simpan ulang sebagai .docx, lalu ./pustaka import"),
    ".xls": ("berkas Excel lama", "simpan ulang sebagai .xlsx, lalu ./pustaka import"),
    ".odt": ("berkas LibreOffice", "simpan ulang sebagai .docx, lalu ./pustaka import"),
    ".rtf": ("berkas RTF", "simpan ulang sebagai .docx, lalu ./pustaka import"),
    ".pdf": ("berkas PDF", _COPY),
    ".txt": ("berkas .txt", _RENAME),
    ".markdown": ("berkas .markdown", _RENAME),
}


def is_almost_md(name: str) -> bool:
    """Whether a name ends in ``.md`` but for capital letters and signs that Windows drops."""
    return name.rstrip(". ").lower().endswith(".md")


def other_files(folder: Path) -> Iterator[Finding]:
    """A warning for each file of a folder that holds a text in another form."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    for path in paths:
        words = _OTHER_KINDS.get(path.suffix.lower())
        if words and not path.name.startswith((".", "~$")):
            what, remedy = words
            message = f"{what} tidak dibaca di sini"
            yield Finding(str(path), 1, "warning", message, remedy.format(path=path))


def no_text(path: Path, head: bytes) -> tuple[str, str] | None:
    """(message, remedy) if the first bytes of a file are those of an office file or a PDF."""
    if head.startswith(b"PK\x03\x04"):
        kind = ".xlsx" if path.suffix.lower() == ".xlsx" else ".docx"
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        kind = ".xls" if path.suffix.lower() == ".xls" else ".doc"
    elif head.startswith(b"%PDF"):
        kind = ".pdf"
    elif head.startswith(b"{\\rtf"):
        kind = ".rtf"
    else:
        return None
    what, remedy = _OTHER_KINDS[kind]
    return f"ini {what}, bukan berkas kasus", remedy.format(path=path)
