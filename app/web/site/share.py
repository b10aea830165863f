"""Addresses that pass a page on by the reader's own programs: WhatsApp, mail."""

from __future__ import annotations

from urllib.parse import quote

# WhatsApp's public address to send a text; it is opened only if the visitor follows it.
_WHATSAPP = "https://wa.me/?text="


def whatsapp_url(text: str, address: str) -> str:
    """The address that hands a text and an address of this site to WhatsApp."""
    return _WHATSAPP + quote(f"{text}\n{address}", safe="")


def mail_url(subject: str, address: str) -> str:
    """The address that opens a mail with a subject, and with an address in its text."""
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(address, safe='')}"
