"""The shortlist: read from an address, carried by links and forms, shared as a link."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.collection.case import SLUG
from app.settings import Settings
from app.web.application import create_app
from app.web.site.shortlist import MOST, Shortlist, read
from tests.conftest import ROOT

THREE = "s=putik-sari&s=jarik-ma-siti&s=gebrak-pakumis"


def listed(address: str) -> list[str]:
    return parse_qs(urlsplit(address).query).get("s", [])


# --- the value ------------------------------------------------------------------------


def test_a_case_is_in_the_list_once_and_in_the_order_chosen():
    chosen = Shortlist().with_("b").with_("a").with_("b")
    assert chosen.slugs == ("b", "a") and len(chosen) == 2 and "a" in chosen
    assert chosen.without("b").slugs == ("a",)
    assert chosen.without("c") == chosen


def test_cases_move_and_stop_at_the_ends():
    chosen = Shortlist(("a", "b", "c"))
    assert chosen.moved("c", -1).slugs == ("a", "c", "b")
    assert chosen.moved("a", 1).slugs == ("b", "a", "c")
    assert chosen.moved("a", -1) == chosen.moved("a", 0) == chosen


# --- reading --------------------------------------------------------------------------


@pytest.fixture
def reading(app, real_engine):
    """Read a list from values, within a request."""

    def run(*values: str):
        with app.test_request_context():
            return read(values, real_engine)

    return run


def test_repeats_blanks_and_capitals_do_not_matter(reading):
    picked = reading("Putik-Sari", "", " putik-sari ", "jarik-ma-siti")
    assert picked.shortlist.slugs == ("putik-sari", "jarik-ma-siti")
    assert picked.titles == {"putik-sari": "Putik Sari", "jarik-ma-siti": "Jarik Ma'Siti"}
    assert picked.bad == picked.notices == ()


def test_an_unknown_case_is_left_out_and_reported(reading):
    picked = reading("putik-sari", "tidak-ada", "<script>", "x" * 100_000)
    assert picked.shortlist.slugs == ("putik-sari",)
    assert [parameter.message for parameter in picked.bad][:2] == [
        "Tidak ada kasus “tidak-ada”.",
        "Tidak ada kasus “<script>”.",
    ]
    assert all(len(parameter.message) < 200 for parameter in picked.bad)


def test_two_hundred_cases_are_no_shortlist(reading, real_cases):
    picked = reading(*list(real_cases)[:200])
    assert len(picked.shortlist) == MOST
    (parameter,) = picked.bad
    assert "paling banyak 12" in parameter.message and "188 kasus" in parameter.message


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_values_can_be_read(app, real_engine, values):
    with app.test_request_context():
        picked = read(values, real_engine)
    assert len(picked.shortlist) <= MOST
    assert picked.titles.keys() == set(picked.shortlist.slugs)


WITHDRAWN = """
lama: {reason: "Digabung.", instead: baru}
buntu: {reason: "Ternyata tidak pernah ada."}
"""


def test_a_list_survives_a_withdrawn_case_with_a_notice(site):
    client = site({"baru": None, "lain": None}, WITHDRAWN)
    answer = client.get("/pilihan?s=lain&s=lama&s=buntu")
    assert answer.status_code == 200
    assert "Kasus “lama” sudah ditarik: Digabung. Gantinya: Baru." in answer.text
    assert "Kasus “buntu” sudah ditarik: Ternyata tidak pernah ada." in answer.text
    assert 'value="http://localhost/pilihan?s=lain&amp;s=baru"' in answer.text


def test_the_script_has_the_limits_of_the_site():
    """It checks what a browser has stored before it offers that as a list."""
    script = (ROOT / "app/web/static/shortlist.js").read_text(encoding="utf-8")
    assert re.findall(r"const MOST = (\d+);", script) == [str(MOST)]
    assert re.findall(r"const SLUG = /(.+)/;", script) == [f"^{SLUG.pattern}$"]


# --- on every page --------------------------------------------------------------------


def test_without_a_list_no_address_names_a_list(get):
    for link in get("/cari?q=stunting").links:
        assert "daftar=" not in link
        if "s=" in urlsplit(link).query:  # the links that begin a list
            assert len(listed(link)) == 1 and urlsplit(link).fragment.startswith("d-")


@pytest.mark.parametrize("path", ["/?", "/cari?q=stunting&"])
def test_links_and_forms_of_a_page_carry_the_list(get, path):
    page = get(f"{path}{THREE}")
    assert page.status == 200
    wanted = listed(f"?{THREE}")
    for link in page.links:
        path = urlsplit(link).path
        listing = path in {"/", "/cari", "/pilihan"} and "#d-" not in link
        if listing or path.startswith("/inovasi/"):
            assert listed(link) == wanted, link
    for form in page.all("//form"):
        values = [field.get("value") for field in form.iter("input") if field.get("name") == "s"]
        assert values == wanted, form.get("action")
    assert page.text("//header//*[@class='num']") == "3"
    assert page.text("//nav[@aria-label='Daftar pilihan']") == "Pilihan: Bandingkan Rencana Acara"
    assert not page.all("//nav[@aria-label='Daftar pilihan']//a[@aria-current]")


@pytest.mark.parametrize(
    ("path", "name"),
    [("/banding", "Bandingkan"), ("/acara", "Acara"), ("/pilihan", "Daftar 3")],
)
def test_only_the_page_that_is_open_is_marked_as_current(get, path, name):
    page = get(f"{path}?{THREE}")
    marked = {
        " ".join("".join(link.itertext()).split())
        for nav in ("Daftar pilihan", "Utama")
        for link in page.all(f"//nav[@aria-label='{nav}']//a[@aria-current='page']")
    }
    assert marked == {name}


def test_a_case_is_added_on_this_page_and_taken_out_again(get):
    page = get("/cari?q=stunting&category=kesehatan&s=putik-sari")
    card = page.all("//li[@class='card']")[0]
    (add,) = [link for link in card.iter("a") if "Tambah" in "".join(link.itertext())]
    slug = card.get("id", "").removeprefix("k-")
    address = add.get("href", "")
    assert address.startswith("/cari?q=stunting&category=kesehatan&s=putik-sari&s=")
    assert listed(address) == ["putik-sari", slug] and address.endswith(f"#d-{slug}")
    added = get(address.split("#")[0])
    (card,) = added.all(f"//li[@id='k-{slug}']")
    words = " ".join("".join(card.itertext()).split())
    assert "Ada di daftar pilihan" in words and "Tambah ke daftar" not in words
    (remove,) = [a for a in card.iter("a") if "Hapus" in "".join(a.itertext())]
    assert listed(remove.get("href", "")) == ["putik-sari"]


def test_a_page_about_a_selection_keeps_the_whole_list(get):
    page = get(f"/pilihan?{THREE}")
    (fit, *_rest) = [link for link in page.links if link.startswith("/cocok")]
    query = parse_qs(urlsplit(fit).query)
    assert query["s"] == ["putik-sari"]
    assert query["daftar"] == listed(f"?{THREE}")
    back = [link for link in get(fit).links if link.startswith("/pilihan")]
    assert back and all(listed(link) == listed(f"?{THREE}") for link in back)


def test_a_case_with_a_list_is_the_same_page_to_a_search_engine(client, get):
    page = get(f"/inovasi/jarik-ma-siti?{THREE}")
    link = page.only("//link[@rel='canonical']")
    assert link.get("href") == "http://localhost/inovasi/jarik-ma-siti"
    assert "Disallow: /*?s=" in client.get("/robots.txt").text
    assert "?s=" not in page.text("//*[@class='paper']")


def test_the_same_address_is_the_same_page_for_everybody(app):
    address = f"/pilihan?{THREE}"
    first, second = app.test_client(), app.test_client()
    first.get("/pilihan?s=putik-sari")
    assert first.get(address).text == second.get(address).text
    assert "Set-Cookie" not in first.get(address).headers


def test_the_api_does_not_carry_a_list(client):
    answer = client.get("/api/v1/search?q=stunting&s=putik-sari").get_json()
    assert all("?" not in result["url"] for result in answer["results"])


def test_without_an_index_a_list_causes_no_second_error(tmp_path):
    client = create_app(Settings(content=tmp_path, index=tmp_path)).test_client()
    for path in ("/cari?s=putik-sari", "/pilihan?s=putik-sari", "/tidak-ada?s=putik-sari"):
        answer = client.get(path)
        assert answer.status_code in {404, 503}
        assert "Daftar pilihan" in answer.text


@pytest.mark.parametrize("path", ["/cari", "/inovasi/putik-sari", "/pilihan", "/banding", "/cocok"])
@pytest.mark.parametrize(
    "values",
    [["tidak-ada"], ["<b>x</b>"], ["x" * 5000], ["\x00\x1b"], [f"kasus-{n}" for n in range(200)]],
    ids=["unknown", "html", "long", "control", "200"],
)
def test_nonsense_in_a_list_gets_a_clear_answer(client, path, values):
    for name in ("s", "daftar"):
        answer = client.get(path, query_string=MultiDict((name, value) for value in values))
        assert answer.status_code == 400
        assert "Tidak ada kasus “" in answer.text
        assert "<b>x" not in answer.text and "Traceback" not in answer.text
