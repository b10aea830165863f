"""The ``pustaka`` command."""

from __future__ import annotations

import datetime as dt
import errno
import json
import logging
import os
import re
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from app.settings import ROOT, Settings, SettingsError

# How often `--watch` and `serve --reload` look for changed files, in seconds.
WATCH_EVERY = 0.4

WIDTH = 79


class _Commands(click.Group):
    """Commands in the order they are written, and settings errors as wrong use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as exc:
            raise click.UsageError(str(exc)) from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
)
@click.version_option(package_name=None, version="0.1.0", prog_name="pustaka")
def main() -> None:
    """Pustaka Inovasi: cari, nilai, dan tiru inovasi pelayanan publik.

    Mulai dengan: ./pustaka serve
    """


def _content_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--content",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder koleksi (PUSTAKA_CONTENT).",
    )(function)


def _index_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--index",
        "index_",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder indeks (PUSTAKA_INDEX).",
    )(function)


def _settings(**given: object) -> Settings:
    settings = Settings.from_environment(given)
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s"
    )
    if not (settings.content / "innovations").is_dir():
        raise click.UsageError(
            f"{_shown(settings.content)}/innovations tidak ada. "
            "Tunjuk folder koleksi dengan --content."
        )
    return settings


def _shown(path: Path) -> Path:
    """A path as short as it can be said from here."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def _progress(label: str) -> Callable[[Iterable[Path]], Iterable[Path]]:
    """A progress bar on a terminal, nothing in a pipe."""

    def wrap(paths: Iterable[Path]) -> Iterator[Path]:
        if not sys.stderr.isatty():
            yield from paths
            return
        with click.progressbar(list(paths), label=label, file=sys.stderr) as bar:
            yield from bar

    return wrap


def _build(settings: Settings, *, full: bool = False) -> None:
    from app.search.index import builder

    try:
        report = builder.build(
            settings.content,
            settings.index,
            full=full,
            processes=os.cpu_count() or 1,
            progress=_progress("Mengindeks"),
            on_wait=lambda: click.echo("Menunggu pengindeksan lain selesai…", err=True),
        )
    except OSError as exc:
        raise click.ClickException(
            f"Indeks di {_shown(settings.index)} tidak bisa dibuat ({exc}). "
            "Periksa izin dan ruang disk, atau pilih folder lain dengan --index."
        ) from None
    for finding in report.left_out:
        click.echo(finding, err=True)
    done = f"{report.cases} kasus dalam indeks"
    if report.full:
        done += f" (dibangun penuh, {report.seconds:.1f} detik)"
    elif report.written or report.removed:
        done += (
            f" ({report.written} diperbarui, {report.removed} dihapus, {report.seconds:.1f} detik)"
        )
    else:
        done += " (tidak ada yang berubah)"
    if report.files_left_out:
        done += f"; {report.files_left_out} berkas dilewati karena salah, lihat ./pustaka check"
    click.echo(f"{done}.", err=True)


@main.command()
@click.option("--host", help="Alamat yang dilayani (PUSTAKA_HOST; bawaan 127.0.0.1).")
@click.option("--port", type=int, help="Porta (PUSTAKA_PORT; bawaan 8000).")
@click.option("--workers", type=int, help="Banyaknya proses (PUSTAKA_WORKERS; bawaan 2).")
@click.option("--reload", is_flag=True, help="Ikuti perubahan berkas kasus, untuk kurator.")
@_content_option
@_index_option
def serve(
    host: str | None,
    port: int | None,
    workers: int | None,
    reload: bool,
    content: Path | None,
    index_: Path | None,
) -> None:
    """Jalankan situs; indeks dibuat atau diperbarui dulu bila perlu.

    \b
    Contoh:
      ./pustaka serve
      ./pustaka serve --port 8080 --reload
    """
    from app import server

    settings = _settings(host=host, port=port, workers=workers, content=content, index=index_)
    try:
        server.check_address(settings.host, settings.port)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            message = f"Porta {settings.port} sudah dipakai. Pilih yang lain dengan --port."
        else:
            message = f"Alamat {settings.host} tidak bisa dilayani ({exc.strerror})."
        raise click.ClickException(message) from None
    if code := server.build_index(settings):
        raise click.exceptions.Exit(code)  # it has said why
    with server.watcher(settings) if reload else server.no_watcher():
        server.run(settings)


@main.command()
@click.option("--full", is_flag=True, help="Bangun ulang seluruhnya.")
@click.option("--watch", is_flag=True, help="Terus perbarui bila berkas berubah.")
@_content_option
@_index_option
def index(full: bool, watch: bool, content: Path | None, index_: Path | None) -> None:
    """Buat atau perbarui indeks pencarian.

    \b
    Contoh:
      ./pustaka index
      ./pustaka index --full
    """
    settings = _settings(content=content, index=index_)
    # Taken before the build, so that what is saved meanwhile isn't missed.
    seen = _snapshot(settings.content)
    _build(settings, full=full)
    while watch:
        while (now := _snapshot(settings.content)) in (seen, None):
            time.sleep(WATCH_EVERY)
        seen = now
        try:
            _build(settings)
        except click.ClickException as exc:
            exc.show()  # and go on: the next change may come to a disk with room


def _snapshot(content: Path) -> frozenset[tuple[str, int, int]] | None:
    """Names, times and sizes of the content's files: what changes when a file is saved.

    None while there is no such folder, as for a moment when git changes branches.
    """
    seen = set()
    try:
        entries = [*os.scandir(content), *os.scandir(content / "innovations")]
    except OSError:
        return None
    for entry in entries:
        try:
            status = entry.stat()
        except OSError:  # gone again, or a broken link
            continue
        seen.add((entry.path, status.st_mtime_ns, status.st_size))
    return frozenset(seen)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Bentuk keluaran.",
)
@_content_option
def check(paths: tuple[Path, ...], format_: str, content: Path | None) -> None:
    """Periksa berkas kasus (semua, atau PATH saja).

    Keluar dengan kode 1 bila ada kesalahan; peringatan saja tidak.

    \b
    Contoh:
      ./pustaka check
      ./pustaka check content/innovations/putik-sari.md
    """
    from app.collection.check import check_content
    from app.collection.finding import LEVEL_WORDS
    from app.search.query import synonyms

    settings = _settings(content=content)
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"{path} tidak ada.")
    drafts = [path for path in paths if path.is_file()]
    findings = check_content(
        _shown(settings.content), drafts, _progress("Memeriksa"), synonyms.check_against
    )
    if paths:
        wanted = {path.resolve() for path in paths}
        findings = [
            finding
            for finding in findings
            if wanted & {Path(finding.path).resolve(), *Path(finding.path).resolve().parents}
        ]
    if format_ == "json":
        click.echo(json.dumps([vars(p) for p in findings], ensure_ascii=False, indent=1))
    for finding in findings:
        if format_ == "text":
            click.echo(str(finding))
        elif format_ == "github":
            click.echo(
                f"::{finding.level} file={_escape(finding.path, ',:')},line={finding.line}::"
                f"{_escape(f'{finding.message}; {finding.remedy}')}"
            )
    count = Counter(finding.level for finding in findings)
    summary = ", ".join(f"{count[level]} {LEVEL_WORDS[level]}" for level in LEVEL_WORDS)
    click.echo(f"{summary}.", err=True)
    sys.exit(1 if count["error"] else 0)


def _escape(text: str, more: str = "") -> str:
    """Escape a value as GitHub's workflow commands want it."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


@main.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "json_", is_flag=True, help="JSON, sama dengan /api/v1/search.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="Paling banyak berapa.")
@_content_option
@_index_option
def search(
    query: tuple[str, ...], json_: bool, limit: int, content: Path | None, index_: Path | None
) -> None:
    """Cari kasus.

    \b
    Contoh:
      ./pustaka search antrean pasien rumah sakit
      ./pustaka search --json --limit 3 stunting
      ./pustaka search akta kelahiran -- -kematian
    """
    settings = _settings(content=content, index=index_)
    from app.search.index import builder as whoosh_index
    from app.search.query.query import Query

    if not whoosh_index.is_current(settings.content, settings.index):
        _build(settings)
    if json_:
        from app.web.application import create_app

        client = create_app(settings).test_client()
        parameters = {"q": " ".join(query), "per_page": str(limit)}
        click.echo(client.get("/api/v1/search", query_string=parameters).text, nl=False)
        return
    from app.search.engine import Engine

    results = Engine.open(settings.index, settings.content).search(
        Query(" ".join(query), per_page=limit)
    )
    click.echo(f"{results.total} inovasi, {results.took_ms:.0f} ms")
    for number, hit in enumerate(results.hits, 1):
        card = hit.card
        name = f"{card.title} ({card.expansion})" if card.expansion else card.title
        click.echo()
        click.echo(_fill(f"{number}. {name}", "   "))
        click.echo(_fill(f"   {card.agency}, {card.province} · {card.slug}", "   "))
        click.echo(_fill(f"   {card.summary}", "   "))


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent)


@main.command()
@click.argument("title")
@_content_option
def new(title: str, content: Path | None) -> None:
    """Buat kerangka berkas kasus baru dengan nama TITLE.

    \b
    Contoh:
      ./pustaka new "Putik Sari"
    """
    from app.collection.case import SLUG_MAX
    from app.search.language import words

    settings = _settings(content=content)
    title = " ".join(title.split())
    slug = re.sub(r"[^a-z0-9]+", "-", " ".join(word.text for word in words(title)))
    slug = slug[:SLUG_MAX].strip("-")
    if not slug:
        raise click.UsageError("Judul harus memuat huruf atau angka.")
    path = settings.content / "innovations" / f"{slug}.md"
    template = (Path(__file__).parent.parent / "collection" / "data" / "template.md").read_text(
        "utf-8"
    )
    text = template.replace("{title}", json.dumps(title, ensure_ascii=False)).replace(
        "{today}", dt.date.today().isoformat()
    )
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{_shown(path)} sudah ada.") from None
    except OSError as exc:
        raise click.ClickException(f"{_shown(path)} tidak bisa ditulis: {exc.strerror}.") from None
    click.echo(f"{_shown(path)} dibuat. Isi, lalu periksa: ./pustaka check {_shown(path)}")


@main.command()
@click.option("--gaps", is_flag=True, help="Kasus menurut banyaknya fakta yang belum ada.")
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON.")
@_content_option
def stats(gaps: bool, json_: bool, content: Path | None) -> None:
    """Hitung isi koleksi: berapa, di mana, dan apa yang belum ada.

    \b
    Contoh:
      ./pustaka stats
      ./pustaka stats --gaps
    """
    from app.collection.stats import collect

    settings = _settings(content=content)
    if gaps:
        _show_gaps(settings, json_)
        return
    numbers = collect(settings.content, _progress("Menghitung"))
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


def _show_gaps(settings: Settings, json_: bool) -> None:
    from app.collection.stats import missing_facts

    missing = missing_facts(settings.content, _progress("Menghitung"))
    if json_:
        rows = [{"slug": case.slug, "missing": case.names} for case in missing]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for case in missing:
        click.echo(f"{case.slug}: {len(case.names)} belum ada")
        text = ", ".join(case.names)
        click.echo(textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  "))


@main.command(name="eval")
@click.argument("topics", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument(
    "qrels", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Bandingkan dengan hasil yang disimpan.",
)
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Simpan hasil ini.")
@click.option("--worst", type=click.IntRange(0, 1000), default=0, help="Tampilkan topik terburuk.")
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON.")
@_content_option
@_index_option
def evaluate(
    topics: Path,
    qrels: Path | None,
    baseline: Path | None,
    save: Path | None,
    worst: int,
    json_: bool,
    content: Path | None,
    index_: Path | None,
) -> None:
    """Ukur mutu pencarian: TOPICS (JSON) terhadap penilaian QRELS (TREC).

    Tanpa QRELS, topik membawa jawabannya sendiri (kunci relevant).

    \b
    Contoh:
      ./pustaka eval tests/relevance/topics-dev.json tests/relevance/qrels-dev.txt
      ./pustaka eval tests/relevance/names-dev.json
    """
    from app.search import evaluate as evaluation
    from app.search.engine import Engine
    from app.search.index import builder as whoosh_index

    settings = _settings(content=content, index=index_)
    try:
        asked, known = evaluation.read_topics(topics)
        judgments = evaluation.read_qrels(qrels) if qrels else known
        earlier = evaluation.read_scores(baseline) if baseline else None
    except evaluation.DataError as exc:
        raise click.UsageError(str(exc)) from None
    if not whoosh_index.is_current(settings.content, settings.index):
        _build(settings)
    engine = Engine.open(settings.index, settings.content)
    try:
        run = evaluation.evaluate(engine, asked, judgments)
    except ImportError as exc:
        raise click.ClickException(
            f"Paket uji {exc.name} belum terpasang. Jalankan lewat ./pustaka eval."
        ) from None
    if not run.scores:
        raise click.UsageError("Tidak satu topik pun punya kasus bernilai 2 atau lebih.")
    if save:
        evaluation.save(run, save)
    means = evaluation.averages(asked, run.scores)
    if json_:
        click.echo(
            json.dumps({name: {"topics": n, **m} for name, (n, m) in means.items()}, indent=1)
        )
        return
    click.echo(f"{'':<16}{'topik':>6}" + "".join(f"{m:>11}" for m in evaluation.MEASURES))
    for name, (count, values) in means.items():
        click.echo(f"{name:<16}{count:>6}" + "".join(f"{values[m]:>11.3f}" for m in values))
    if earlier is not None:
        click.echo("\nSelisih terhadap baseline (rentang 95%, bootstrap berpasangan):")
        for measure in evaluation.MEASURES:
            d = evaluation.compare(run.scores, earlier, measure)
            click.echo(f"  {measure:<11}{d.mean:>+8.3f}  [{d.low:+.3f}, {d.high:+.3f}]")
    for topic, value, missed in evaluation.worst(asked, run, judgments, worst):
        click.echo(f"\n{value:.3f} {topic.id} {topic.kind}: {topic.query}")
        click.echo(_fill(f"      {topic.need}", "      "))
        for slug, grade in missed:
            click.echo(f"      tidak di 10 teratas: {slug} ({grade})")


# On every core, unless tests/conftest.py or an argument decides otherwise. A file is tested in
# one process, which shares what its fixtures make; in the order of folders, all end together.
_EVERY_CORE = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Jalankan uji; ARGUMENTS diteruskan ke pytest.

    \b
    Contoh:
      ./pustaka test
      ./pustaka test -m "not browser" tests/search
    """
    os.chdir(ROOT)
    # In place of this process, so that signals reach pytest.
    pytest = [sys.executable, "-m", "pytest", *_EVERY_CORE, *arguments]
    os.execv(sys.executable, pytest)  # noqa: S606 - no shell
