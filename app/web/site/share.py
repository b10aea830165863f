"""Addresses that pass a page on by the reader's own programs: WhatsApp, mail."""

from __future__ import annotations

from urllib.parse import quote

# WhatsApp's public address to send a text; it is opened only if the visitor follows it.
_WHATSAPP = "https://wa.me/?text="


def whatsapp_url(*lines: str) -> str:
    """The address that hands lines of text to WhatsApp, such as a title and an address."""
    return _WHATSAPP + quote("\n".join(lines), safe="")


def mail_url(subject: str, *lines: str) -> str:
    """The address that opens a mail with a subject and lines of text, such as an address."""
    body = "\r\n".join(lines)  # as RFC 6068 asks
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
