"""The case that an address names, or the answer in its place."""

from __future__ import annotations

import pytest
from werkzeug.exceptions import HTTPException

from app.web.site.cases import requested_case


def test_a_slug_gives_its_case(app):
    with app.test_request_context():
        assert requested_case("putik-sari").title == "Putik Sari"


@pytest.mark.parametrize(
    ("slug", "status", "text"),
    [
        ("tidak-ada", 404, "Tidak ada kasus dengan alamat “tidak-ada”"),
        ("Putik-Sari", 301, "/inovasi/putik-sari"),
    ],
)
def test_a_slug_without_a_case_ends_the_request(app, slug, status, text):
    with app.test_request_context(), pytest.raises(HTTPException) as raised:
        requested_case(slug)
    response = raised.value.get_response()
    assert response.status_code == status
    assert text in response.get_data(as_text=True)
