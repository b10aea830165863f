"""The pages that the server answers with by itself; tests/test_server.py asks real servers."""

from __future__ import annotations

from http import HTTPStatus

import html5lib
import pytest
from gunicorn.http import errors

from app import server_refusals
from app.web.site.security import HEADERS


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidRequestLine("rahasia"), 400),
        (errors.InvalidHeader("rahasia"), 400),
        (errors.InvalidChunkSize(b"rahasia"), 400),
        (errors.LimitRequestLine(9000, 8190), 414),
        (errors.LimitRequestHeaders("rahasia"), 431),
        (errors.UnsupportedTransferCoding("rahasia"), 501),
        (getattr(errors, "InvalidResponseHeader", ValueError)("rahasia"), 500),
        (ValueError("rahasia"), 500),
    ],
)
def test_each_error_has_its_status(error, status):
    assert server_refusals.status_of(error) == status


@pytest.mark.parametrize("status", [400, 414, 431, 500, 501])
def test_the_page_is_valid_indonesian_and_has_the_headers_of_the_site(status):
    head, _, body = server_refusals.answer(HTTPStatus(status)).partition(b"\r\n\r\n")
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body)
    assert root.get("lang") == "id"
    assert root.findtext(".//h1") == root.findtext(".//title")
    assert f"Kode {status}" in body.decode()
    first, *lines = head.decode().split("\r\n")
    assert first.startswith(f"HTTP/1.1 {status} ")
    headers = dict(line.split(": ", 1) for line in lines)
    assert HEADERS.items() <= headers.items()
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Cache-Control"] == "no-store"
