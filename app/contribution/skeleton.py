"""The skeletons of new files; for a case, every key and heading with a word on what belongs there.

Keys that a case may lack are comments, so that an untouched line is no mistake. Every section
holds a blank ``[isi: …]``, which the check refuses: no blank is ever published.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from importlib import resources

from app.contribution.fields import FIELDS, SECTIONS, Field

# Values are listed in full up to this number; others would fill the screen.
_MOST_CHOICES = 12

# What a mandatory key holds at first; others are empty.
_FIRST_VALUES = {"status": "belum-diketahui", "tags": "[]"}


def case_skeleton(title: str, today: dt.date) -> str:
    """The text of a case file that is still to be filled in."""
    lines = ["---"]
    for field in FIELDS:
        lines.append(f"# {_words(field)}")
        value = {"title": json.dumps(title, ensure_ascii=False), "updated": today.isoformat()}
        mark = "" if field.mandatory or field.key in value else "# "
        lines += [f"{mark}{line}" for line in _key(field, value.get(field.key, ""))]
    lines.append("---")
    for section in SECTIONS:
        what = section.help.rstrip(".")
        ending = "" if section.mandatory else "; hapus bagian ini bila tak ada sumbernya"
        lines += ["", f"## {section.label}", "", f"[isi: {what}{ending}] [^1]"]
    return "\n".join(lines) + "\n"


def theme_skeleton(title: str, today: dt.date) -> str:
    """The text of a theme file that is still to be filled in."""
    template = resources.files("app.collection").joinpath("data", "theme-template.md")
    text = template.read_text("utf-8").replace("{title}", json.dumps(title, ensure_ascii=False))
    return text.replace("{today}", today.isoformat())


def _words(field: Field) -> str:
    """The comment above a key."""
    mandatory = " (wajib)" if field.mandatory else ""
    text = f"{field.label}{mandatory}: {field.help}"
    if field.choices and len(field.choices) <= _MOST_CHOICES:
        text += f" Pilihan: {', '.join(field.choices)}."
    if field.example and field.kind != "rows":
        text += f" Misalnya: {field.example}"
    return text


def _key(field: Field, value: str) -> Iterator[str]:
    """The lines of a key with its value."""
    value = value or _FIRST_VALUES.get(field.key, "")
    if not value and field.kind in {"number", "date"}:
        value = field.example
    if field.kind == "rows":
        yield f"{field.key}:"
        # Keys without quotation marks hold years, dates and numbers, which are seldom known.
        columns = (c for c in field.columns if c.mandatory or c.kind == "line")
        filled = (f"{c.key}: {'2020' if c.kind == 'number' else json.dumps('')}" for c in columns)
        yield f"  - {{{', '.join(filled)}}}"
    elif field.kind == "list" and not value:
        yield f"{field.key}:"
        yield f"  - {field.example if field.key == 'sdgs' else json.dumps('')}"
    else:
        yield f"{field.key}: {value or json.dumps('')}"
