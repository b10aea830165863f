"""Files to download."""

from __future__ import annotations

from flask import Response
from werkzeug.utils import secure_filename


def attachment(content: bytes, mimetype: str, name: str) -> Response:
    """A file that the browser keeps under a name instead of showing it."""
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name)}"'
    return response
