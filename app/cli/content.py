"""``pustaka check``, ``pustaka new`` and ``pustaka stats``: for those who write the cases."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from app.cli.common import WIDTH, content_option, progress, read_settings, relative
from app.cli.output import echo_json
from app.collection import files
from app.collection.case import Case
from app.collection.check import check_content
from app.collection.finding import LEVEL_WORDS, Finding
from app.collection.links import check_links
from app.collection.stats import collect, missing_facts
from app.collection.theme_files import FOLDER
from app.contribution.doubles import alike_in_title
from app.contribution.skeleton import case_skeleton, theme_skeleton
from app.contribution.slugs import slug_for
from app.search.language import words
from app.search.query import attribute_list, synonyms
from app.settings import Settings

# The title in a front matter.
_TITLE = re.compile(rb"^title:[ \t]*(\S.*)$", re.MULTILINE)

#: Warnings of one kind are summed up from one more than this.
FEW = 5


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Bentuk keluaran.",
)
@click.option("--all", "all_", is_flag=True, help="Tulis juga peringatan yang banyak, satu-satu.")
@content_option
def check(paths: tuple[Path, ...], format_: str, all_: bool, content: Path | None) -> None:
    """Periksa berkas kasus (semua, atau PATH saja).

    Keluar dengan kode 1 bila ada kesalahan; peringatan saja tidak. Peringatan yang sama di
    banyak berkas diringkas menjadi satu baris.

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
    wanted = _findings_in(paths, findings) if paths else findings
    one_by_one = all_ or (bool(paths) and len(drafts) == len(paths))
    _print_findings(wanted, format_, one_by_one=one_by_one)
    click.echo(f"{_counts(wanted)}.", err=True)
    if len(findings) > len(wanted):
        others = _counts([finding for finding in findings if finding not in set(wanted)])
        click.echo(f"Berkas lain: {others} (./pustaka check).", err=True)
    sys.exit(1 if any(finding.level == "error" for finding in wanted) else 0)


def _counts(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    return ", ".join(f"{counts[level]} {LEVEL_WORDS[level]}" for level in LEVEL_WORDS)


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


def _print_findings(findings: Sequence[Finding], format_: str, *, one_by_one: bool) -> None:
    """Print findings; as text, warnings of one kind in many files are one line in the end.

    ``one_by_one`` prints each of these too. Formats for machines always hold all findings.
    """
    if format_ == "json":
        rows = [vars(finding) for finding in findings]
        echo_json(rows)
        return
    many = Counter(map(_kind, findings))
    summed_up: dict[str, list[Finding]] = {}
    for finding in findings:
        kind = _kind(finding)
        if format_ == "github":
            click.echo(_github_annotation(finding))
        elif one_by_one or finding.level == "error" or many[kind] <= FEW:
            click.echo(str(finding))
        else:
            summed_up.setdefault(kind, []).append(finding)
    for kind, same in summed_up.items():
        remedy = same[0].remedy if len({finding.remedy for finding in same}) == 1 else ""
        text = "; ".join(filter(None, [f"{len(same)} peringatan: {kind}", remedy]))
        click.echo(f"{text} (satu-satu: ./pustaka check --all)")


def _kind(finding: Finding) -> str:
    """The message of a finding without its details: names, figures, quotations."""
    if "(diketahui: " in finding.message:
        return "sudah diketahui, dengan alasan di known-problems.yaml"
    return re.sub(r"“[^”]*”|\S+\.md|\b\d[\d.,]*", "…", finding.message)


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
    if not list(words(title)):
        raise click.UsageError("Judul harus memuat huruf atau angka.")
    folder = settings.content / (FOLDER if theme else "innovations")
    path = folder / f"{slug_for(title)}.md"
    today = dt.date.today()
    text = theme_skeleton(title, today) if theme else case_skeleton(title, today)
    doubles = [] if theme else alike_in_title(title, _titles(folder))
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
    if doubles:
        click.echo("Namanya mirip dengan kasus yang sudah ada; baca dulu:", err=True)
    for double in doubles:
        click.echo(f"  {double.title} ({relative(folder / f'{double.slug}.md')})", err=True)


def _titles(folder: Path) -> Iterator[tuple[str, str]]:
    """(slug, title) of the case files of a folder, read without the rest of the files."""
    for path in files.find(folder)[0]:
        data = files.read(path)
        title = _TITLE.search(data) if isinstance(data, bytes) else None
        if title:
            yield files.slug_of(path), title[1].decode("utf-8", "replace").strip(" \"'")


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
        echo_json(numbers)
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
        echo_json(rows)
        return
    for case in cases:
        click.echo(f"{case.slug}: {len(case.names)} belum ada")
        names = ", ".join(case.names)
        click.echo(textwrap.fill(names, WIDTH, initial_indent="  ", subsequent_indent="  "))
