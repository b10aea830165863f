"""``pustaka translations``: the English texts of the interface, kept in step with the code."""

from __future__ import annotations

import click

from app.cli.common import relative


@click.command()
@click.option("--check", is_flag=True, help="Hanya periksa; berkas tidak diubah.")
def translations(check: bool) -> None:
    """Selaraskan teks bahasa Inggris dengan teks di kode dan halaman.

    Teks baru masuk ke messages.po tanpa terjemahan, teks yang tidak dipakai lagi dihapus.
    Yang belum diterjemahkan disebut satu per satu, dan perintah ini berakhir dengan kode 1.

    \b
    Contoh:
      ./pustaka translations
      ./pustaka translations --check
    """
    from app.cli import english_texts as texts
    from app.settings import ROOT
    from app.web.site.i18n import CATALOGUE

    try:
        used, known = texts.used_texts(ROOT), texts.read_catalogue(CATALOGUE)
    except FileNotFoundError as exc:
        raise click.ClickException(
            f"{exc.filename} tidak ada. Perintah ini memerlukan kode sumber situs."
        ) from None
    if not check:
        known = texts.updated(known, used)
        CATALOGUE.write_bytes(texts.as_file(known))
    found = list(texts.problems(known, used))
    for problem in found:
        click.echo(f"{relative(CATALOGUE)}: {problem}")
    if found:
        raise SystemExit(1)
    click.echo(f"{len(known)} teks, semuanya diterjemahkan.")
