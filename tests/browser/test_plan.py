"""The plan: from a problem to a filled-in Word file, and the draft in the browser."""

from __future__ import annotations

import io

import docx
import pytest
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

PLAN = "/rencana?s=putik-sari"
PAGES = {
    "plan": PLAN,
    "plan with mistakes": f"{PLAN}&mulai1=31/2/2027&instansi={'x' * 301}&sepakat=x",
    "plan to print": "/rencana/cetak?s=jarik-ma-siti&instansi=Dinas+Contoh&pantau1=2027-01-04",
    "no case chosen": "/rencana",
    "two cases chosen": "/rencana?s=putik-sari&s=jarik-ma-siti",
}
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@pytest.mark.usefixtures("without_script")
@pytest.mark.parametrize(
    "path",
    [
        "/inovasi/putik-sari",
        "/rencana/cetak?s=putik-sari",
        "/acara/cetak?s=putik-sari&s=jarik-ma-siti",
    ],
)
def test_without_script_no_button_is_shown_that_does_nothing(tab, path):
    tab.open(path)
    assert not tab.element("button[data-print]").is_displayed()


@pytest.mark.usefixtures("without_script")
def test_a_plan_in_eight_steps_without_script_on_a_phone(tab, downloads):
    tab.width(360)
    tab.open("/")
    steps = 0

    def step(element) -> None:
        nonlocal steps
        steps += 1
        element.click()

    tab.element("#q").send_keys("anak putus sekolah karena harus membantu orang tua")
    steps += 1
    step(tab.element(".find button"))
    tab.until(lambda: tab.path.startswith("/cari?q=anak"))
    title = tab.element(".cards a").text
    step(tab.element(".cards a"))
    tab.until(lambda: tab.element("h1").text == title)
    step(tab.link("Susun rencana replikasi"))
    tab.until(lambda: tab.element("h1").text.startswith("Rencana"))
    tab.element("#instansi").send_keys("Dinas Pendidikan Kabupaten Contoh")
    tab.element("#masalah_kami").send_keys("Anak nelayan berhenti sekolah saat musim ikan.")
    steps += 2
    step(tab.element("form[data-plan] button"))
    tab.until(lambda: bool(list(downloads.glob("*.docx"))))

    assert steps <= 8
    (file,) = downloads.glob("rencana-replikasi-*.docx")
    body = docx.Document(io.BytesIO(file.read_bytes())).element.body
    text = "".join(run.text or "" for run in body.iter("{*}t"))
    assert title in text
    assert "Dinas Pendidikan Kabupaten Contoh" in text
    assert "Anak nelayan berhenti sekolah saat musim ikan." in text


def test_a_draft_is_stored_and_offered_again(tab):
    tab.open(PLAN)
    tab.run("localStorage.clear()")
    tab.open(PLAN)
    notice = tab.element("[data-draft]")
    assert not notice.is_displayed()
    typed = "Warga belum punya produk unggulan."
    tab.element("#masalah_kami").send_keys(typed)
    tab.click(tab.chrome.find_element(By.XPATH, "//details[.//*[@name='sepakat']]/summary"))
    tab.click(tab.element("input[value=mou]"))
    tab.until(lambda: "mou" in (tab.run("return localStorage['rencana:putik-sari']") or ""))

    tab.open(PLAN)
    assert tab.element("#masalah_kami").get_attribute("value") == ""
    tab.click(tab.element("[data-use]"))
    assert tab.element("#masalah_kami").get_attribute("value") == typed
    assert tab.element("input[value=mou]").is_selected()
    assert tab.run("return document.activeElement.form !== null")

    tab.open("/rencana?s=jarik-ma-siti")
    assert not tab.element("[data-draft]").is_displayed()

    tab.open(PLAN)
    tab.click(tab.element("[data-drop]"))
    tab.open(PLAN)
    assert not tab.element("[data-draft]").is_displayed()


def test_a_draft_comes_back_with_the_rows_that_were_added(tab):
    tab.open(PLAN)
    tab.run("localStorage.clear()")
    tab.open(PLAN)
    tab.click(tab.element("button[value=uraian]"))
    tab.until(lambda: bool(tab.chrome.find_elements(By.CSS_SELECTOR, "#uraian4")))
    assert "#tabel-uraian" in tab.run("return location.hash")
    assert not tab.element("[data-draft]").is_displayed()
    tab.element("#uraian4").send_keys("Cetak formulir")
    tab.until(lambda: "formulir" in (tab.run("return localStorage['rencana:putik-sari']") or ""))
    tab.open(PLAN)
    tab.click(tab.element("[data-use]"))
    tab.until(lambda: bool(tab.chrome.find_elements(By.CSS_SELECTOR, "#uraian4")))
    assert tab.element("#uraian4").get_attribute("value") == "Cetak formulir"
    assert not tab.element("[data-draft]").is_displayed()


def test_a_mistake_is_found_from_its_message_and_nothing_is_lost(tab):
    tab.open(f"{PLAN}&pantau1=31/2/2027&masalah_kami=Jauh+dari+pasar")
    link = tab.element("[role=alert] a")
    assert link.text == "Tanggal, pemantauan 1"
    tab.click(link)
    field = tab.element("#pantau1-tgl")
    tab.until(lambda: tab.run("return location.hash") == "#pantau1-tgl")
    assert field.get_attribute("value") == "31"
    assert field.get_attribute("aria-invalid") == "true"
    assert tab.element("#masalah_kami").get_attribute("value") == "Jauh dari pasar"


def test_the_page_to_print_leads_back_to_the_filled_in_form(tab):
    tab.open(f"{PLAN}&instansi=Dinas+Contoh&sepakat=mou")
    tab.click(tab.chrome.find_element(By.XPATH, "//button[.='Lihat untuk dicetak']"))
    tab.until(lambda: tab.path.startswith("/rencana/cetak"))
    assert "di Dinas Contoh" in tab.element(".lead").text
    assert tab.element("[data-print]").is_displayed()
    tab.click(tab.chrome.find_element(By.XPATH, "//button[.='Ubah isian']"))
    tab.until(lambda: bool(tab.chrome.find_elements(By.CSS_SELECTOR, "#instansi")))
    assert tab.element("#instansi").get_attribute("value") == "Dinas Contoh"
    assert tab.element("input[value=mou]").is_selected()
    assert not tab.element("input[value=izin]").is_selected()


@pytest.fixture(params=["with script", "without script"])
def either_way(request):
    """Twice: with and without JavaScript."""
    if request.param == "without script":
        request.getfixturevalue("without_script")


BAR = "document.querySelector('.reach').getBoundingClientRect()"


def test_on_a_phone_the_bar_is_in_view_at_every_scroll_position(tab):
    tab.width(360, 800)
    tab.open(PLAN)
    tab.run("localStorage.clear()")  # without the offer of a draft
    tab.open(PLAN)
    height = tab.run("return document.documentElement.scrollHeight")
    assert height <= 8 * 800
    for position in range(0, height, 400):
        tab.run("scrollTo(0, arguments[0])", position)
        assert tab.run(f"return [{BAR}.bottom, {BAR}.height < 80]") == [800, True]
    word, view = tab.chrome.find_elements(By.CSS_SELECTOR, ".reach button")
    assert (word.text, view.text.split("\n")[0]) == ("Unduh Word", "Lihat")


def test_at_400_percent_the_bar_does_not_take_the_screen(tab):
    tab.width(341, 192)
    tab.open(PLAN)
    assert tab.run("return getComputedStyle(document.querySelector('.reach')).position") == "static"


@pytest.mark.parametrize(("width", "height"), [(320, 640), (360, 800), (640, 360)])
def test_the_bar_never_hides_the_field_that_has_the_focus(tab, width, height):
    tab.width(width, height)
    tab.open(f"{PLAN}&mulai4=x&unit_asal=x")
    hidden = tab.run(
        f"""return [...document.querySelectorAll("[data-plan] :is(input, textarea, summary)")]
        .filter((field) => field.type !== "hidden" && field.checkVisibility())
        .filter((field) => {{
          field.focus();
          const place = field.getBoundingClientRect(), bar = {BAR};
          return place.top > bar.top - 20 && place.top < bar.bottom;
        }}).map((field) => field.name)"""
    )
    assert hidden == []


@pytest.mark.usefixtures("either_way")
def test_a_wrong_date_is_corrected_in_the_same_three_fields(tab):
    tab.width(360, 800)
    tab.open("/rencana?s=putik-sari&daftar=putik-sari&daftar=alpukat-betawi")
    for part, text in (("tgl", "31"), ("bln", "Februari"), ("thn", "2027")):
        tab.element(f"#mulai1-{part}").send_keys(text)
    tab.element("#selesai1-thn").send_keys("2027")
    tab.element(".reach button").click()
    tab.until(lambda: tab.path.startswith("/rencana.docx"))
    assert tab.element("#mulai1-e").text == "Februari 2027 hanya sampai tanggal 28."
    assert tab.element("#selesai1-e").text == "Tanggal dan bulan belum diisi."
    assert tab.element("#mulai1-bln").get_attribute("value") == "Februari"
    assert not tab.element("[data-draft]").is_displayed()
    assert count_of_the_list(tab) == "2"
    for field, text in (("mulai1-tgl", "1"), ("selesai1-tgl", "30"), ("selesai1-bln", "6")):
        tab.element(f"#{field}").clear()
        tab.element(f"#{field}").send_keys(text)
    tab.click(tab.chrome.find_elements(By.CSS_SELECTOR, ".reach button")[1])
    tab.until(lambda: tab.path.startswith("/rencana/cetak"))
    assert "1 Februari 2027" in tab.element("article").text
    assert "30 Juni 2027" in tab.element("article").text
    assert count_of_the_list(tab) == "2"


def count_of_the_list(tab) -> str:
    return tab.element("header.site a[href*='/pilihan'] .num").text


@pytest.mark.usefixtures("either_way")
def test_a_link_is_shown_where_it_was_asked_for(tab):
    tab.width(360, 800)
    tab.open("/rencana?s=putik-sari&daftar=putik-sari&daftar=alpukat-betawi")
    tab.element("#instansi").send_keys("Dinas Contoh")
    tab.click(tab.element("button[name=tautan]"))
    tab.until(lambda: bool(tab.chrome.find_elements(By.ID, "tautan")))
    link = tab.element("#tautan")
    tab.until(lambda: tab.run("return document.activeElement.id") == "tautan")
    assert "instansi=Dinas+Contoh" in link.get_attribute("value").replace("%20", "+")
    top, below = tab.run(
        f"const p = arguments[0].getBoundingClientRect(); return [p.top, {BAR}.top]", link
    )
    assert 0 < top < below - 40
    assert tab.link("Kirim lewat WhatsApp").is_displayed()
    assert "siapa pun yang menerimanya" in tab.element("#tautan-h").text
    assert count_of_the_list(tab) == "2"


def test_a_link_is_selected_and_can_be_copied(tab):
    tab.open(PLAN)
    tab.click(tab.element("button[name=tautan]"))
    tab.until(lambda: bool(tab.chrome.find_elements(By.ID, "tautan")))
    link = tab.element("#tautan")
    tab.until(lambda: tab.run("return arguments[0].selectionEnd", link) > 0)
    assert tab.run("return arguments[0].selectionEnd === arguments[0].value.length", link)
    assert tab.chrome.find_element(By.XPATH, "//button[.='Salin tautan']").is_displayed()


@pytest.mark.usefixtures("either_way")
def test_the_list_survives_every_step(tab, downloads):
    of_the_list = "s=putik-sari&daftar=putik-sari&daftar=alpukat-betawi"
    tab.open(f"/rencana?{of_the_list}")
    word, view = tab.chrome.find_elements(By.CSS_SELECTOR, ".reach button")
    tab.click(word)
    tab.until(lambda: bool(list(downloads.glob("*.docx"))))
    assert count_of_the_list(tab) == "2"
    tab.click(view)
    tab.arrives(f"/rencana/cetak?{of_the_list}")
    assert count_of_the_list(tab) == "2"
    tab.click(tab.chrome.find_element(By.XPATH, "//button[.='Ubah isian']"))
    tab.arrives(f"/rencana?{of_the_list}")
    assert count_of_the_list(tab) == "2"
    tab.click(tab.element("button[value=uraian]"))
    tab.arrives(f"/rencana?{of_the_list}#tabel-uraian")
    assert count_of_the_list(tab) == "2"
    tab.chrome.back()
    tab.arrives(f"/rencana?{of_the_list}")
    assert count_of_the_list(tab) == "2"


@each_page
def test_no_page_scrolls_sideways(tab, path):
    for width in (320, 360, 768, 1440):
        tab.width(width)
        tab.open(path)
        assert tab.run("return document.documentElement.scrollWidth") <= width


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_no_page_breaks_a_rule_of_axe(tab, axe, path, scheme, width):
    tab.width(width)
    tab.prefer(scheme)
    tab.open(path)
    assert tab.violations(axe) == []
