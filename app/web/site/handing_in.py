"""What visitors hand in to the curators, if the operator has set an inbox for it.

The setting ``PUSTAKA_INBOX`` names its folder. Without it, nothing that is sent is stored.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, current_app

from app.contribution.entry import Kind, digest
from app.contribution.inbox import Inbox
from app.settings import Settings
from app.web.site.i18n import today


def init_app(app: Flask, settings: Settings) -> None:
    """Remember the inbox of this site."""
    app.extensions["inbox"] = Inbox(settings.inbox) if settings.inbox else None


def takes_proposals() -> bool:
    """Whether what is handed in reaches the curators by itself."""
    return _inbox() is not None


def hand_in(kind: Kind, text: str, *, about: str = "", doubles: Sequence[str] = ()) -> int:
    """Put a text into the inbox, and return the number that its sender may name.

    A text that is handed in again, as after a reload of the page, keeps its number.

    Args:
        kind: a case file, or a correction in plain words.
        text: the text.
        about: the slug of the case that a correction is about.
        doubles: the slugs of cases that the text may tell again.

    Raises:
        InboxError: the inbox is full or can't be written; the message says so, in Indonesian.
        LookupError: the site has no inbox.
    """
    inbox = _inbox()
    if inbox is None:
        raise LookupError("no inbox is set")
    same = digest(text.encode("utf-8", "replace"))
    for entry in inbox.waiting().entries:
        if (entry.kind, entry.digest, entry.about) == (kind, same, about):
            return entry.number
    return inbox.put(kind, text, today(), about=about, doubles=doubles)


def _inbox() -> Inbox | None:
    inbox: Inbox | None = current_app.extensions["inbox"]
    return inbox
