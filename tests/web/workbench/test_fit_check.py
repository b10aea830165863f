"""“Cocok untuk kami?”: the verdict that answers allow, and the page with the questions."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.collection.vocabulary import SECTIONS
from app.web.workbench.fit_check import ANSWERS, Answer, read_answers, verdict
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


def test_without_a_text_a_reader_is_led_to_a_section_or_nowhere(app, questions, real_cases):
    quotes = [each.quote for area in questions for each in area.questions if each.quote]
    with app.test_request_context():
        for file in real_cases.values():
            for quotation in (quote(file.case) for quote in quotes):
                assert quotation.text or quotation.anchor in {"", *SECTIONS}


def test_a_case_of_unknown_status_can_be_checked(get):
    page = get("/cocok?s=anc-hipnoterapi")
    assert page.status == 200
    (asked,) = page.texts("//fieldset[@id='lihat1']//p[@class='fact']")
    assert asked == "Status terakhir: Belum ada data"


@pytest.fixture(scope="module")
def case(real_cases):
    return real_cases["gebrak-pakumis"].case


def test_each_answer_has_its_place_in_the_verdict(app, questions, case):
    answers: dict[str, Answer] = {
        "percaya1": "belum",
        "mudah4": "tidak-tahu",
        "butuh2": "tidak-tahu",
        "lihat1": "ya",
    }
    with app.test_request_context():
        judged = verdict(questions, answers, case)
        values = judged.plan_values()
    assert judged.strengths == ("Inovasi ini masih berjalan di tempat asalnya.",)
    assert judged.missing == ("Hasilnya belum terbukti dengan angka sebelum dan sesudah.",)
    terms = "Apa syarat menirunya: izin, penyebutan asal, hak atas aplikasi dan nama?"
    plans = "Di dokumen rencana mana masalah ini tertulis, atau dapat dimasukkan?"
    assert terms in judged.ask_origin
    assert plans in judged.find_out
    assert values["celah"].split("\n")[0] == judged.missing[0]
    assert values["celah"].count("Cari tahu di tempat kami:") == 1
    assert plans in values["celah"].split("\n")
    assert terms in values["tanya"].split("\n")


def test_an_unanswered_question_is_asked_unless_the_case_answers_it(app, questions, case):
    rules = "Peraturan apa yang mendasarinya, dan bolehkah kami meminta salinannya?"
    assert case.legal_basis
    with app.test_request_context():
        assert rules not in verdict(questions, {}, case).ask_origin
        assert rules in verdict(questions, {"mudah2": "tidak-tahu"}, case).ask_origin


def test_no_verdict_before_every_deciding_question_is_answered(app, questions, case):
    parameters = {name: q for area in questions for name, q in area.parameters.items()}
    deciding = [name for name, question in parameters.items() if question.decides]
    assert 7 <= len(deciding) <= 10
    answers: dict[str, Answer] = dict.fromkeys(deciding[1:], "ya")
    with app.test_request_context():
        judged = verdict(questions, answers, case)
        assert not judged.is_given and list(judged.undecided) == deciding[:1]
        assert verdict(questions, {**answers, deciding[0]: "tidak-tahu"}, case).is_given


def test_yes_to_all_leaves_nothing_open(app, questions, case):
    every: dict[str, Answer] = {name: "ya" for area in questions for name in area.parameters}
    with app.test_request_context():
        judged = verdict(questions, every, case)
        assert judged.is_given and not judged.unanswered
        assert judged.plan_values() == {"celah": "", "tanya": ""}
        assert len(judged.strengths) == len(every)


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
        field.findtext("legend", "").strip(): " ".join("".join(field.itertext()).split())
        for field in page.all("//fieldset")
    }
    legal = facts["Apakah dasar hukumnya sudah ada di tempat kami, atau dapat dibuat?"]
    assert "Dasar hukum di tempat asal: Peraturan Bupati Nomor 63 Tahun 2019" in legal
    terms = facts["Apakah syarat menirunya kami ketahui, dan izinnya sudah ada?"]
    assert "Syarat meniru: Belum ada data" in terms
    ours = facts["Apakah masalah ini tertulis di rencana kami (RPJMD, Renstra, atau RKPD)?"]
    assert "Belum ada data" not in ours and "tempat asal" not in ours
    assert "Kesimpulan dari jawaban Anda" not in page.texts("//h2")


def test_where_no_sentence_answers_the_section_is_linked(get):
    page = get("/cocok?s=gebrak-pakumis")
    steps = page.text("//fieldset[@id='mudah1']")
    assert "Lihat bagian Pelaksanaan" in steps and "Langkah yang tertulis" not in steps
    copied = get("/cocok?s=2h2-center").text("//fieldset[@id='mudah1']")
    assert "Lihat bagian Pelaksanaan" in copied


def test_quotations_link_to_places_on_the_case_page(get):
    case = get("/inovasi/jarik-ma-siti")
    ids = {element.get("id") for element in case.all("//*[@id]")}
    page = get("/cocok?s=jarik-ma-siti")
    anchors = [
        urlsplit(a.get("href", "")).fragment
        for a in page.all("//*[@class='fact']/a")
        if a.get("href", "").startswith("/inovasi/")
    ]
    assert len(anchors) > 5 and set(anchors) <= ids


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
    assert "Belum cukup untuk menyimpulkan" in result
    assert "Yang masih kurang" in result and "Tanyakan ke instansi asal" in result
    assert "Apakah anggarannya ada dan jelas sumbernya?" not in result
    assert "Apakah orangnya cukup, dengan keahlian dan waktu?" in result
    assert "%" not in result and "skor" not in result.lower()


def test_a_single_answer_is_no_verdict(get):
    page = get("/cocok?s=gebrak-pakumis&percaya1=ya")
    result = page.text("//section[@id='hasil']")
    assert "Belum cukup untuk menyimpulkan" in result and "tidak ada yang kurang" not in result
    links = {link.get("href", "") for link in page.all("//section[@id='hasil']//li/a")}
    assert {"#lihat1", "#daya1"} <= links and "#percaya1" not in links


def links_of(page, path: str) -> list[str]:
    links = [link.get("href", "") for link in page.all("//section[@id='hasil']//a")]
    return [link for link in links if urlsplit(link).path == path]


def test_the_answers_flow_into_the_plan(get, client):
    (plan,) = links_of(get(ANSWERED), "/rencana")
    query = parse_qs(urlsplit(plan).query)
    assert query["percaya1"] == ["belum"]
    page = get(plan)
    assert page.status == 200
    gaps = page.only("//*[@id='celah']").text or ""
    assert "Hasilnya belum terbukti dengan angka sebelum dan sesudah." in gaps
    asked = page.only("//*[@id='tanya']").text or ""
    assert "Berapa biaya awal dan biaya tahunan, dan dari sumber apa?" in asked.split("\n")
    assert "Belum: " not in gaps


def test_a_wrong_answer_in_the_address_of_a_plan_is_reported(get):
    page = get("/rencana?s=gebrak-pakumis&percaya1=mungkin&daya1=belum")
    assert page.status == 400
    assert "Jawaban “mungkin” tidak dikenal" in page.text("//main")
    assert "Anggaran dan sumbernya belum ada." in (page.only("//*[@id='celah']").text or "")


def test_the_questions_flow_into_the_letters(get, client):
    page = get(ANSWERED)
    for path in ("/surat/kunjungan.docx", "/surat/permohonan-informasi.docx"):
        (letter,) = links_of(page, path)
        asked = parse_qs(urlsplit(letter).query)["tanya"]
        assert "Berapa biaya awal dan biaya tahunan, dan dari sumber apa?" in asked
        answer = client.get(letter)
        assert answer.status_code == 200
        body = docx.Document(io.BytesIO(answer.data)).element.body
        text = "".join(piece.text or "" for piece in body.iter("{*}t"))
        assert all(question.rstrip("?") in text for question in asked)


def test_all_open_questions_together_fit_into_short_addresses(get, questions):
    names = [name for area in questions for name in area.parameters]
    page = get("/cocok?s=gebrak-pakumis&" + "&".join(f"{name}=tidak-tahu" for name in names))
    assert "Kesimpulan dari jawaban Anda" in page.texts("//h2")
    targets = [link for link in page.links if "tanya=" in link or "percaya1=" in link]
    assert len(links_of(page, "/rencana")) == 1 and len(targets) >= 3
    assert all(len(link) < 2000 for link in targets)


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
