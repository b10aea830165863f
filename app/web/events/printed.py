"""The papers of an event that can be printed."""

from __future__ import annotations

#: The papers of a print run, in its order: values of the parameter ``bahan``.
PAPERS = (
    "sampul",
    "agenda",
    "narasumber",
    "kasus",
    "panduan",
    "komitmen",
    "hadir",
    "umpan-balik",
    "poster",
)
