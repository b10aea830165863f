"""Response headers that limit what a page can do, and limits of what a request may send."""

from __future__ import annotations

from flask import Flask, Response, request

#: If code in content ever slipped through the cleaning, browsers would refuse to run it:
#: nothing is loaded from another host, and neither scripts nor styles stand inside a page.
#: ``data:`` is for the pattern that the style sheet uses as a mask.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: The longest body of a request in bytes, several times the longest replication plan, and the
#: most fields of a form. A request beyond them is refused before its body is read.
MOST_BYTES = 1_000_000
MOST_PARTS = 200

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Other hosts don't learn from which search a visitor followed a link.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

# The same, each with its name in lower case: asking for one after the other takes three times as
# long, a fiftieth of an answer in JSON.
_HEADERS = [(name.lower(), name, value) for name, value in HEADERS.items()]


def init_app(app: Flask) -> None:
    """Send the headers with every response, and set the limits of requests."""
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, MAX_FORM_PARTS=MOST_PARTS
    )

    @app.after_request
    def add_headers(response: Response) -> Response:
        given = {name.lower() for name, _ in response.headers}
        for lower, name, value in _HEADERS:
            if lower not in given:
                response.headers.add(name, value)
        # Without it, browsers and proxies may store a 404 or a 410 for as long as they like.
        response.headers.setdefault("Cache-Control", _keeping(response.status_code))
        return response


def _keeping(status: int) -> str:
    """Who may keep an answer. A browser keeps what was typed, so that “back” leads to it."""
    if status >= 500:
        return "no-store"
    return "private, no-cache" if request.method == "POST" else "no-cache"
