"""The pictures of cases, themes and regions: what they say, and how they are answered."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.collection.regions import by_code
from app.web.sharing import pictures
from app.web.sharing.drawing import Picture
from app.web.sharing.picture_store import BusyError
from app.web.sharing.pictures import picture_of_case, picture_of_region, picture_of_theme
from tests.web.conftest import make_site


@pytest.fixture(autouse=True)
def request_context(app):
    with app.test_request_context():
        yield


def test_a_case_shows_name_place_and_strongest_figure(real_engine):
    assert picture_of_case(real_engine.case("putik-sari")) == Picture(
        kind="Pertumbuhan ekonomi",
        title="Putik Sari",
        place="Kabupaten Malang, Jawa Timur",
        measure="Desa berstatus Mandiri menurut Indeks Desa Membangun (dari 8 desa) "
        "(7 Maju, 1 Berkembang; 2021 → 2023)",
        before="0",
        after="8",
    )


def test_a_stopped_case_says_so(real_engine):
    assert picture_of_case(real_engine.case("anggur-merah")).place.endswith("sudah berhenti")


def test_a_theme_shows_its_question_and_how_much_is_known(real_engine):
    card = real_engine.theme_cards["mengelola-sampah"]
    picture = picture_of_theme(card)
    assert picture.place == card.theme.question
    assert picture.after == f"{card.approaches} cara · {card.cases} kasus"


def test_a_region_shows_the_figure_of_its_best_proven_case(real_engine):
    picture = picture_of_region(by_code()["35.07"], real_engine)
    assert (picture.kind, picture.title) == ("4 kasus inovasi", "Kabupaten Malang")
    assert picture.measure.startswith("Putik Sari: Desa berstatus Mandiri")
    assert (picture.before, picture.after) == ("0", "8")
    empty = picture_of_region(by_code()["35.02"], real_engine)
    assert (empty.kind, empty.after) == ("Belum ada kasus", "")
    assert picture_of_region(by_code()["51"], real_engine).title == "Provinsi Bali"


ADDRESSES = (
    *("/gambar.png", "/inovasi/putik-sari/gambar.png", "/inovasi/jarik-ma-siti/gambar.png"),
    *("/tema/mengelola-sampah/gambar.png", "/daerah/35.07/gambar.png", "/daerah/35.02/gambar.png"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_picture_is_a_small_png_that_is_not_sent_twice(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert len(answer.data) < 60_000
    tag = answer.headers["ETag"]
    assert "max-age=86400" in answer.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert client.get(f"{address}?s=simba-asia&x=1").data == answer.data


@pytest.mark.parametrize(
    "address",
    [
        *("/inovasi/tidak-ada/gambar.png", "/tema/tidak-ada/gambar.png"),
        *("/daerah/99.99/gambar.png", "/daerah/../gambar.png"),
    ],
)
def test_nothing_is_drawn_for_what_does_not_exist(client, monkeypatch, address):
    monkeypatch.setattr(pictures, "_STORE", None)
    assert client.get(address).status_code == 404


def test_nothing_is_drawn_for_whoever_has_the_picture(client, monkeypatch):
    tag = client.get(ADDRESSES[1]).headers["ETag"]
    monkeypatch.setattr(pictures, "_STORE", None)
    assert client.get(ADDRESSES[1], headers={"If-None-Match": tag}).status_code == 304


def test_a_busy_server_asks_to_come_back(client, monkeypatch):
    class Busy:
        def png(self, picture):
            raise BusyError

    monkeypatch.setattr(pictures, "_STORE", Busy())
    answer = client.get(ADDRESSES[1])
    assert answer.status_code == 503 and answer.headers["Retry-After"]


def test_a_changed_figure_is_another_picture(content_folder, case_text):
    def tag(after):
        text = case_text(results=f'[{{measure: desa, after: "{after}"}}]')
        with make_site(content_folder, {"x": text}) as site:
            return site.get("/inovasi/x/gambar.png").headers["ETag"]

    assert tag("8") != tag("9")


@pytest.mark.slow  # draws half a hundred pictures
def test_pictures_of_many_real_cases_keep_their_limit(client, real_engine):
    for card in list(real_engine.cards())[::10]:
        assert len(client.get(f"/inovasi/{card.slug}/gambar.png").data) < 60_000
