"""“Cocok untuk kami?”: the points that answers leave open, and the page with the questions."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.workbench.fit_check import ANSWERS, Answer, open_points, read_answers
from app.web.workbench.fit_questions import areas

ANSWERED = "/cocok?s=gebrak-pakumis&percaya1=belum&daya1=tidak-tahu&butuh1=tidak-tahu&lihat1=ya"


@pytest.fixture(scope="module")
def questions(app):
    with app.test_request_context():
        return areas()


def test_seven_short_areas(questions):
    assert len(questions) == 7
    assert all(3 <= len(area.questions) <= 4 for area in questions)
    names = [name for area in questions for name in area.parameters]
    assert len(names) == len(set(names))
    assert not {"s", "daftar", "tema", "celah"} & set(names)


def test_not_yet_is_a_gap_and_dont_know_a_question_to_an_agency(app, questions):
    answers: dict[str, Answer] = {
        "percaya1": "belum",
        "daya1": "tidak-tahu",
        "butuh1": "tidak-tahu",
        "lihat1": "ya",
    }
    with app.test_request_context():
        points = open_points(questions, answers)
        text = points.text
    assert points.missing == ("Hasilnya belum terbukti dengan angka sebelum dan sesudah.",)
    assert points.ask_origin == ("Berapa biaya awal dan biaya tahunan, dan dari sumber apa?",)
    assert points.find_out == ("Seberapa besar masalah ini di tempat kami menurut data terakhir?",)
    assert points.answered == 4
    assert points.unanswered == sum(len(area.questions) for area in questions) - 4
    assert text.split("\n")[0].startswith("Belum: ") and len(text.split("\n")) == 3


def test_yes_to_all_leaves_nothing_open(app, questions):
    every: dict[str, Answer] = {name: "ya" for area in questions for name in area.parameters}
    with app.test_request_context():
        points = open_points(questions, every)
        assert points.text == "" and points.unanswered == 0


@given(st.text(max_size=200))
def test_any_answer_is_read_or_reported(app, questions, value):
    with app.test_request_context():
        answers, bad = read_answers(MultiDict({"percaya1": value, "xyz9": value}), questions)
    assert set(answers.values()) <= set(ANSWERS)
    assert len(answers) + len(bad) == (1 if value else 0)


# --- the page -------------------------------------------------------------------------


def test_a_quotation_or_the_gap_stands_beside_the_question(get):
    page = get("/cocok?s=gebrak-pakumis")
    facts = {
        field.findtext("legend", ""): " ".join("".join(field.itertext()).split())
        for field in page.all("//fieldset")
    }
    legal = facts["Apakah dasar hukumnya sudah ada di tempat kami, atau dapat dibuat?"]
    assert "Menurut kasus: Peraturan Bupati Nomor 63 Tahun 2019" in legal
    awards = facts["Apakah pihak luar pernah menilainya: penghargaan, kajian, atau evaluasi?"]
    assert "Menurut kasus: Belum ada data" in awards
    ours = facts["Apakah masalah ini tertulis di rencana kami (RPJMD, Renstra, atau RKPD)?"]
    assert "Menurut kasus" not in ours
    assert "Yang masih terbuka" not in page.texts("//h2")


def test_quotations_link_to_places_on_the_case_page(get):
    case = get("/inovasi/jarik-ma-siti")
    ids = {element.get("id") for element in case.all("//*[@id]")}
    page = get("/cocok?s=jarik-ma-siti")
    anchors = [
        urlsplit(a.get("href", "")).fragment
        for a in page.all("//*[@class='fact']/a")
        if a.get("href", "").startswith("/inovasi/")
    ]
    assert len(anchors) > 8 and set(anchors) <= ids


def test_answers_stay_in_the_address_and_lead_to_the_open_points(get):
    page = get(ANSWERED)
    assert page.status == 200
    checked = {field.get("name"): field.get("value") for field in page.all("//input[@checked]")}
    assert checked == {
        "percaya1": "belum",
        "daya1": "tidak-tahu",
        "butuh1": "tidak-tahu",
        "lihat1": "ya",
    }
    result = page.text("//section[@id='hasil']")
    assert "Yang masih kurang" in result and "Tanyakan ke instansi asal" in result
    assert "%" not in result and "skor" not in result.lower()


def test_the_gaps_flow_into_the_plan(get):
    (plan,) = [link for link in get(ANSWERED).links if "celah=" in link]
    query = parse_qs(urlsplit(plan).query)
    assert query["s"] == ["gebrak-pakumis"]
    (gaps,) = query["celah"]
    assert gaps.split("\n")[0] == (
        "Belum: Hasilnya belum terbukti dengan angka sebelum dan sesudah."
    )
    assert gaps.split("\n")[0] in get(plan).html


def test_all_gaps_together_still_fit_into_an_address(get, questions):
    names = [name for area in questions for name in area.parameters]
    page = get("/cocok?s=gebrak-pakumis&" + "&".join(f"{name}=tidak-tahu" for name in names))
    (plan,) = [link for link in page.links if "celah=" in link]
    assert len(plan) < 8000


def test_a_wrong_answer_is_reported_and_the_others_stay(get):
    page = get("/cocok?s=gebrak-pakumis&percaya1=mungkin&daya1=belum")
    assert page.status == 400
    assert "Jawaban “mungkin” tidak dikenal; pilih ya, belum, tidak-tahu." in page.text("//main")
    assert [field.get("name") for field in page.all("//input[@checked]")] == ["daya1"]


@pytest.mark.parametrize("value", ["x" * 8000, "<script>alert(1)</script>", "\x00", "=1+1"])
def test_nonsense_in_an_answer_harms_nothing(client, value):
    answer = client.get("/cocok", query_string={"s": "putik-sari", "percaya1": value})
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text and len(answer.text) < 60_000 + len(value)


def test_of_several_cases_the_visitor_chooses_one(get):
    page = get("/cocok?s=putik-sari&s=gebrak-pakumis")
    assert page.status == 200 and not page.all("//fieldset")
    assert page.texts("//main//ul[@class='links']//a") == ["Putik Sari", "Gebrak Pakumis"]
    assert get("/cocok").text("//main").startswith("Cocok untuk kami? Cari dulu inovasi")
