"""Names of files."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from app.web.site.downloads import LONGEST_NAME, file_name

DAY = dt.date(2026, 11, 29)


def test_a_file_is_named_after_what_it_holds_and_its_day():
    assert file_name(DAY, "inovasi", "Sampah", "Jawa Timur") == (
        "inovasi-sampah-jawa-timur-2026-11-29"
    )
    assert file_name(DAY, "inovasi", "", "café / “déjà vu”") == "inovasi-cafe-deja-vu-2026-11-29"
    assert file_name(DAY, "☂") == "tabel-2026-11-29"


def test_a_long_name_is_cut_between_words():
    name = file_name(DAY, "inovasi", "pelayanan perizinan " * 50)
    assert name.endswith("-pelayanan-2026-11-29") or name.endswith("-perizinan-2026-11-29")


@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_text_gives_a_safe_name(texts):
    name = file_name(DAY, *texts)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= LONGEST_NAME + len("-2026-11-29")
