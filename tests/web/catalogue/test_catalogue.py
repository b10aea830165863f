"""The page, the files and the API of the catalogue, with one set of parameters."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from werkzeug.datastructures import MultiDict

from app.search.catalogue import FILTERS, CatalogueQuery
from app.web.site.catalogue import catalogue_parameters, read_catalogue_query
from tests.web.conftest import text_of

ROWS = "//table[@class='stacked pairs']/tbody/tr"
NAMES = f"{ROWS}/th"
PARAMETERS = [
    {"q": "sampah"},
    {"year": "2019", "award": "KIPP Top 45"},
    {"province": "Bali", "has_case": "tidak"},
    {"region": "35.73"},
    {"government": "Kementerian Kesehatan", "level": "kementerian"},
    {"q": "tidak ada yang begini"},
]


def csv_rows(client, parameters) -> list[list[str]]:
    answer = client.get("/katalog.csv", query_string=parameters)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    return rows[1 : rows.index([])]


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_page_files_and_api_have_the_same_entries_in_the_same_order(client, get, parameters):
    query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in parameters.items())
    page = get(f"/katalog?{query}")
    api = client.get("/api/v1/catalogue", query_string=parameters).get_json()
    workbook = load_workbook(io.BytesIO(client.get("/katalog.xlsx", query_string=parameters).data))
    sheet = list(workbook.worksheets[0].iter_rows(values_only=True))[1:]
    titles = [entry["title"] for entry in api["entries"]]
    assert [row[0] for row in csv_rows(client, parameters)] == titles
    assert [row[0] for row in sheet if row[0]][: len(titles)] == titles
    assert len(page.all(ROWS)) == api["total"] == len(titles)
    assert all(map(str.startswith, page.texts(NAMES), titles))
    assert "".join(api["query"]["filters"].get("year", [])) == parameters.get("year", "")


def test_pages_divide_the_whole_catalogue(client):
    titles: list[str] = []
    first = client.get("/api/v1/catalogue").get_json()
    for number in range(1, first["pages"] + 1):
        page = client.get("/api/v1/catalogue", query_string={"page": number}).get_json()
        titles += [entry["title"] for entry in page["entries"]]
    assert len(set(titles)) == first["total"] == 234


def test_a_row_with_a_case_leads_to_it_and_one_without_asks_for_it(get):
    (row,) = get("/katalog?q=grms+surabaya&has_case=ya").all(ROWS)
    links = [link.get("href") for link in row.iter("a")]
    assert links[0] == "/daerah/35.78"
    assert links[1].startswith("https://menpan.go.id/")
    assert links[2] == "/inovasi/grms-surabaya"
    page = get("/katalog?q=fidusia+online")
    (asked,) = [link for link in page.links if "judul=" in link]
    assert parse_qs(urlsplit(asked).query) == {
        "judul": ["Fidusia Online"],
        "pemerintah": ["Kementerian Hukum dan Hak Asasi Manusia"],
        "tahun": ["2014"],
        "penghargaan": ["KIPP"],
        "peringkat": ["Top 9"],
        "sumber_judul": ["Surabaya Raih Dua Penghargaan Inovasi Pelayanan Publik"],
        "sumber_url": [
            "https://menpan.go.id/site/berita-terkini/"
            "surabaya-raih-dua-penghargaan-inovasi-pelayanan-publik"
        ],
        "sumber_penerbit": ["menpan.go.id"],
    }
    form = get(asked)
    assert form.only("//input[@id='title']").get("value") == "Fidusia Online"


def test_what_no_source_says_is_a_gap(get):
    rows = map(text_of, get("/katalog?q=bank+sampah+malang&has_case=tidak").all(ROWS))
    assert ["tahun: Belum ada data" in row for row in rows] == [True, False]


def test_lists_of_the_form_tell_how_many_entries_each_value_gives(get):
    page = get("/katalog?province=Jawa+Timur")
    for name in ("year", "award", "has_case"):
        for option in page.all(f"//select[@id='{name}']/option")[1:3]:
            count = text_of(option).rpartition("(")[2].rstrip(")")
            value = (option.get("value") or "").replace(" ", "+")
            narrower = get(f"/katalog?province=Jawa+Timur&{name}={value}")
            assert narrower.text("//*[@role='status']").startswith(f"{count} inovasi")
    assert page.only("//select[@id='province']//option[@selected]").get("value") == "Jawa Timur"


def test_provinces_stand_below_their_island_and_years_in_a_row_above_single_ones(get):
    page = get("/katalog?year=2018-2020")
    (java,) = page.all("//select[@id='province']/optgroup[@label='Jawa']")
    assert "Jawa Timur" in {option.get("value") for option in java.findall("option")}
    every, *years = page.all("//select[@id='year']/option")
    assert [option.get("value") for option in years][:2] == ["2021-2023", "2018-2020"]
    assert not every.get("value") and "2014" in {option.get("value") for option in years}
    assert page.only("//select[@id='year']/option[@selected]").get("value") == "2018-2020"
    singles = [get(f"/katalog?year={year}") for year in (2018, 2019, 2020)]
    number = sum(int(single.text("//*[@role='status']").split()[0]) for single in singles)
    assert page.text("//*[@role='status']").startswith(f"{number} inovasi")


def test_a_filter_that_the_form_lacks_is_shown_and_can_be_taken_off(get):
    page = get("/katalog?region=35.73&year=2019")
    (chip,) = page.all("//ul[@class='chips']//a")
    assert "Kota Malang" in text_of(chip)
    assert chip.get("href") == "/katalog?year=2019#hasil"
    assert page.only("//form//input[@name='region']").get("value") == "35.73"


def test_the_page_says_what_is_known_of_all_that_the_ministry_counts(get):
    for address in ("/katalog", "/statistik", "/tentang"):
        page = get(address)
        assert "Kementerian PANRB menghitung 1.065 praktik baik" in page.text("//main")
        assert any(link.startswith("https://menpan.go.id/") for link in page.links)
    assert "Dari 1.065 praktik baik KIPP 2014–2023" in get("/").text("//main")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/katalog?year=dua&level=desa", 400, "Pilihan “dua” tidak dikenal."),
        ("/katalog?page=99", 404, "Daftar ini hanya sampai halaman 5."),
        ("/katalog?award=KIPP+Top+1000", 400, "tidak dikenal"),
        ("/katalog?year=1999", 200, "Tidak ada yang cocok di katalog."),
    ],
)
def test_what_cannot_be_used_is_told(get, address, status, words):
    page = get(address)
    assert page.status == status
    assert words in page.text("//main")


def test_files_and_api_refuse_what_the_page_leaves_out(client):
    for address in ("/katalog.csv", "/katalog.xlsx", "/api/v1/catalogue"):
        assert client.get(f"{address}?has_case=mungkin").status_code == 400
    assert client.get("/api/v1/catalogue?page=99").status_code == 404


def test_a_collection_without_a_catalogue(site):
    client = site({"antar-obat": None})
    assert "Tidak ada yang cocok" in client.get("/katalog").text
    assert client.get("/api/v1/catalogue").get_json()["total"] == 0
    assert 'id="tercatat"' not in client.get("/cari?q=obat").text
    assert client.get("/katalog.xlsx").status_code == 200


def test_texts_of_the_catalogue_are_texts(site, content_folder):
    content_folder.write_catalogue(
        {"title": "<b>Ojek</b>", "expansion": '=1+1"><script>', "publisher": "a&b"},
    )
    client = site({"antar-obat": None})
    page = client.get("/katalog").text
    assert "&lt;b&gt;Ojek&lt;/b&gt;" in page
    assert "<script>" not in page.split("<main")[1]
    assert "'=1+1" in client.get("/katalog.csv").text


def test_the_page_takes_the_shortlist_along(get):
    page = get("/katalog?q=grms+surabaya&s=putik-sari")
    assert "/inovasi/grms-surabaya?s=putik-sari" in page.links


VALUES = {
    "year": st.sampled_from(["2019", "1999", "2018-2020"]),
    "award": st.just("KIPP Top 99"),
    "province": st.sampled_from(["Bali", "Aceh"]),
    "level": st.sampled_from(["kota", "bumn"]),
    "government": st.just("Pemerintah Kota Malang"),
    "region": st.sampled_from(["35.73", "11"]),
    "has_case": st.sampled_from(["ya", "tidak"]),
}


@given(
    st.builds(
        CatalogueQuery,
        text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        filters=st.dictionaries(st.sampled_from(FILTERS), st.just(()), max_size=3).flatmap(
            lambda names: st.fixed_dictionaries(
                {name: st.lists(VALUES[name], min_size=1, unique=True).map(tuple) for name in names}
            )
        ),
        page=st.integers(1, 100),
        per_page=st.integers(1, 100),
    )
)
def test_an_address_says_a_query_and_back(app, real_engine, query):
    with app.test_request_context():
        read, bad = read_catalogue_query(MultiDict(catalogue_parameters(query)), real_engine)
    assert (read, bad) == (query, [])


# --- where readers look ---------------------------------------------------------------


def test_results_show_what_is_known_without_a_case(get):
    page = get("/cari?q=sampah")
    section = page.text("//section[@aria-labelledby='tercatat']")
    assert section.startswith("Juga tercatat, belum ada kasusnya")
    assert "Pengelolaan Sampah Kota Malang" in section
    assert not page.all("//section[@aria-labelledby='tercatat']//*[@class='cards']")
    assert not get("/cari?q=sampah&page=2").all("//section[@aria-labelledby='tercatat']")


def test_a_search_without_results_shows_it_too(get):
    page = get("/cari?q=fidusia")
    assert page.total == 0
    assert "Fidusia Online" in page.text("//section[@aria-labelledby='tercatat']")


def test_more_than_fit_are_a_click_away(get):
    page = get("/cari?q=kesehatan")
    assert len(page.all("//section[@aria-labelledby='tercatat']/ul/li")) == 5
    (more,) = [link for link in page.links if link.startswith("/katalog?q=kesehatan")]
    listed = get(more)
    assert listed.text("//*[@role='status']").startswith(f"{len(listed.all(ROWS))} inovasi")
    assert len(listed.all(ROWS)) > 5


def test_the_api_has_what_the_page_shows(ask):
    answer = ask(q="kesehatan")["catalogue"]
    assert answer["total"] > len(answer["entries"]) == 5
    assert all(entry["case"] is None for entry in answer["entries"])
    assert ask(q="")["catalogue"] is None


def test_a_completion_leads_to_the_catalogue(client, get):
    (offered,) = client.get("/api/v1/suggest?q=fidus").get_json()["suggestions"]
    assert (offered["kind"], offered["detail"]) == (
        *("catalogue", "Kementerian Hukum dan Hak Asasi Manusia"),
    )
    assert get(offered["url"]).texts(NAMES) == ["Fidusia Online"]


def test_a_region_shows_what_is_known_of_its_government(get):
    section = get("/daerah/35.73").text("//section[@aria-labelledby='tercatat']")
    assert "Pengelolaan Sampah Kota Malang" in section
    assert not get("/daerah/94.01").all("//section[@aria-labelledby='tercatat']")


def test_a_region_with_many_shows_some_and_leads_to_all(get):
    page = get("/daerah/31")
    (more,) = [link for link in page.links if link.startswith("/katalog?region=31&")]
    shown = page.all("//section[@aria-labelledby='tercatat']/ul/li")
    assert len(get(more).all(ROWS)) > len(shown) == 10


def test_an_institution_without_a_case_has_a_page_if_the_catalogue_knows_it(get):
    page = get("/instansi/badan-riset-dan-inovasi-nasional")
    assert page.status == 200
    assert "Belum ada kasus dari Badan Riset dan Inovasi Nasional." in page.text("//main")
    assert len(page.all("//section[@aria-labelledby='tercatat']/ul/li")) == 2
    assert not [link for link in page.links if link.startswith("/acara?s=")]


def test_the_page_of_an_institution_is_linked_from_the_catalogue(get):
    page = get("/katalog?level=lembaga")
    for link in {link for link in page.links if link.startswith("/instansi/")}:
        assert get(link).status == 200
