"""How to reach the curators of this site: a mail address, a web form, both, or neither.

The settings ``PUSTAKA_CONTACT_MAIL`` and ``PUSTAKA_CONTACT_URL`` say it.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, current_app

from app.settings import Settings

#: The place in ``PUSTAKA_CONTACT_URL`` where the address of the case goes.
PLACEHOLDER = "{kasus}"


@dataclass(frozen=True)
class Curators:
    """Where corrections go; an empty text where the operator has set none."""

    mail: str
    url: str

    @property
    def reachable(self) -> bool:
        """Whether there is any way to reach them."""
        return bool(self.mail or self.url)

    def mail_link(self, subject: str, body: str) -> str:
        """A ``mailto:`` address with the subject and the text filled in (RFC 6068)."""
        text = body.replace("\n", "\r\n")
        return f"mailto:{quote(self.mail, safe='@')}?subject={quote(subject)}&body={quote(text)}"

    def form_link(self, case_url: str) -> str:
        """The web form, with the address of the case where the operator wants it."""
        return self.url.replace(PLACEHOLDER, quote(case_url, safe=""))


def init_app(app: Flask, settings: Settings) -> None:
    """Remember how the curators of this site are reached."""
    app.extensions["curators"] = Curators(settings.contact_mail, settings.contact_url)


def curators() -> Curators:
    """How the curators of this site are reached."""
    known: Curators = current_app.extensions["curators"]
    return known
