"""The engine of a request: the current one, and the same one from its first look to its last."""

from __future__ import annotations

import shutil

import pytest

from app.search.index import builder
from app.search.index.generations import CURRENT, IndexUnusableError
from app.settings import Settings
from app.web.application import create_app
from app.web.site.engine import GENERATION, current_engine, engine_version


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


@pytest.mark.parametrize(
    "address", ["/", "/inovasi/antar-obat", "/api/v1/search?q=obat", "/readyz", "/inovasi/tidak"]
)
def test_an_answer_names_its_generation_also_from_the_page_cache_and_as_304(site, address):
    app, folder, index = site
    client = app.test_client()
    first = client.get(address)
    assert first.headers[GENERATION] == (index / CURRENT).read_text()
    known = {"If-None-Match": first.headers.get("ETag", "")}
    for again in (client.get(address), client.get(address, headers=known)):
        assert again.headers[GENERATION] == first.headers[GENERATION]
    folder.write("jemput-obat")
    builder.build(folder.path, index)
    later = client.get(address, headers=known)
    assert later.headers[GENERATION] == (index / CURRENT).read_text() > first.headers[GENERATION]


@pytest.mark.parametrize("address", ["/healthz", "/static/style.css"])
def test_an_answer_without_an_index_names_none(site, address):
    with site[0].test_client().get(address) as answer:
        assert answer.status_code == 200
        assert GENERATION not in answer.headers


def test_a_copy_of_index_and_content_gives_the_same_tags(site, tmp_path):
    """So that a browser with a page from one node needs no new page from another."""
    app, folder, index = site
    (folder.path / "synonyms.yaml").write_text("two_way:\n- [pil, obat]\n")
    first = app.test_client().get("/cari?q=pil")
    copy = Settings(content=tmp_path / "node" / "content", index=tmp_path / "node" / "index")
    shutil.copytree(folder.path, copy.content, copy_function=shutil.copyfile)
    shutil.copytree(index, copy.index, copy_function=shutil.copyfile)
    node = create_app(copy).test_client()
    known = {"If-None-Match": first.headers["ETag"]}
    assert node.get("/cari?q=pil", headers=known).status_code == 304
    (copy.content / "synonyms.yaml").write_text("two_way:\n- [obat, pil]\n")
    assert node.get("/cari?q=pil", headers=known).status_code == 200
