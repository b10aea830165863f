"""``pustaka check``, ``pustaka new`` and ``pustaka stats``: for those who write the cases."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path

import click

from app.cli.common import WIDTH, content_option, progress, read_settings, relative
from app.collection.case import SLUG_MAX, Case
from app.collection.check import check_content
from app.collection.finding import LEVEL_WORDS, Finding
from app.collection.links import check_links
from app.collection.stats import collect, missing_facts
from app.collection.theme_files import FOLDER
from app.search.language import words
from app.search.query import attribute_list, synonyms
from app.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Bentuk keluaran.",
)
@content_option
def check(paths: tuple[Path, ...], format_: str, content: Path | None) -> None:
    """Periksa berkas kasus (semua, atau PATH saja).

    Keluar dengan kode 1 bila ada kesalahan; peringatan saja tidak.

    \b
    Contoh:
      ./pustaka check
      ./pustaka check content/innovations/putik-sari.md
    """
    settings = read_settings(content=content)
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"{path} tidak ada.")
    drafts = [path for path in paths if path.is_file()]
    findings = check_content(
        relative(settings.content), drafts, progress("Memeriksa"), _check_lists
    )
    if paths:
        findings = _findings_in(paths, findings)
    _print_findings(findings, format_)
    counts = Counter(finding.level for finding in findings)
    summary = ", ".join(f"{counts[level]} {LEVEL_WORDS[level]}" for level in LEVEL_WORDS)
    click.echo(f"{summary}.", err=True)
    sys.exit(1 if counts["error"] else 0)


def _check_lists(content: Path, cases: Iterable[Case]) -> Iterator[Finding]:
    """The findings about the curators' lists that the search applies to queries."""
    cases = tuple(cases)
    yield from synonyms.check_against(content, cases)
    yield from attribute_list.check_against(content, cases)
    yield from check_links(content, (source.url for case in cases for source in case.sources))


def _findings_in(paths: Sequence[Path], findings: Sequence[Finding]) -> list[Finding]:
    """The findings about the given files and about files inside the given folders."""
    wanted = set(map(_real_path, paths))

    def is_wanted(finding: Finding) -> bool:
        path = _real_path(Path(finding.path))
        return path in wanted or not wanted.isdisjoint(path.parents)

    return list(filter(is_wanted, findings))


def _real_path(path: Path) -> Path:
    # Unlike Path.resolve(), realpath() doesn't fail on links that lead round in a circle.
    return Path(os.path.realpath(path))


def _print_findings(findings: Sequence[Finding], format_: str) -> None:
    if format_ == "json":
        rows = [vars(finding) for finding in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for finding in findings:
        click.echo(str(finding) if format_ == "text" else _github_annotation(finding))


def _github_annotation(finding: Finding) -> str:
    """A workflow command that makes GitHub show the finding beside its line.

    Form and escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    path = _escape(finding.path, ",:")
    text = _escape(f"{finding.message}; {finding.remedy}")
    return f"::{finding.level} file={path},line={finding.line}::{text}"


def _escape(text: str, more_characters: str = "") -> str:
    for character in "%\r\n" + more_characters:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


@click.command()
@click.argument("title")
@click.option("--theme", is_flag=True, help="Buat kerangka tema, bukan kasus.")
@content_option
def new(title: str, theme: bool, content: Path | None) -> None:
    """Buat kerangka berkas kasus baru dengan nama TITLE.

    \b
    Contoh:
      ./pustaka new "Putik Sari"
      ./pustaka new --theme "Menurunkan stunting"
    """
    settings = read_settings(content=content)
    title = " ".join(title.split())
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(word.text for word in words(title)))
    slug = slug[:SLUG_MAX].strip("-")
    if not slug:
        raise click.UsageError("Judul harus memuat huruf atau angka.")
    folder, name = (FOLDER, "theme-template.md") if theme else ("innovations", "template.md")
    path = settings.content / folder / f"{slug}.md"
    template = resources.files("app.collection").joinpath("data", name)
    text = (
        template.read_text("utf-8")
        .replace("{title}", json.dumps(title, ensure_ascii=False))
        .replace("{today}", dt.date.today().isoformat())
    )
    try:
        if theme:
            path.parent.mkdir(exist_ok=True)  # a collection may have no themes yet
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{relative(path)} sudah ada.") from None
    except OSError as exc:
        raise click.ClickException(
            f"{relative(path)} tidak bisa ditulis: {exc.strerror}."
        ) from None
    click.echo(f"{relative(path)} dibuat. Isi, lalu periksa: ./pustaka check {relative(path)}")


@click.command()
@click.option("--gaps", is_flag=True, help="Kasus menurut banyaknya fakta yang belum ada.")
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON.")
@content_option
def stats(gaps: bool, json_: bool, content: Path | None) -> None:
    """Hitung isi koleksi: berapa, di mana, dan apa yang belum ada.

    \b
    Contoh:
      ./pustaka stats
      ./pustaka stats --gaps
    """
    settings = read_settings(content=content)
    if gaps:
        _print_gaps(settings, json_)
        return
    numbers = collect(settings.content, progress("Menghitung"))
    if json_:
        click.echo(json.dumps(numbers, ensure_ascii=False, indent=1))
        return
    for heading, values in numbers.items():
        if isinstance(values, int):
            click.echo(f"{heading:<50}{values:>6}")
            continue
        click.echo(f"\n{heading}")
        for name, count in values.items():
            click.echo(f"  {name:<48}{count:>6}")


def _print_gaps(settings: Settings, json_: bool) -> None:
    cases = missing_facts(settings.content, progress("Menghitung"))
    if json_:
        rows = [{"slug": case.slug, "missing": case.names} for case in cases]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for case in cases:
        click.echo(f"{case.slug}: {len(case.names)} belum ada")
        names = ", ".join(case.names)
        click.echo(textwrap.fill(names, WIDTH, initial_indent="  ", subsequent_indent="  "))
