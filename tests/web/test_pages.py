"""What a visitor gets on each page."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from app.collection import vocabulary
from app.collection.open_questions import open_questions
from app.search.engine import Engine
from app.search.facets import BY_KEY, FACETS
from app.search.index import entries
from tests.web.conftest import take_apart, text_of

# --- home -----------------------------------------------------------------------------


def test_home_asks_for_the_problem_and_says_what_this_is(get, real_engine):
    page = get("/")
    assert page.only("//form").get("action") == "/cari"
    assert page.only("//form//input").get("name") == "q"
    assert page.text("//label[@for='q']") == "Masalah apa yang ingin Anda selesaikan?"
    hero = page.text("//*[@class='hero']")
    assert f"{real_engine.cases} inovasi dari 38 provinsi." in hero
    assert "Pustaka Inovasi mengumpulkan inovasi pelayanan publik Indonesia" in page.text(
        "//footer"
    )


def test_home_says_when_the_index_was_built(get, real_engine):
    jakarta = real_engine.built_at.astimezone(dt.timezone(dt.timedelta(hours=7)))
    assert re.search(rf"Indeks dibuat {jakarta.day} \w+ {jakarta.year}\.", get("/").text())


def test_counts_on_home_are_what_their_links_find(get, total_of):
    rows = get("/").all("//*[@class='links']/li")
    assert len(rows) == len(vocabulary.CATEGORIES) + len(vocabulary.ISLANDS) + 1 + 5
    for row in rows:
        count = "".join(row.find("span").itertext()).split()[0]
        assert total_of(row.find("a").get("href")) == int(count)


def test_examples_on_home_find_something(get, total_of):
    examples = get("/").all("//*[@class='hero']//li/a")
    assert len(examples) == 3
    assert all(total_of(link.get("href")) for link in examples)


def test_home_shows_the_newest_cases(get, ask):
    newest = [result["slug"] for result in ask(sort="newest", per_page=3)["results"]]
    assert get("/").slugs == newest


# --- search ---------------------------------------------------------------------------


def test_an_empty_search_shows_every_case_newest_first(get, real_engine):
    page = get("/cari")
    assert page.total == real_engine.cases
    assert page.slugs == get("/cari?sort=newest").slugs
    assert page.text("//*[@role='status']") == f"{real_engine.cases} inovasi."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "/cari?q=stunting&category=kesehatan&province=Jawa+Timur",
            "inovasi tentang stunting di bidang Kesehatan di Jawa Timur.",
        ),
        (
            "/cari?level=bumn&level=kabupaten&status=berlanjut",
            "inovasi berstatus berlanjut dari BUMN atau kabupaten.",
        ),
        ("/cari?year=2019&sdg=3", "inovasi yang mulai 2019 untuk SDG 3 Kehidupan sehat"),
        (
            "/cari?province=Aceh&province=Bali&province=Riau",
            "inovasi di Aceh, Bali, atau Riau.",
        ),
    ],
)
def test_a_sentence_sums_up_the_search(get, address, sentence):
    assert sentence in get(address).text("//*[@role='status']")


def test_data_that_a_case_must_have_is_named_by_sentence_and_chips(get):
    page = get("/cari?q=sampah&known=result&known=cost")
    assert "sampah yang datanya memuat hasil terukur dan biaya." in page.text("//*[@role='status']")
    assert "Hapus saringan Ada biaya" in page.texts("//*[@class='chip on']")


def test_values_of_a_facet_are_alternatives_and_facets_narrow(get):
    health = get("/cari?category=kesehatan").total
    either = get("/cari?category=kesehatan&category=pendidikan").total
    assert either == health + get("/cari?category=pendidikan").total
    east = get("/cari?category=kesehatan&province=Jawa+Timur")
    assert 0 < east.total < health
    assert all("Jawa Timur" in place for place in east.texts("//*[@class='where']"))


COUNTED = [
    "",
    "q=anak&known=result",
    "q=stunting",
    "category=kesehatan",
    "category=kesehatan&category=pendidikan&province=Jawa+Timur",
    "q=anak&year=2019&year=2020&status=berlanjut&sdg=4",
    "award=KIPP&level=kota",
    "island=Jawa&year=2018-2020",
]


@pytest.mark.parametrize("search", COUNTED)
def test_the_count_of_a_value_is_what_choosing_it_alone_finds(get, total_of, search):
    """So a facet's counts ignore its own selection, and none leads to nothing."""
    page = get(f"/cari?{search}")
    options = list(_options(page))
    assert len(options) > 5
    every = max(1, len(options) // 12)
    for key, value, count in options[::every]:
        # Of facts that must be known, each is a wish of its own.
        others = [
            (name, other)
            for name, other in parse_qsl(search)
            if name in {"q", "known"} or BY_KEY[name].choice != BY_KEY[key].choice
        ]
        assert total_of(f"/cari?{urlencode([*others, (key, value)])}") == count, (key, value)
        assert count > 0


def _options(page) -> Iterator[tuple[str, str, int]]:
    for label in page.all("//label[@class='opt']"):
        box = label.find("input")
        count = "".join(label.find("span").itertext()).split()[0]
        yield box.get("name"), box.get("value"), int(count.replace(".", ""))


def test_every_facet_is_offered_and_shows_what_is_chosen(get):
    page = get("/cari?category=kesehatan&sdg=3")
    assert list(Counter(key for key, _, _ in _options(page))) == [facet.key for facet in FACETS]
    ticked = [(box.get("name"), box.get("value")) for box in page.all("//input[@checked]")]
    assert ticked == [("category", "kesehatan"), ("sdg", "3")]


def test_a_chosen_value_that_finds_nothing_can_still_be_unticked(get):
    page = get("/cari?q=%22sapi+terbang+malam%22&province=Aceh")
    assert [box.get("value") for box in page.all("//input[@checked]")] == ["Aceh"]


def test_where_there_is_nothing_to_filter_no_filters_are_offered(get):
    def offered(page):
        return page.all("//form[@aria-label='Saring hasil']//button")

    assert not offered(get("/cari?q=zzqqxx"))
    assert offered(get("/cari?q=stunting"))


def test_each_chip_takes_one_filter_away_and_keeps_the_rest(get):
    filters = [("category", "kesehatan"), ("province", "Bali"), ("province", "Aceh")]
    parameters = [("q", "anak"), *filters]
    page = get(f"/cari?{urlencode(parameters)}&sort=name")
    chips = page.all("//ul[@class='chips']//a")
    assert len(chips) == 4  # three filters, and all of them
    for chip, removed in zip(chips[:3], filters, strict=True):
        left = parse_qsl(urlsplit(chip.get("href")).query)
        assert left == [pair for pair in parameters if pair != removed] + [("sort", "name")]
    assert parse_qsl(urlsplit(chips[3].get("href")).query) == [("q", "anak"), ("sort", "name")]


def test_forms_keep_what_the_others_chose(get):
    page = get("/cari?q=anak&category=kesehatan&sort=name")
    forms = {form.get("class"): _sent(form) for form in page.all("//form")}
    assert ("category", "kesehatan") in forms["find"]
    assert forms["no-print"] >= {("q", "anak"), ("sort", "name"), ("category", "kesehatan")}


def _sent(form) -> set[tuple[str, str]]:
    """What a form sends as it stands."""
    return {
        (field.get("name"), field.get("value"))
        for field in form.findall(".//input")
        if field.get("type") == "hidden" or field.get("checked") is not None
    }


def test_pages_together_show_every_case_once(get):
    slugs: list[str] = []
    address = "/cari?category=tata-kelola&sort=name"
    while address:
        page = get(address)
        slugs += page.slugs
        following = page.all("//a[@rel='next']")
        address = following[0].get("href") if following else ""
    assert len(slugs) == len(set(slugs)) == page.total > 100


def test_first_and_last_page_have_no_neighbour_to_link(get):
    first, last = get("/cari"), get("/cari?page=25")
    assert not first.all("//a[@rel='prev']") and first.all("//a[@rel='next']")
    assert last.all("//a[@rel='prev']") and not last.all("//a[@rel='next']")
    assert "Menampilkan 481–490 dari 490." in last.text()
    assert last.only("//ol[@class='cards']").get("start") == "481"


def test_a_page_beyond_the_last_says_so_and_leads_back(get):
    page = get("/cari?q=stunting&page=99")
    assert page.status == 404
    assert re.search(r"page: Hasil ini hanya sampai halaman \d\.", page.text("//*[@role='alert']"))
    assert "/cari?q=stunting" in page.links
    assert "Belum tentu inovasinya tidak ada" not in page.text()


def test_sorting_by_name_and_newest(get, real_engine):
    titles = [text.casefold() for text in get("/cari?sort=name").texts("//h3")]
    assert titles == sorted(titles)
    newest = [real_engine.case(slug) for slug in get("/cari?sort=newest").slugs]
    assert newest == sorted(newest, key=entries.newest_key, reverse=True)
    assert get("/cari?sort=name").text("//*[@class='sort']//a[@aria-current]") == "Nama A–Z"


@pytest.mark.parametrize(
    ("parameters", "blamed"),
    [
        ("sort=x", "sort: Urutan “x” tidak dikenal"),
        ("page=0", "page: “0” bukan bilangan"),
        ("page=abc", "page: “abc” bukan bilangan"),
        ("page=-1", "page: “-1” bukan bilangan"),
        ("page=%D9%A3", "page: “٣” bukan bilangan"),
        ("per_page=1000", "per_page: “1000” bukan bilangan dari 1 sampai 100"),
        ("category=tidak-ada", "category: Pilihan “tidak-ada” tidak dikenal"),
        ("sdg=18", "sdg: Pilihan “18” tidak dikenal"),
        ("related=ya", "related: “ya” bukan 0 atau 1"),
    ],
)
def test_nonsense_parameters_are_named_and_the_rest_is_shown(get, parameters, blamed):
    page = get(f"/cari?q=stunting&{parameters}")
    assert page.status == 400
    assert blamed in page.text("//*[@role='alert']")
    assert page.slugs == get("/cari?q=stunting").slugs


@pytest.mark.parametrize(
    "parameters",
    [
        "q=zzqqxx",
        "q=zzqqxx&category=kesehatan&province=Aceh",
        "q=%22sapi+terbang+malam%22",
        "q=anak+-anak",
        "category=penegakan-hukum&province=Maluku+Utara&status=berhenti",
    ],
)
def test_a_search_without_results_leads_on(get, total_of, parameters):
    page = get(f"/cari?{parameters}")
    assert page.status == 200
    assert page.text("//*[@role='status']").startswith("Tidak ada inovasi")
    ways = page.all("//section[@aria-labelledby='longgar']//a")
    assert len(ways) >= 1
    for way in ways:
        assert total_of(way.get("href")) > 0, way.get("href")
    assert "/usul" in page.links


def test_a_looser_search_says_how_many_cases_it_finds(get, total_of):
    page = get("/cari?q=stunting&province=Aceh&status=berhenti")
    rows = page.all("//section[@aria-labelledby='longgar']//li")
    counts = {row.find("a").get("href"): int(row.find("span").text.split()[0]) for row in rows}
    assert len(counts) >= 2
    assert counts == {address: total_of(address) for address in counts}


def test_a_phrase_and_filters_that_are_too_much_together_can_be_dropped_together(get, total_of):
    assert total_of("/cari?q=sapi+terbang+malam") > 0
    page = get("/cari?q=%22sapi+terbang+malam%22&category=kesehatan&province=Aceh")
    ways = page.all("//section[@aria-labelledby='longgar']//a")
    assert "/cari?q=sapi+terbang+malam" in [way.get("href") for way in ways]


def test_words_that_no_case_has_are_named(get):
    page = get("/cari?q=stunting+zzqqxx")
    assert page.total > 0
    assert "zzqqxx" in page.text("//*[@class='band']")


# --- a case ---------------------------------------------------------------------------


def test_a_case_shows_every_fact_of_its_file(get):
    text = get("/inovasi/putik-sari").text("//main")
    for fact in (
        *("Putik Sari", "Kampung Tematik Wonosari Berseri", "Camat menjadi fasilitator"),
        *("Kecamatan Wonosari", "Pemerintah Kabupaten Malang", "Jawa Timur", "Kabupaten"),
        *("Pertumbuhan ekonomi", "sejak 2019", "Berkembang", "sumber 2024"),
        "Top 30 Kovablik Jawa Timur 2022",
        "Salah satu dari tujuh kecamatan peraih penghargaan "
        "Sinergisitas Kinerja Kecamatan (SKK) Jawa Timur 2023",
        "Desa berstatus Mandiri menurut Indeks Desa Membangun (dari 8 desa)",
        *("0 (7 Maju, 1 Berkembang; 2021)", "8 (2023)", "2 (2020)", "Rp1,2 miliar"),
        "Kecamatan se-Jawa Timur (komitmen dan rencana aksi replikasi bersama Kementerian "
        "PANRB), 2024",
        "Kecamatan Ngrambe dan kecamatan lain di Kabupaten Ngawi (komitmen replikasi), 2024",
        *("8 Pekerjaan layak dan pertumbuhan ekonomi", "11 Kota dan permukiman berkelanjutan"),
        *("kampung tematik", "produk unggulan desa", "29 November 2026"),
        "Inovasi Kecamatan Berlanjut: Pembinaan Pemenang SKK 2023 Hadirkan Rencana Pengembangan "
        "jpipnetwork.id, 2024.",
    ):
        assert fact in text


PROBLEMS = "//section[@aria-labelledby='menjawab']"


def test_a_case_shows_the_problems_it_answers_as_an_editors_words(get, real_cases):
    page = get("/inovasi/putik-sari")
    assert page.text(f"{PROBLEMS}/h2") == "Menjawab masalah seperti"
    assert page.text(f"{PROBLEMS}/p") == "Kata-kata penyunting, bukan kutipan sumber."
    assert page.texts(f"{PROBLEMS}//li") == list(real_cases["putik-sari"].case.problems)
    assert not page.all(f"{PROBLEMS}//a")  # no citations
    # What the sources say comes first.
    assert page.html.index('id="menjawab"') > page.html.index('id="sumber"')


def test_problems_are_shown_as_they_are_written(site, case_text):
    text = case_text(problems="['kami <b>takut</b> lapor & {{ malu }} ditanya']")
    page = take_apart(site({"antar-obat": text}), "/inovasi/antar-obat")
    assert page.texts(f"{PROBLEMS}//li") == ["kami <b>takut</b> lapor & {{ malu }} ditanya"]


def test_a_case_without_problems_has_no_place_for_them(site):
    assert 'id="menjawab"' not in site({"antar-obat": None}).get("/inovasi/antar-obat").text


def test_a_case_links_those_who_copied_it(get):
    page = get("/inovasi/jarik-ma-siti")
    text = page.text("//main")
    for fact in (
        *("Jarik Ma'Siti", "SMP Negeri 10 Kota Malang", "sejak 2018", "smpn10-mlg.sch.id"),
        *("Top Inovasi Terpuji Kovablik Jawa Timur 2022", "Top 45 KIPP 2023", "581 siswa"),
        "SMP Negeri 13 Kota Malang (Nasi Tiga Beras), 2022",
    ):
        assert fact in text
    assert {"/inovasi/nasi-tiga-beras", "/inovasi/simba-asia"} <= set(page.links)
    assert "/inovasi/jarik-ma-siti" in get("/inovasi/simba-asia").links


def test_cards_say_by_whom_a_case_was_copied_but_not_who_promised_to(get):
    cards = {
        "Jarik Ma'Siti": "SMP Negeri 13 Kota Malang, SMP Negeri 2 Kota Malang",
        "e-Kinerja Banda Aceh": "Kementerian Dalam Negeri dan 5 lainnya",
        "Putik Sari": None,
    }
    for title, copiers in cards.items():
        card = get(f"/cari?{urlencode({'q': title})}").all("//li[@class='card']")[0]
        facts = {
            text_of(row.find("dt")): text_of(row.find("dd"))
            for row in card.iter("div")
            if row.find("dt") is not None
        }
        assert facts.get("Ditiru") == copiers


def test_a_case_says_by_whom_it_was_copied_or_who_promised_to_and_leads_to_the_list(get):
    strip = get("/inovasi/e-kinerja-banda-aceh").texts("//dl[@class='strip']/div")
    assert "DitiruKementerian Dalam Negeri dan 5 lainnya" in strip
    page = get("/inovasi/putik-sari")
    strip = page.texts("//dl[@class='strip']/div")
    assert any(fact.startswith("Janji meniruKecamatan se-Jawa Timur") for fact in strip)
    assert "/replikasi?case=putik-sari" in page.links


def test_a_case_leads_to_what_its_region_copied_and_what_was_copied_from_it(get):
    links = get("/inovasi/nasi-tiga-beras").links
    assert "/replikasi?region=35.73&side=peniru" in links
    assert "/replikasi?region=35.73&side=asal" in links


def test_footnotes_lead_to_the_source_and_back(get):
    page = get("/inovasi/putik-sari")
    cited = Counter(a.get("href") for a in page.all("//sup[@class='ref']/a"))
    for number, entry in enumerate(page.all("//ol[@class='sources']/li"), 1):
        assert entry.get("id") == f"s{number}"
        back = [a.get("href") for a in entry.findall("*/a[@class='back']")]
        assert len(back) == cited[f"#s{number}"] > 0
        for target in back:
            (reference,) = page.all(f"//sup[@id='{target.removeprefix('#')}']/a")
            assert reference.get("href") == f"#s{number}"


def test_only_known_facts_are_rows_and_the_gaps_are_one_line(get):
    page = get("/inovasi/putik-sari")
    names = page.texts("//aside//*[@class='kv']/div/dt")
    facts = dict(zip(names, page.texts("//aside//*[@class='kv']/div/dd"), strict=True))
    assert facts["Situs"].startswith("malangkab.go.id") and facts["Mulai"] == "2019"
    assert not {"Biaya", "Tenaga", "Lama penerapan", "Dasar hukum", "Ditiru dari"} & facts.keys()
    assert "Belum ada data" not in facts.values()
    assert "Belum ada data: biaya, tenaga, lama penerapan, dasar hukum" in page.text("//aside")


def test_what_no_source_says_stands_once_as_questions(get, real_engine):
    page = get("/inovasi/putik-sari")
    questions = page.texts("//section[@aria-labelledby='tanya']/ul/li")
    assert questions == open_questions(real_engine.case("putik-sari"))
    text = page.text("//section[@aria-labelledby='tanya']")
    assert "Bagian yang belum ada di kasus ini: Sumber Daya dan Tantangan." in text


def test_on_a_case_the_story_comes_before_the_facts_of_the_file(get):
    """The first screens of a phone: what it is, its result, whom to ask, the next steps."""
    main = get("/inovasi/putik-sari").text("//main")
    order = [
        *("Camat menjadi", "Bukti", "Tanyakan kepada:", "Susun rencana"),
        *("Kecamatan Wonosari terletak", "Yang belum diketahui", "Sumber Angka", "Mau meniru"),
        "Fakta untuk memutuskan",
    ]
    places = [main.find(words) for words in order]
    assert -1 not in places and places == sorted(places)


def test_facts_of_a_case_lead_to_cases_like_it(get, total_of):
    searches = [link for link in get("/inovasi/putik-sari").links if link.startswith("/cari?")]
    assert len(searches) >= 10
    for address in searches:
        assert total_of(address) >= 1


def test_similar_cases_are_others(get, content):
    slugs = sorted(path.stem for path in (content / "innovations").glob("*.md"))
    for slug in slugs[::40]:
        similar = get(f"/inovasi/{slug}").slugs
        assert len(set(similar)) == 3
        assert slug not in similar


def test_a_sparse_case_has_a_whole_page(site, case_text):
    nothing = dict.fromkeys(["started", "awards", "results"])
    undated = "[{title: Berita, url: 'https://contoh.go.id/berita'}]"
    page = site({"antar-obat": case_text(**nothing, sources=undated)}).get("/inovasi/antar-obat")
    assert page.status_code == 200
    assert "menurut sumber tak bertanggal, perlu dicek" in page.text
    assert "tanpa tanggal" in page.text
    assert "Kasus serupa" not in page.text


def test_a_checked_status_says_when_it_was_checked(site, case_text):
    text = case_text(status_checked="2025-03-04", cost="Rp5 juta", started="2020")
    article = site({"antar-obat": text}).get("/inovasi/antar-obat").text.split("</article>")[0]
    assert "dicek 4 Maret 2025" in article
    assert "belum dipastikan ke instansi" not in article
    assert "Rp5 juta" in article


@pytest.fixture(scope="module")
def case_pages(app, content) -> dict[str, str]:
    """Every case page of the collection, without its similar cases (they cost most)."""
    client = app.test_client()
    slugs = sorted(path.stem for path in (content / "innovations").glob("*.md"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "similar", lambda *_args: ())
        return {slug: client.get(f"/inovasi/{slug}").text for slug in slugs}


def test_every_link_within_every_case_page_has_one_target(case_pages):
    assert len(case_pages) >= 490
    for slug, page in case_pages.items():
        ids = Counter(re.findall(r'\sid="([^"]+)"', page))
        assert max(ids.values()) == 1, slug
        targets = set(re.findall(r'href="#([^"]+)"', page))
        assert targets <= ids.keys(), (slug, targets - ids.keys())


def test_no_page_of_a_case_shows_a_value_of_the_program(case_pages):
    for slug, page in case_pages.items():
        assert not re.search(r">\s*(?:None|True|False|\[\]|\(\))\s*<", page), slug
        assert "belum-diketahui" not in page, slug


# --- every page -----------------------------------------------------------------------


def test_no_link_leads_nowhere(client):
    """Follows links from the home page, at most so many of each kind."""
    bounds = {"/inovasi": 30, "/cari": 30}
    seen, waiting, kinds = {"/"}, ["/"], Counter[str]()
    while waiting:
        address = waiting.pop(0)
        with client.get(address) as answer:
            assert answer.status_code < 400, address
            html = answer.text if answer.mimetype == "text/html" else ""
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', html):
            target = link.replace("&amp;", "&").split("#")[0]
            if not target.startswith("/") or "warna=" in target or target in seen:
                continue
            kind = "/" + re.split(r"[/?]", target)[1]
            if kinds[kind] < bounds.get(kind, 20):
                kinds[kind] += 1
                seen.add(target)
                waiting.append(target)
    expected = {"/", "/cari", "/inovasi", "/bukti", "/pilihan", "/tentang", "/static", "/api"}
    assert expected <= {"/", *kinds}


def test_each_page_is_one_document_that_anybody_can_use(each_page):
    """Beyond valid HTML, which the strict parser of `each_page` checks."""
    page = each_page
    ids = [element.get("id") for element in page.all("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert page.root.get("lang") == "id"
    assert page.text("//title").endswith("– Pustaka Inovasi")
    levels = [int(element.tag[1]) for element in page.root.iter() if element.tag in HEADINGS]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    labelled = {label.get("for") for label in page.all("//label[@for]")}
    assert labelled <= set(ids)
    inside = {id(field) for label in page.all("//label") for field in label.iter()}
    # A component in a part that can't be used is a picture of itself.
    inside |= {id(field) for part in page.all("//*[@inert]") for field in part.iter()}
    for field in [*page.all("//input"), *page.all("//select")]:
        assert (
            field.get("type") == "hidden" or field.get("id") in labelled or id(field) in inside
        ), field.attrib
    for name in ("aria-labelledby", "aria-describedby"):
        named = [element.get(name, "").split() for element in page.all(f"//*[@{name}]")]
        assert set(itertools.chain(*named)) <= set(ids)
    assert all(image.get("alt") is not None for image in page.all("//img"))
    assert all(text for text in page.texts("//a") + page.texts("//button"))
    symbols = {use.get("href", "").removeprefix("#") for use in page.all("//use")}
    assert symbols <= set(ids)


HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def test_each_page_needs_nothing_inline_and_nothing_from_elsewhere(each_page):
    page = each_page
    assert not page.all("//style") + page.all("//iframe") + page.all("//object")
    for script in page.all("//script"):
        assert not script.text or script.get("type") == "application/ld+json"  # data, never run
    for element in page.root.iter():
        # Whole addresses of pages of this site, which a browser doesn't load.
        named = element.tag == "link" and element.get("rel") in {"canonical", "alternate"}
        for name, value in element.attrib.items():
            if named and name == "href":
                value = value.removeprefix("http://localhost")
            assert not str(name).startswith("on") and name != "style", (element.tag, name)
            # A browser loads nothing from the address of the page itself, or of its translation.
            names_page = element.tag == "a" or element.get("rel") in {"canonical", "alternate"}
            if not names_page and name in {"src", "href", "action", "srcset", "data", "poster"}:
                assert value.startswith(("/", "#")) and not value.startswith("//"), value


def test_each_page_is_marked_in_the_navigation(get):
    def current(address):
        return get(address).texts("//header//a[@aria-current='page']")

    assert current("/cari?q=stunting") == ["Cari"]
    assert current("/tentang") == ["Tentang"]
    assert current("/") == []


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/inovasi/putik-sari", "Cari"),
        ("/cari/lanjut", "Cari"),
        ("/tema/mengelola-sampah", "Tema"),
        ("/daerah/35.07", "Daerah"),
        ("/instansi/badan-narkotika-nasional", "Daerah"),
        ("/statistik/daerah", "Statistik"),
        ("/katalog", "Statistik"),
        ("/replikasi", "Statistik"),
        ("/acara/usul?q=stunting&n=3&tanpa=besti-gorontalo", "Acara"),
        ("/inovasi/putik-sari/koreksi", "Usulkan"),
        ("/bukti/3", "Tentang"),
        ("/tentang/mutu", "Tentang"),
        ("/banding", "Daftar pilihan"),
        ("/rencana?s=putik-sari", "Daftar 1"),
    ],
)
def test_a_page_below_an_entry_of_the_menu_marks_that_entry(get, address, entry):
    marked = get(address).all("//header//a[@aria-current]")
    assert [text_of(link) for link in marked] == [entry]
    assert marked[0].get("aria-current") == "true"


def test_robots_are_asked_to_leave_the_endless_filters_alone(client, get):
    assert "Disallow: /cari?" in client.get("/robots.txt").text
    assert get("/cari?q=stunting").only("//meta[@name='robots']").get("content") == (
        "noindex, follow"
    )
    assert not get("/inovasi/putik-sari").all("//meta[@name='robots']")


# --- whom to ask ----------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["putik-sari", "basno-ntb", "jarik-ma-siti", "kiat-guru"])
def test_a_case_says_whom_to_ask_at_the_top_and_after_the_text(get, slug):
    page = get(f"/inovasi/{slug}")
    in_short = page.text("//p[@class='ask no-print']")
    in_full = page.text("//section[@aria-labelledby='tanya']")
    for words in ("PPID", "SP4N-LAPOR!"):
        assert words in in_short and words in in_full
    assert "10 hari kerja" in in_full and "#tanya" in page.links


def test_a_website_says_where_it_was_seen(get):
    main = get("/inovasi/basno-ntb").text("//main")
    assert "dinkes.ntbprov.go.id terlihat di halaman dinkes.ntbprov.go.id" in main
    assert "https://dinkes.ntbprov.go.id/basno/" in get("/inovasi/basno-ntb").links
    old = get("/inovasi/gebrak-pakumis").text("//main")
    assert "terlihat di halaman" in old or "tercatat di daftar alamat sekitar 2020" in old


def test_home_leads_to_every_theme_by_field(get, real_engine):
    links = get("/").all("//dl[@class='by-field']//a")
    assert sorted(link.get("href") for link in links) == sorted(
        f"/tema/{slug}" for slug in real_engine.themes
    )


def test_home_without_themes_offers_none(site):
    page = site({"satu": None}).get("/")
    assert page.status_code == 200
    assert "by-field" not in page.text


def test_a_case_names_its_themes_and_its_approach(get):
    page = get("/inovasi/kang-pisman")
    assert "/tema/mengelola-sampah#cara-3" in page.links
    line = "Mengurangi dan mengolah sampah, cara “Memilah di rumah dan mengolah di desa atau RW”"
    assert line in page.text()
    cited = get("/inovasi/jembrana-kedas")
    assert "/tema/mengelola-sampah" in cited.links
    assert "Dirujuk dalam tema:" in cited.text()


def test_a_search_offers_the_theme_above_its_results(get, real_engine):
    page = get("/cari?q=sampah&province=Bali&sort=name")
    card = real_engine.theme_cards["mengelola-sampah"]
    (line,) = page.texts("//ul[@aria-label='Tema tentang ini']/li")
    assert line == (f"Tema: {card.theme.title} · {card.approaches} cara, {card.cases} kasus")
    assert "/tema/mengelola-sampah" in page.links
    for address in ("/cari?q=sampah&page=2", "/cari?q=Putik+Sari", "/cari?q=sampah&mode=lanjut"):
        assert not get(address).all("//ul[@aria-label='Tema tentang ini']")
