"""The templates are there for whoever would rather fill in a file, and can be read back."""

import pytest

from app.contribution.read_excel import read_excel
from app.contribution.read_word import read_word
from app.contribution.reading import RefusedError
from app.web.contribute import template_views


@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv"])
def test_a_template_is_a_file_to_save(client, ending):
    answer = client.get(f"/usul/templat.{ending}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="templat-usulan.{ending}"'
    )


def test_the_form_leads_to_the_templates_for_people(get):
    links = get("/usul").links
    assert "/usul/templat.docx" in links and "/usul/templat.xlsx" in links


def test_the_readers_know_the_templates(client):
    assert read_word(client.get("/usul/templat.docx").data).cases
    # The headings are known, and the rows are missed.
    with pytest.raises(RefusedError, match="tidak ada baris"):
        read_excel(client.get("/usul/templat.xlsx").data)


def test_the_csv_heading_row_opens_in_excel(client):
    data = client.get("/usul/templat.csv").data
    header, rest = data.decode("utf-8").split("\r\n", 1)
    assert header.startswith("\ufeffNama inovasi,Kepanjangan nama,Ringkasan,")
    assert not rest.strip()


def test_a_template_is_made_once_a_day(client):
    template_views._template.cache_clear()
    # Two addresses, neither of which the site has stored.
    first, second = (client.get(f"/usul/templat.xlsx?hari={n}").data for n in range(2))
    assert first == second
    assert template_views._template.cache_info()[:2] == (1, 1)  # found, and made
