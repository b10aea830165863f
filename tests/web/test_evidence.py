"""Evidence, family, life and paper, as a visitor meets them."""

from __future__ import annotations

import pytest

from app.collection import evidence, vocabulary
from tests.documents.conftest import text_of as words_in
from tests.web.conftest import text_of

# --- cards and search -----------------------------------------------------------------


def test_every_card_says_its_evidence_in_words(get, ask):
    page = get("/cari?q=stunting")
    labels = page.texts("//*[@class='cards']//dd/span")
    for result in ask(q="stunting")["results"]:
        assert vocabulary.EVIDENCE[str(result["evidence"])].id in labels


def test_evidence_can_be_filtered_and_is_listed_highest_first(get, ask):
    page = get("/cari?evidence=2&evidence=3")
    sentence = page.text("//*[@role='status']")
    assert sentence.endswith("dengan bukti sebelum dan sesudah atau diperiksa pihak luar.")
    results = ask(evidence=["2", "3"], per_page=100)
    assert {result["evidence"] for result in results["results"]} == {2, 3}
    values = [value["value"] for value in results["facets"]["evidence"]]
    assert values == sorted(values, reverse=True)


def test_cases_that_were_copied_can_be_filtered(get, ask, real_engine):
    page = get("/cari?replicated=ya")
    assert page.text("//*[@role='status']").endswith("yang sudah ditiru.")
    copied = {result["slug"] for result in ask(replicated="ya", per_page=100)["results"]}
    assert {"jarik-ma-siti", "dongkel-makassar"} <= copied
    assert "putik-sari" not in copied  # so far only promised
    assert all(evidence.copies(real_engine.case(slug)) for slug in copied)
    assert ask(replicated=["ya", "tidak"])["total"] == real_engine.cases


def test_a_promise_to_copy_is_not_counted_as_a_copy(get):
    page = get("/inovasi/putik-sari")
    assert "Janji meniru" in page.text("//dl[@class='strip']")
    assert "berjanji meniru: Kecamatan Ngrambe" in page.text("//ul[@class='tree']")


def test_home_leads_to_the_cases_of_each_step(get, total_of):
    links = [link for link in get("/").links if link.startswith("/cari?evidence=")]
    assert [link[-1] for link in links] == ["4", "3", "2", "1", "0"]
    assert sum(map(total_of, links)) == total_of("/cari")


# --- the ladder -----------------------------------------------------------------------


def test_a_case_shows_each_step_with_what_meets_it_or_is_missing(get):
    rungs = get("/inovasi/jarik-ma-siti").texts("//ol[@class='ladder']/li")
    assert len(rungs) == 5
    assert rungs[1].startswith("Hasil tercatat (terpenuhi)") and "581 siswa" in rungs[1]
    assert rungs[2].startswith("Sebelum dan sesudah (belum terpenuhi)")
    assert rungs[3].startswith("Diperiksa pihak luar (belum terpenuhi)")
    assert "KIPP" not in rungs[3]
    assert "Tercatat ditiru, tetapi hasil di tempat penirunya belum ada data" in rungs[4]


@pytest.mark.parametrize(
    ("slug", "words", "section"),
    [
        ("kiat-guru", "Menurut evaluasi Bank Dunia", "#dampak"),
        # A study that examined no result is quoted too, and said not to count.
        ("grms-jateng", "tidak memeriksa angka hasil di atas: Penelitian 2019", "#dampak"),
    ],
)
def test_a_study_is_quoted_with_the_section_that_tells_it(get, slug, words, section):
    rung = get(f"/inovasi/{slug}").all("//ol[@class='ladder']/li")[3]
    assert words in text_of(rung)
    assert section in [link.get("href") for link in rung.iter("a")]


@pytest.mark.parametrize(
    ("keys", "advice"),
    [
        ({"results": None}, "Satu hasil dengan angka"),
        ({"results": "[{measure: Pasien, after: '9'}]"}, "Angka sebelum inovasi"),
        ({"results": "[{measure: Pasien, before: '5', after: '9'}]"}, "audit pihak luar"),
    ],
)
def test_a_case_says_what_would_raise_it_to_the_next_step(site, case_text, keys, advice):
    page = site({"antar-obat": case_text(**keys)}).get("/inovasi/antar-obat").text
    assert page.split('<ul class="small">')[1].split("</ul>")[0].count("<li>") == 1
    assert advice in page.split('<ul class="small">')[1]


@pytest.mark.parametrize("step", vocabulary.EVIDENCE)
def test_each_step_has_a_page_with_rule_advice_cases_and_count(get, total_of, step):
    page = get(f"/bukti/{step}")
    assert page.text("//h1") == vocabulary.EVIDENCE[step].id
    every = f"/cari?evidence={step}"
    total = total_of(every)
    assert len(page.slugs) == min(3, total)
    if total > 1:
        assert every in page.links
        assert f"Lihat semua {total} kasus" in page.text("//main")
    if not total:
        assert "Belum ada kasus pada anak tangga ini" in page.text("//main")
    above = [f"/bukti/{n}" for n in range(int(step) + 1, 5)]
    assert [a.get("href") for a in page.all("//div[@class='read stack']/ul//a")] == above
    assert page.only("//a[@aria-current='page']").get("href") == f"/bukti/{step}"


@pytest.mark.parametrize("step", ["5", "-1", "x", "01", "%00", "1" * 500])
def test_other_steps_are_not_found(get, step):
    page = get(f"/bukti/{step}")
    assert page.status == 404
    assert "bernomor 0 sampai 4" in page.text("//main")


def test_the_whole_rule_stands_on_the_page_about_the_collection(get):
    about = get("/tentang").text("//main")
    for step in vocabulary.EVIDENCE:
        rule = get(f"/bukti/{step}").texts("//main//p")[2]
        assert rule in about
    assert "Nesta" in about and "Education Endowment Foundation" in about


def test_the_page_about_the_collection_says_how_few_cases_are_examined_and_why(get, total_of):
    few = total_of("/cari?evidence=3&evidence=4")
    about = get("/tentang").text("//main")
    assert f"{few} dari {total_of('/cari')} kasus mencapai anak tangga 3 atau 4." in about
    assert "diceritakan pemiliknya sendiri" in about


def test_a_figure_that_got_worse_stands_with_the_good_one(get, client):
    """On top of the case, in its table, on its card and in the comparison."""
    page = get("/inovasi/2h2-center")
    top = page.text("//dl[@class='strip']")
    assert "14 → menjadi 6" in top and "Memburuk: Kematian bayi baru lahir" in top
    assert "48 memburuk" in page.text("//table[@class='stacked']")
    card = get("/cari?q=2h2+center").texts("//li[@class='card']")[0]
    assert "Memburuk: Kematian bayi baru lahir" in card
    compared = get("/banding?s=2h2-center&s=5ng-jawa-tengah").text("//main")
    assert "45 → 48" in compared and "memburuk" in compared


@pytest.mark.parametrize(
    "address",
    [
        "/cari.csv?q=2h2+center",
        "/cocok?s=2h2-center",
        "/rencana/cetak?s=2h2-center",
        "/tema/ibu-dan-bayi-selamat.docx",
    ],
)
def test_a_figure_that_got_worse_is_marked_once(client, address):
    answer = client.get(address)
    text = words_in(answer.data) if address.split("?")[0].endswith(".docx") else answer.text
    told = [line.casefold() for line in text.splitlines() if "45 → 48" in line]
    assert told
    assert all(line.count("memburuk") == 1 for line in told)


def test_what_weakens_a_figure_stands_beside_it(get):
    page = get("/inovasi/uptpk-sragen")
    weakness = "angka seluruh wilayah; angka lama (2015)"
    assert weakness in page.text("//dl[@class='strip']")
    assert weakness in page.text("//table[@class='stacked']")


def test_recognition_stands_apart_from_the_evidence(get):
    page = get("/inovasi/jarik-ma-siti")
    assert "DiakuiPenghargaan nasional" in page.text("//dl[@class='strip']")
    card = get("/cari?q=jarik+ma+siti").texts("//li[@class='card']")[0]
    assert "DiakuiPenghargaan nasional" in card


def test_the_api_lists_the_facts_that_count_and_recognition_and_spread_apart(client):
    def assessed(slug):
        return client.get(f"/api/v1/cases/{slug}").get_json()["evidence"]

    examined = assessed("kiat-guru")
    assert (examined["step"], examined["label"]) == (3, "Diperiksa pihak luar")
    assert examined["met"] == [0, 1, 2, 3]
    assert (examined["measured"], examined["compared"]) == ([0, 1], [0, 1])
    (found,) = examined["examined"]
    assert found["result"] == 1 and found["study"]["sources"] == [3]
    copied = assessed("jarik-ma-siti")
    assert copied["met"] == [0, 1] and copied["repeated"] == []
    assert (copied["recognition"], copied["spread"]) == ("national", "copied")
    assert assessed("2h2-center")["measured"] == [0]  # the second is adverse
    study = assessed("grms-jateng")["studies"][0]
    assert study["section"] == "dampak" and study["sources"] == [4]


# --- family ---------------------------------------------------------------------------


def test_an_original_lists_its_copies_with_year_source_and_status(get):
    page = get("/inovasi/jarik-ma-siti")
    tree = page.text("//ul[@class='tree']")
    assert tree.startswith("Jarik Ma'Siti, Kota Malang, Jawa Timur, mulai 2018 (kasus ini)")
    assert "ditiru oleh SMP Negeri 13 Kota Malang (Nasi Tiga Beras), 2022" in tree
    assert "Status: Belum diketahui" in tree
    assert "Sumber catatan peniruan: [2] [5] [13] [14] [12]." in page.text("//main")


def test_a_copy_shows_its_original_and_its_siblings(get):
    page = get("/inovasi/simba-asia")
    (tree,) = page.all("//ul[@class='tree']")
    links = [link.get("href") for link in tree.iter("a")]
    assert links == ["/inovasi/jarik-ma-siti", "/inovasi/nasi-tiga-beras"]
    assert "Simba Asia (kasus ini)" in text_of(tree)


def test_an_original_lists_a_copy_that_only_the_copy_tells_of(get):
    assert "/inovasi/dongkelor" in get("/inovasi/dongkel-makassar").links


def test_a_case_without_kin_has_no_tree(get):
    assert get("/inovasi/anggur-merah").all("//ul[@class='tree']") == []


# --- life and completeness ------------------------------------------------------------


def test_a_case_that_stopped_says_so_and_where_the_reason_stands(get):
    page = get("/inovasi/anggur-merah")
    (notice,) = page.all("//header//div[@class='notice warn']")
    assert "sudah berhenti" in text_of(notice)
    assert [link.get("href") for link in notice.iter("a")] == ["#tantangan"]
    untold = get("/inovasi/samisake-bengkulu").text("//header//div[@class='notice warn']")
    assert "Sebab berhentinya: Belum ada data" in untold
    assert not get("/inovasi/putik-sari").all("//div[@class='notice warn']")


def test_running_cases_come_first_and_stopped_cases_last(get, real_engine):
    first = [real_engine.case(slug).status for slug in get("/cari?sort=newest").slugs]
    last = [real_engine.case(slug).status for slug in get("/cari?sort=newest&page=25").slugs]
    assert set(first) <= {"berlanjut", "berkembang"}
    assert last[-2:] == ["berhenti", "berhenti"]


# --- paper ----------------------------------------------------------------------------


def test_the_qr_code_of_a_case_may_be_stored(client):
    answer = client.get("/inovasi/putik-sari/qr.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.cache_control.max_age
    again = client.get(
        "/inovasi/putik-sari/qr.svg", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_qr_code_leads_to_the_host_of_the_request(client):
    first, second = (
        client.get("/inovasi/putik-sari/qr.svg", base_url=f"https://{host}").data
        for host in ("satu.go.id", "duaa.go.id")
    )
    assert first != second


def test_the_qr_code_of_no_case_is_not_found(site):
    pages = site({"antar-obat": None}, "tarik: {reason: Keliru.}")
    assert pages.get("/inovasi/tarik/qr.svg").status_code == 410
    assert pages.get("/inovasi/tidak-ada/qr.svg").status_code == 404


@pytest.mark.parametrize("step", ["3", "4"])
def test_the_upper_steps_say_how_few_reach_them(get, step, real_engine):
    strongest = sum(real_engine.values("evidence").get(name, 0) for name in ("3", "4"))
    assert f"{strongest} dari {real_engine.cases} kasus" in get(f"/bukti/{step}").text("//main")
