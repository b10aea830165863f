"""What a worker loads before it answers its first request."""

from __future__ import annotations

import pytest

from app.search.engine import Engine
from app.search.query.spelling import Speller
from app.settings import Settings
from app.web.application import create_app, warm_up


@pytest.mark.parametrize("path", ["/", "/cari?q=puskesmsa+airr", "/inovasi/putik-sari"])
def test_after_the_warm_up_a_first_page_loads_neither_index_nor_templates(
    path, content, real_index, monkeypatch
):
    app = create_app(Settings(content=content, index=real_index))
    warm_up(app)

    def fail(*_arguments, **_more):
        raise AssertionError("it was to be loaded by now")

    monkeypatch.setattr(Engine, "open", fail)
    monkeypatch.setattr(Speller, "__init__", fail)
    monkeypatch.setattr(app.jinja_env, "compile", fail)
    assert app.test_client().get(path).status_code == 200


def test_the_warm_up_builds_no_index(content, tmp_path):
    warm_up(create_app(Settings(content=content, index=tmp_path / "index")))
    assert not (tmp_path / "index").exists()
