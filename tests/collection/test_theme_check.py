"""Themes are checked against the cases that they name."""

from __future__ import annotations

import pytest

from app.collection.check import check_content
from tests.conftest import THEME


@pytest.fixture
def findings_of(theme_folder):
    """``findings_of(text)``: the findings when the theme has this text."""

    def findings_of(text=THEME, drafts=()):
        (theme_folder.path / "themes" / "obat-sampai.md").write_text(text, "utf-8")
        return [
            (finding.line, finding.level, finding.message)
            for finding in check_content(theme_folder.path, drafts)
            if "/themes/" in finding.path
        ]

    return findings_of


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_a_good_theme_has_no_finding(findings_of):
    assert findings_of() == []


def test_an_unknown_case_is_an_error_on_its_line(findings_of):
    text = THEME.replace("[kurir-obat, ojek-obat]", "[kurir-obat, tidak-ada]").replace(
        "[^antar-obat]", "[^antar-obat][^juga-tidak]"
    )
    assert findings_of(text) == [
        (line_of(text, "tidak-ada"), "error", "“tidak-ada” menunjuk kasus yang tidak ada"),
        (line_of(text, "[^juga-tidak]"), "error", "“juga-tidak” menunjuk kasus yang tidak ada"),
    ]


def test_a_withdrawn_case_is_an_error(findings_of, theme_folder):
    (theme_folder.path / "innovations" / "ojek-obat.md").unlink()
    (theme_folder.path / "withdrawn.yaml").write_text("ojek-obat: {reason: salah sumber}\n")
    (message,) = [message for _, _, message in findings_of()]
    assert message == "“ojek-obat” sudah ditarik dari koleksi"


def test_a_theme_much_older_than_a_case_is_a_warning(findings_of, theme_folder, case_text):
    theme_folder.write("pos-obat", case_text(title="Pos Obat", updated="2026-11-01"))
    text = THEME.replace("updated: 2026-01-01", "updated: 2025-10-01")
    ((line, level, message),) = findings_of(text)
    assert (line, level) == (line_of(text, "updated:"), "warning")
    assert "sebelum kasus “pos-obat” (2026-11-01)" in message
    assert findings_of(THEME) == []


def test_a_theme_outside_the_folder_can_be_checked_before_it_goes_in(
    findings_of, theme_folder, tmp_path
):
    draft = tmp_path / "draf" / "themes" / "baru.md"
    draft.parent.mkdir(parents=True)
    draft.write_text(THEME.replace("ojek-obat", "tidak-ada"), "utf-8")
    ((_, level, message),) = findings_of(drafts=[draft])
    assert (level, message) == ("error", "“tidak-ada” menunjuk kasus yang tidak ada")


def test_a_theme_of_the_collection_is_checked_as_a_theme(theme_folder, findings_of):
    assert findings_of(drafts=[theme_folder.path / "themes" / "obat-sampai.md"]) == []
