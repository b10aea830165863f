"""``pustaka screenshots``: the pictures of README and docs."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli import pictures
from app.cli.common import build_index, content_option, index_option, read_settings, relative
from app.settings import ROOT

#: Where the pictures of the documentation stand.
FOLDER = ROOT / "docs/images"


@click.command()
@click.argument(
    "names", nargs=-1, type=click.Choice(sorted(pictures.PICTURES)), metavar="[NAMES]..."
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder tujuan (bawaan docs/images).",
)
@content_option
@index_option
def screenshots(
    names: tuple[str, ...], folder: Path | None, content: Path | None, index_: Path | None
) -> None:
    """Buat gambar untuk README dan dokumentasi; NAMES membatasinya.

    Halaman digambar oleh Chromium, berkas Word oleh LibreOffice.

    \b
    Contoh:
      ./pustaka screenshots
      ./pustaka screenshots cari kasus-ponsel --to /tmp
    """
    chosen = names or tuple(pictures.PICTURES)
    lacking, packages = pictures.missing(chosen)
    if lacking:
        raise click.ClickException(_what_to_install(lacking, packages))
    settings = read_settings(content=content, index=index_)
    build_index(settings)
    folder = folder or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, png in pictures.make(chosen, settings):
            file = folder / f"{name}.png"
            file.write_bytes(png)
            click.echo(f"{relative(file)} ({len(png) // 1024} kB)")
    except pictures.PictureError as exc:
        raise click.ClickException(f"Gambar tidak bisa dibuat. {exc}") from None


def _what_to_install(lacking: list[str], packages: list[str]) -> str:
    """What is missing, and the commands that install it."""
    steps = []
    if packages:
        steps.append(f"Debian dan Ubuntu: sudo apt install {' '.join(packages)}")
    if "selenium" in lacking:
        steps.append("selenium ikut dengan alat uji: ./pustaka test --version")
    return f"Belum terpasang: {', '.join(lacking)}. {'. '.join(steps)}"
