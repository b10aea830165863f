"""The engine of a request: the current one, and the same one from its first look to its last."""

from __future__ import annotations

import pytest

from app.search.index import builder
from app.search.index.generations import IndexUnusableError
from app.settings import Settings
from app.web.application import create_app
from app.web.site.engine import current_engine, engine_version


@pytest.fixture
def site(content_folder, tmp_path):
    """A site of one case, free to change: application, content folder, index folder."""
    content_folder.write("antar-obat")
    index = tmp_path / "index"
    builder.build(content_folder.path, index)
    return create_app(Settings(content=content_folder.path, index=index)), content_folder, index


def test_a_new_generation_is_for_the_next_request(site):
    """Else a page could count the cases of one generation and list those of another."""
    app, folder, index = site
    with app.test_request_context("/cari"):
        first, version = current_engine(), engine_version()
        folder.write("jemput-obat")
        builder.build(folder.path, index)
        assert current_engine() is first
        assert first.cases == 1
    with app.test_request_context("/cari"):
        assert current_engine().cases == 2
        assert engine_version() != version


def test_without_an_index_every_look_fails(tmp_path):
    app = create_app(Settings(content=tmp_path / "content", index=tmp_path / "index"))
    with app.test_request_context("/cari"):
        for look in (current_engine, engine_version):
            with pytest.raises(IndexUnusableError):
                look()
