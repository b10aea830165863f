"""What the server answers by itself, where a request can't be read and never reaches the site.

Gunicorn's own answers are English, repeat what was sent, and have none of the site's headers.
These are short pages that need no other file.
"""

from __future__ import annotations

import contextlib
import socket
from http import HTTPStatus

from gunicorn import util
from gunicorn.http import errors

from app.web.site.security import HEADERS

_STATUSES: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (errors.ConfigurationProblem, HTTPStatus.INTERNAL_SERVER_ERROR),
    (errors.LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG),
    (errors.LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    (errors.ExpectationFailed, HTTPStatus.EXPECTATION_FAILED),
    (errors.UnsupportedTransferCoding, HTTPStatus.NOT_IMPLEMENTED),
    (errors.ParseException, HTTPStatus.BAD_REQUEST),
)

_UNREADABLE = ("Permintaan ini tidak bisa dibaca", "Periksa alamatnya, lalu coba lagi.")

# What happened, and what to do.
_TEXTS = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "Alamat terlalu panjang",
        "Persingkat pencariannya, lalu coba lagi.",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "Peramban mengirim terlalu banyak keterangan",
        "Hapus kuki situs ini di peramban, lalu coba lagi.",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Ada yang salah di pihak kami",
        "Kesalahan ini sudah dicatat. Coba lagi sebentar lagi.",
    ),
}

_PAGE = """\
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
<p>{remedy}</p>
<p><a href="/">Ke beranda</a></p>
<p>Kode {status}</p>
</body>
</html>
"""

# What a client has sent and nobody will read: unless it is taken from the socket, the kernel
# may cut the connection before the client has read the answer.
_UNREAD_BYTES = 65_536


def status_of(error: BaseException) -> HTTPStatus:
    """The status that a failed request is answered with."""
    # A header that the application can't send is no fault of the client. Gunicorn 25 doesn't have
    # these errors.
    if type(error).__name__.startswith("InvalidResponseHeader"):
        return HTTPStatus.INTERNAL_SERVER_ERROR
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR


def page(status: HTTPStatus) -> str:
    """The page of a status: what happened, what to do, and nothing of what was sent."""
    title, remedy = _TEXTS.get(status, _UNREADABLE)
    return _PAGE.format(title=title, remedy=remedy, status=status.value)


def answer(status: HTTPStatus) -> bytes:
    """The whole answer: head and page."""
    body = page(status).encode()
    headers = {
        "Date": util.http_date(),
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def send(client: socket.socket, status: HTTPStatus) -> None:
    """Answer a client, which may have gone."""
    with contextlib.suppress(OSError):
        util.write_nonblock(client, answer(status))
        client.shutdown(socket.SHUT_WR)
        client.recv(_UNREAD_BYTES, socket.MSG_DONTWAIT)
