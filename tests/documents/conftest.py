"""Helpers for reading documents back."""

from __future__ import annotations

import io

import docx


def text_of(data: bytes) -> str:
    """The text of a Word file's body, a paragraph a line; tables cell by cell."""
    body = docx.Document(io.BytesIO(data)).element.body
    lines = (
        "".join(run.text or "" for run in paragraph.iter("{*}t")) for paragraph in body.iter("{*}p")
    )
    return "\n".join(lines)
