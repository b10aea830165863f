"""The cases about a query and the related ones: on the page, in the API, in files, for events."""

from __future__ import annotations

import csv
import gzip
import io
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

RELATED = "//section[@aria-labelledby='terkait']"

#: A query with few cases about it and many that are only related, and one with none about it.
FEW, NONE = "anak jalanan", "1212"


def found(ask, query, **parameters):
    return ask(q=query, per_page=100, **parameters)


# --- the page -------------------------------------------------------------------------


def test_number_sentence_filters_and_list_are_those_of_the_cases_about_the_query(get, ask):
    answer = found(ask, FEW)
    page = get(f"/cari?{urlencode({'q': FEW})}")
    assert 0 < answer["total"] < 20 < answer["related"]
    assert page.text("//*[@role='status']") == f"{answer['total']} inovasi tentang {FEW}."
    assert page.slugs == [result["slug"] for result in answer["results"]]
    assert len(page.slugs) == page.total == answer["total"]
    options = page.all("//label[@class='opt']")
    fields = [option for option in options if option.find("input").get("name") == "category"]
    counts = [int("".join(option.find("span").itertext()).split()[0]) for option in fields]
    assert sum(counts) == answer["total"]  # a case is of one field


def test_a_line_behind_the_last_case_leads_to_the_related_ones_in_one_click(get, ask):
    answer = found(ask, FEW)
    page = get(f"/cari?{urlencode({'q': FEW})}")
    line = page.only("//p[@class='more no-print']/a")
    assert "".join(line.itertext()) == f"Mungkin juga terkait: {answer['related']}"
    assert page.html.index(page.slugs[-1]) < page.html.index("Mungkin juga terkait")
    more = get(line.get("href").partition("#")[0])
    assert line.get("href").endswith("&related=1#terkait")
    assert more.text(f"{RELATED}/h2[@id='terkait']") == f"Mungkin juga terkait: {answer['related']}"
    assert more.text("//*[@role='status']") == (
        f"{answer['total']} inovasi tentang {FEW}; {answer['related']} mungkin terkait."
    )
    assert more.slugs[: answer["total"]] == page.slugs
    assert len(more.slugs) == 20
    lists = more.all("//ol[@class='cards']")
    assert [part.get("start") for part in lists] == ["1", str(answer["total"] + 1)]
    back = more.only(f"{RELATED}/p/a")
    assert get(back.get("href")).slugs == page.slugs


def test_related_cases_begin_on_the_page_behind_the_last_full_one(get, ask):
    answer = found(ask, "air")
    size = answer["total"]  # the cases about the query fill their page
    assert 1 < size < 100 and answer["related"]
    page = get(f"/cari?q=air&per_page={size}")
    line = page.only("//p[@class='more no-print']/a").get("href")
    more = get(line.partition("#")[0])
    assert dict(parse_qsl(urlsplit(line).query))["page"] == "2"
    assert more.text(f"{RELATED}/h2").startswith("Mungkin juga terkait: ")
    assert more.only("//ol[@class='cards']").get("start") == str(size + 1)
    assert not set(more.slugs) & set(page.slugs)


def test_only_the_last_page_of_the_cases_about_a_query_leads_to_the_related_ones(get):
    first = get("/cari?q=air&per_page=10")
    assert not first.all("//p[@class='more no-print']")
    last = get(first.all("//ul[@class='pager']//a")[-2].get("href"))
    assert last.all("//p[@class='more no-print']")


def test_filters_orders_pages_and_files_keep_the_related_cases(get):
    page = get(f"/cari?{urlencode({'q': FEW, 'related': 1, 'category': 'pendidikan'})}")
    links = [*page.all("//*[@class='sort']//a"), *page.all("//ul[@class='pager']//a")]
    links += [link for link in page.all("//a") if "/cari." in link.get("href", "")]
    links += [link for link in page.all("//a") if "/acara/usul" in link.get("href", "")]
    assert len(links) > 8
    for link in links:
        assert ("related", "1") in parse_qsl(urlsplit(link.get("href")).query), link.get("href")
    [filters] = [form for form in page.all("//form") if form.get("aria-label") == "Saring hasil"]
    hidden = {(field.get("name"), field.get("value")) for field in filters.findall("./input")}
    assert ("related", "1") in hidden


def test_a_chip_takes_the_related_cases_away_and_another_text_starts_anew(get):
    page = get(f"/cari?{urlencode({'q': FEW, 'related': 1})}")
    [chip] = page.all("//ul[@class='chips']//a")
    assert "Termasuk yang mungkin terkait" in "".join(chip.itertext())
    assert parse_qsl(urlsplit(chip.get("href")).query) == [("q", FEW)]
    form = page.only("//form[@role='search']")
    assert "related" not in [field.get("name") for field in form.findall(".//input")]


def test_without_a_case_about_the_query_the_related_ones_are_shown_and_the_page_says_so(get):
    page = get(f"/cari?q={NONE}")
    assert page.text("//*[@role='status']") == (
        f"Belum ada inovasi tentang {NONE}; 1 mungkin terkait."
    )
    assert page.text(f"{RELATED}/h2") == "Mungkin terkait: 1"
    assert not page.all(f"{RELATED}/p/a")
    assert len(page.slugs) == 1


def test_under_filters_without_a_case_about_the_query_the_related_ones_are_one_click_away(get, ask):
    parameters = {"q": FEW, "category": "lingkungan"}
    answer = ask(**parameters)
    assert answer["total"] == 0 < answer["related"]
    page = get(f"/cari?{urlencode(parameters)}")
    assert page.text("//*[@role='status']") == (
        f"Belum ada inovasi tentang {FEW} di bidang Lingkungan; "
        f"{answer['related']} mungkin terkait."
    )
    more = get(page.only("//p[@class='more no-print']/a").get("href").partition("#")[0])
    assert len(more.slugs) == min(20, answer["related"])
    assert "/cari?q=anak+jalanan" in page.links  # without the filter, two are about it


def test_a_page_of_results_stays_small(client):
    answer = client.get("/cari?q=stunting", headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) < 14 * 1024
    assert gzip.decompress(answer.data).count(b'<li class="card"') == 20


# --- why it matched -------------------------------------------------------------------


def test_a_card_shows_the_problem_that_the_words_meet(get, ask, real_cases):
    results = found(ask, "susah air bersih")["results"]
    met = [result for result in results[:20] if result["highlights"]["problem"]]
    page = get("/cari?q=susah+air+bersih")
    shown = [text for text in page.texts("//p") if text.startswith("Menjawab: ")]
    assert len(shown) == len(met) > 3
    for text, result in zip(shown, met, strict=True):
        assert text.removeprefix("Menjawab: ") in real_cases[result["slug"]].case.problems
        assert "<mark>" in result["highlights"]["problem"]
    assert page.html.count('<p class="match') <= len(page.slugs)  # instead of the snippet


def test_a_related_case_does_not_claim_to_answer_the_problem(ask):
    """ "Anak saya belum bisa jalan" is no problem of "anak jalanan"."""
    results = found(ask, FEW, related="1")["results"]
    assert any(result["highlights"]["problem"] for result in results)
    assert not any(r["highlights"]["problem"] for r in results if not r["about"])


# --- the API, files, events -----------------------------------------------------------


def test_the_api_counts_both_and_lists_the_related_ones_behind(ask):
    about = found(ask, FEW)
    both = found(ask, FEW, related="1")
    assert (about["total"], about["related"]) == (both["total"], both["related"])
    assert all(result["about"] for result in about["results"])
    listed = [result["about"] for result in both["results"]]
    assert listed == sorted(listed, reverse=True) and not all(listed)
    assert both["results"][: about["total"]] == about["results"]
    assert both["pages"] == -(-(about["total"] + about["related"]) // 100)
    assert (about["query"]["related"], both["query"]["related"]) == (False, True)


@pytest.mark.parametrize("sort", ["newest", "evidence", "source", "name"])
def test_in_every_order_the_cases_about_the_query_come_first(ask, sort):
    results = found(ask, FEW, related="1", sort=sort)["results"]
    about = [result["about"] for result in results]
    assert about == sorted(about, reverse=True)
    if sort == "evidence":
        steps = [result["evidence"] for result in results if not result["about"]]
        assert steps == sorted(steps, reverse=True)


def rows_of(answer):
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    end = table.index([])
    rows = [dict(zip(table[0], row, strict=True)) for row in table[1:end]]
    return rows, dict(table[end + 1 :])


def test_a_file_has_the_cases_about_the_query_unless_it_is_asked_for_more(client, ask):
    answer = found(ask, FEW)
    rows, about = rows_of(client.get("/cari.csv", query_string={"q": FEW}))
    assert [row["slug"] for row in rows] == [result["slug"] for result in answer["results"]]
    assert about["Dalam kata"] == f"{answer['total']} inovasi tentang {FEW}"
    rows, about = rows_of(client.get("/cari.csv", query_string={"q": FEW, "related": 1}))
    assert len(rows) == answer["total"] + answer["related"]
    assert [row["about"] for row in rows].count("ya") == answer["total"]
    assert about["Saringan"] == "Termasuk yang mungkin terkait"
    assert about["Jumlah baris"] == str(len(rows))
    assert client.get("/cari.xlsx", query_string={"q": FEW, "related": 1}).status_code == 200


def test_an_event_is_proposed_from_the_cases_about_its_theme(get, ask):
    about = {result["slug"] for result in found(ask, FEW)["results"]}
    page = get(f"/acara/usul?{urlencode({'q': FEW, 'n': 5})}")
    assert set(page.slugs) < about
    # Cases that are on the theme neither in title and summary nor in a result are left out: one
    # has the words of the search in its problems alone, the other's summary tells one of them.
    assert about - set(page.slugs) == {
        *("jemput-bola-adminduk-ambon", "kartu-insentif-anak-surakarta"),
    }
    [more] = [link for link in page.links if "related=1" in link]
    assert len(get(more).slugs) == 5
    assert not get(f"/acara/usul?q={NONE}").slugs


@pytest.mark.parametrize("text", ["😀", "yang dan", "-sekolah"])
def test_no_event_is_proposed_for_a_text_without_a_theme(get, text):
    page = get(f"/acara/usul?{urlencode({'q': text})}")
    assert not page.slugs
    assert "Belum punya tema?" in page.text()


# --- attributes -----------------------------------------------------------------------


def reading(page) -> str:
    return page.text("//p[@class='small soft read-as']")


def test_an_attribute_is_shown_can_be_undone_and_is_offered_as_a_filter(get, ask):
    page = get("/cari?q=sdg+5")
    assert "“sdg 5” dibaca sebagai ciri inovasi." in reading(page)
    links = {"".join(link.itertext()): link.get("href") for link in page.all("//p//span/a")}
    assert parse_qsl(urlsplit(links["Hanya “SDG 5”"]).query) == [("q", "sdg 5"), ("sdg", "5")]
    undone = get(links["Jangan baca sebagai ciri"])
    assert "dibaca sebagai ciri" not in undone.text()
    assert "Kembalikan cara baca biasa" in reading(undone)
    assert ask(q="sdg 5")["interpretation"]["attributes"] == {
        "sdg 5": {"label": "SDG 5", "facet": "sdg", "values": ["5"]}
    }


def test_an_attribute_under_another_name_says_its_name(get):
    page = get("/cari?q=hemat+biaya+air+bersih")
    assert "“hemat biaya” dibaca sebagai ciri “biaya kecil”." in reading(page)
    assert "Hanya" not in reading(page)  # no facet has it


def test_a_filter_for_years_is_a_range_with_cases(get, ask):
    attribute = ask(q="sejak 2020")["interpretation"]["attributes"]["sejak 2020"]
    assert (attribute["facet"], attribute["values"]) == ("year", ["2020-"])
    none = ask(q="sampah sejak 2036")["interpretation"]["attributes"]["sejak 2036"]
    assert (none["facet"], none["values"]) == (None, [])
    page = get("/cari?q=sejak+2020")
    link = next(link for link in page.all("//p//span/a") if "Hanya" in "".join(link.itertext()))
    narrowed = get(link.get("href"))
    assert narrowed.status == 200
    assert narrowed.total > 0
    assert "Hanya" not in reading(narrowed)
