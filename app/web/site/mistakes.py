"""What is wrong with a case file, in place of its page, while a curator works on it.

Only ``serve --reload`` shows this: there, a file that breaks would otherwise look lost.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app

from app.collection.case import SLUG, SLUG_MAX
from app.collection.finding import Finding

_FOLDER = "mistakes_folder"


def init_app(app: Flask, content: Path | None) -> None:
    """Let pages of broken files show their mistakes; None for a site that others visit."""
    app.extensions[_FOLDER] = content and content / "innovations"


def mistakes_of(slug: str) -> list[Finding]:
    """The findings about the file of a case that can't be shown; none if there is no such file."""
    folder: Path | None = current_app.extensions[_FOLDER]
    if folder is None or not SLUG.fullmatch(slug) or len(slug) > SLUG_MAX:
        return []
    # Imported here, since no other site needs the libraries that read case files.
    from app.collection import files
    from app.collection.check import check_alone

    path = folder / f"{slug}.md"
    if not path.exists():
        return []
    data = files.read(path)
    if isinstance(data, Finding):
        return [data]
    findings = check_alone(path, data, None)
    # A file without errors is only waiting for the index.
    return findings if any(finding.level == "error" for finding in findings) else []
