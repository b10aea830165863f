"""An event is packed with what its participants read and what its host prints."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from app.pack.event import LONGEST, by_event
from app.pack.names import PackError
from app.search.engine import Engine
from tests.pack.conftest import SITE, Pack
from tests.pack.test_pages import broken

KIT = "/acara?s=putik-sari&s=simba-asia&judul=Belajar+bersama&tanggal=2027-03-04"
WORD = ["acara/acara.docx", "acara/lembar-kasus.docx", "acara/umpan-balik.docx"]


def test_participants_read_the_event_and_its_cases(
    make: Callable[..., Pack], real_engine: Engine, tmp_path: Path
) -> None:
    made = make(tmp_path, by_event(real_engine, KIT))
    page = made.text("acara.html")
    assert "Belajar bersama" in page
    assert 'href="inovasi/putik-sari.html"' in page
    assert "Kamis, 4 Maret 2027" in made.text("acara-cetak.html")
    assert 'href="acara.html"' in made.text("index.html")
    assert broken(made) == []
    assert not set(WORD) & set(made.files)
    assert "salinan.invalid" not in page + made.text("acara-cetak.html")


def test_with_the_address_of_the_site_the_word_files_come_along(
    make: Callable[..., Pack], real_engine: Engine, tmp_path: Path
) -> None:
    made = make(tmp_path, by_event(real_engine, f"{SITE}{KIT}"), site=SITE)
    assert set(WORD) <= set(made.files)
    assert broken(made) == []
    agenda = docx.Document(io.BytesIO((made.folder / WORD[0]).read_bytes()))
    assert any("Belajar bersama" in paragraph.text for paragraph in agenda.paragraphs)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/acara", "tidak ada kasusnya"),
        ("/acara?s=tidak-ada", "Tidak ada kasus “tidak-ada”"),
        ("/acara?s=putik-sari&judul=" + "x" * LONGEST, "paling panjang"),
    ],
)
def test_an_address_without_usable_cases_is_refused(
    real_engine: Engine, address: str, message: str
) -> None:
    with pytest.raises(PackError, match=message):
        by_event(real_engine, address)


def test_an_event_with_a_mistake_is_refused(
    make: Callable[..., Pack], real_engine: Engine, tmp_path: Path
) -> None:
    choice = by_event(real_engine, "/acara?s=putik-sari&tanggal=kemarin")
    with pytest.raises(PackError, match="Alamat acara ini bermasalah"):
        make(tmp_path, choice)
    assert [path for path in tmp_path.iterdir() if not path.name.startswith(".")] == []
