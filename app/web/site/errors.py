"""Errors: a page that looks like the others for people, problem+json for programs."""

from __future__ import annotations

import logging
import math
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from app.logs import REQUEST_ID
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.index.generations import IndexUnusableError
from app.search.source import RETRY_AFTER
from app.web.site.engine import report_damage
from app.web.site.i18n import label
from app.web.site.requests import writable

log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every error with what happened and what to do, never with a traceback."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(AdvancedQueryError, _query_mistake)
    app.register_error_handler(IndexUnusableError, _no_index)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, title: str, detail: str = "", **extra: Any) -> Response:
    """An error for programs, ``application/problem+json`` (RFC 9457).

    ``extra`` are further members of the answer.
    """
    response = jsonify({"status": status, "title": title, "detail": detail, **extra})
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def answer(status: int, title: str, detail: str) -> Response:
    """An error for whoever sent the request: JSON below ``/api/``, else a page.

    A view that can't go on ends with ``abort(answer(…))``.
    """
    if _for_programs():
        return problem(status, title, detail)
    # The texts may name a part of the path, which is no parameter.
    texts = {"title": writable(title), "detail": writable(detail)}
    return Response(render_template("site/error.html", status=status, **texts), status)


def _for_programs() -> bool:
    return request.path.startswith(("/api/", "/healthz", "/readyz"))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    response = answer(status, *_texts(status))
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _texts(status: int) -> tuple[str, str]:
    """What happened, and what to do."""
    match status:
        case 404:
            return (
                _("Halaman ini tidak ada"),
                _("Mungkin alamatnya salah ketik atau sudah berubah. Coba cari dari sini."),
            )
        case 405:
            return _("Cara memanggil ini tidak dilayani"), _("Gunakan GET.")
        case 413:
            return (
                _("Kiriman terlalu besar"),
                _("Kembali ke halaman sebelumnya, ringkas isinya, lalu kirim lagi."),
            )
        case 414:
            return _("Alamat terlalu panjang"), _("Persingkat pencariannya, lalu coba lagi.")
        case _other:
            return _("Permintaan tidak bisa dilayani"), _("Periksa alamatnya, lalu coba lagi.")


def _query_mistake(mistake: AdvancedQueryError) -> Response:
    """The mistake of an advanced query, with its place and what was probably meant."""
    title, detail = _("Kueri ini tidak bisa dicari"), label(mistake.message)
    status = 503 if mistake.kind == "busy" else 400
    if _for_programs():
        response = problem(
            status,
            title,
            detail,
            errors=[{"name": "q", "message": detail}],
            mistake=mistake.kind,
            position={"start": mistake.start, "end": mistake.end},
            suggestion=mistake.suggestion,
        )
    else:
        place = _(
            "Karakter %(first)s sampai %(last)s.",
            first=mistake.start + 1,
            last=max(mistake.start + 1, mistake.end),
        )
        response = answer(status, title, f"{detail} {place}")
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _no_index(error: IndexUnusableError) -> Response:
    log.error("index: %s", error)
    report_damage()
    response = answer(
        503,
        _("Koleksi sedang disiapkan"),
        _("Indeks pencarian belum bisa dibuka. Coba lagi sebentar lagi."),
    )
    response.headers["Retry-After"] = str(math.ceil(error.retry_after or RETRY_AFTER))
    return response


def _unexpected(error: Exception) -> Response:
    log.exception("error on %s %s", request.method, request.path, exc_info=error)
    return answer(
        500,
        _("Ada yang salah di pihak kami"),
        _(
            "Kesalahan ini sudah dicatat, nomor %(number)s. Coba lagi, atau kembali ke beranda.",
            number=REQUEST_ID.get(),
        ),
    )
