"""The poster on paper: a phone reads its code and opens this event, not another."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tests.browser.conftest import Tab, printed_pages, without_browser

pytestmark = pytest.mark.browser

#: Twelve cases and long details: a code that is as fine as any.
SLUGS = (
    *("putik-sari", "jarik-ma-siti", "besti-gorontalo", "bunga-desa", "kang-pisman"),
    *("2h2-center", "simba-asia", "anggur-merah", "gebrak-pakumis", "jak-jek"),
    *("kejar-stunting-tanalili", "mie-keriting"),
)
DETAILS = {
    "judul": "Lokakarya Replikasi Inovasi Penurunan Stunting dan Kematian Ibu di Kepulauan",
    "tema": "Percepatan penurunan stunting lewat posyandu, desa, dan perguruan tinggi",
    "tanggal": "2027-02-19",
    "mulai": "09:00",
    "selesai": "16:30",
    "zona": "WIT",
    "tempat": "Auditorium Graha Wicaksana lantai 3, Jalan Sultan Babullah Nomor 12, Ternate",
    "penyelenggara": "Biro Organisasi Sekretariat Daerah Provinsi Maluku Utara",
}
AGENDA = (
    *("lain-20-Sambutan Gubernur Maluku Utara", "kasus-15-jarik-ma-siti"),
    *(f"kasus-20-{slug}" for slug in SLUGS if slug != "jarik-ma-siti"),
    *("ishoma-60", "diskusi-45"),
)
KIT = urlencode(
    [*(("s", slug) for slug in SLUGS), *DETAILS.items(), *(("agenda", a) for a in AGENDA)]
)

#: The longest texts that the form accepts.
LONGEST = {
    "judul": "Lokakarya Kita " * 10,
    "tempat": "Aula Kita " * 20,
    "penyelenggara": "Dinas " * 25,
}


def printed(tab: Tab, folder: Path, dots: int) -> Image.Image:
    """The page that the browser prints, at so many dots an inch."""
    if not shutil.which("pdftoppm"):
        without_browser("pdftoppm is needed (Debian: poppler-utils)")
    pdf = folder / "poster.pdf"
    pdf.write_bytes(base64.b64decode(tab.cdp("Page.printToPDF", preferCSSPageSize=True)["data"]))
    options = ["-r", str(dots), "-gray", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, pdf, folder / "poster"], check=True)
    with Image.open(folder / "poster.png") as image:
        return image.copy()


def read(image: Image.Image) -> str:
    """The text of the only code on an image; empty if no code can be read."""
    found = zxingcpp.read_barcodes(image)
    return found[0].text if len(found) == 1 else ""


def test_the_code_of_a_poster_leads_to_this_event(tab, tmp_path):
    tab.open(f"/acara/cetak?{KIT}&bahan=poster")
    address = read(printed(tab, tmp_path, 150))
    assert address.startswith(f"{tab.url}/acara/peserta?k=")
    tab.open(address.removeprefix(tab.url))
    assert tab.element("h1").text == DETAILS["judul"]
    assert "WIT" in tab.element("dl.kv").text and DETAILS["tempat"] in tab.element("dl.kv").text
    programme = tab.element("section[aria-labelledby=susunan] tbody").text
    assert programme.startswith(
        "09.00–09.20 Sambutan Gubernur Maluku Utara\n09.20–09.35 Jarik Ma'Siti"
    )
    assert "Ishoma" in programme and programme.endswith("Diskusi kelompok")
    for slug in SLUGS:
        assert tab.element(f"section[aria-labelledby=kasus] a[href='/inovasi/{slug}']")


def test_it_is_read_from_a_bad_print_and_from_two_metres(tab, tmp_path):
    """A photo of 4,000 pixels with a field of 66° has 1.5 pixels a millimetre at 2 m."""
    tab.open(f"/acara/cetak?{KIT}&bahan=poster")
    paper = printed(tab, tmp_path, 150)
    address = read(paper)
    assert address
    smudged = paper.filter(ImageFilter.GaussianBlur(3)).point(lambda grey: 60 + grey // 2)
    assert read(smudged) == address
    far = paper.resize((round(210 * 1.5), round(297 * 1.5)), Image.Resampling.BOX)
    assert read(far.filter(ImageFilter.GaussianBlur(0.5))) == address
    tilted = far.rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert read(tilted) == address


def test_the_code_on_a_sheet_of_62_mm_is_read_at_arms_length(tab, tmp_path):
    """At 400 mm, that photo has 7 pixels a millimetre; a preview of 1,280 pixels has 2.5."""
    tab.open(f"/acara/cetak?{KIT}&bahan=poster")
    paper = printed(tab, tmp_path, 150)
    sheet = paper.resize((round(210 * 2.5 * 62 / 160), round(297 * 2.5 * 62 / 160)))
    assert read(sheet.filter(ImageFilter.GaussianBlur(0.4))) == read(paper)


#: The longest texts that are set in large letters.
LARGE = {
    "judul": "Mengurangi Masalah Sampah di Mamuju",
    "tempat": "Aula Mahkamah Mamuju, Kabupaten Mamuju",
    "penyelenggara": "Biro Organisasi Sekretariat Daerah",
    "tanggal": "2027-09-22",
    "zona": "WITA",
}


@pytest.mark.parametrize("details", [DETAILS, LONGEST, LARGE, {}])
def test_a_poster_is_one_page(tab, tmp_path, details):
    tab.open(f"/acara/cetak?{urlencode({'s': 'putik-sari', **details})}&bahan=poster")
    [page] = printed_pages(tab, tmp_path)
    assert "Pindai dengan kamera ponsel" in page
