"""``pustaka search``, ``pustaka eval`` and ``pustaka test``: trying and measuring."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import (
    WIDTH,
    content_option,
    fill,
    index_option,
    open_engine,
    read_settings,
)
from app.cli.output import echo_json_text
from app.search.advanced.mistakes import AdvancedQueryError
from app.search.query.query import Mode, Query
from app.settings import ROOT, Settings
from app.web.site.examples import EXAMPLES

if TYPE_CHECKING:
    from app.search.evaluate import Judgments, Run, Scores, Topic
    from app.search.results import Results

# A message about a mistake in a query shows this many characters of the query before it.
_CHARACTERS_BEFORE = 30


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--advanced", is_flag=True, help="Pencarian lanjutan, dengan ruas dan operator.")
@click.option("--related", is_flag=True, help="Sertakan yang hanya mungkin terkait.")
@click.option("--json", "json_", is_flag=True, help="JSON, sama dengan /api/v1/search.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, help="Paling banyak berapa.")
@content_option
@index_option
def search(
    query: tuple[str, ...],
    advanced: bool,
    related: bool,
    json_: bool,
    limit: int,
    content: Path | None,
    index_: Path | None,
) -> None:
    """Cari kasus.

    \b
    Contoh:
      ./pustaka search antrean pasien rumah sakit
      ./pustaka search --json --limit 3 stunting
      ./pustaka search akta kelahiran -- -kematian
      ./pustaka search --advanced 'masalah:stunting DAN tahun:>2019'
    """
    settings = read_settings(content=content, index=index_)
    text = " ".join(query)
    mode: Mode = "advanced" if advanced else "plain"
    search_query = Query(text, mode=mode, per_page=limit, related=related)
    try:
        results = open_engine(settings).search(search_query)
    except AdvancedQueryError as exc:
        raise _refusal(text, exc) from None
    if json_:
        from app.web.api.answers import search_answer

        echo_json_text(search_answer(results).model_dump_json())
    else:
        _print_results(results)


def _refusal(text: str, mistake: AdvancedQueryError) -> click.ClickException:
    """The message about an advanced query: its mistake, the place, and the probable meaning.

    A query that the engine had no time for is a failure (exit code 1), all others are wrong use
    (exit code 2).
    """
    if mistake.kind in {"busy", "too-slow"}:
        return click.ClickException(mistake.message.id)
    first = max(0, mistake.start - _CHARACTERS_BEFORE)
    # A tab or a line end would move the marks below.
    excerpt = re.sub(r"\s", " ", text[first : first + WIDTH - 2])
    indent = " " * (mistake.start - first)
    marks = "^" * max(1, min(mistake.end - first, len(excerpt)) - len(indent))
    lines = [mistake.message.id, "", f"  {excerpt}", f"  {indent}{marks}"]
    if mistake.suggestion:
        lines += ["", f"Mungkin maksudnya: {mistake.suggestion}"]
    return click.UsageError("\n".join(lines))


def _print_results(results: Results) -> None:
    related = f", {results.related} mungkin terkait" if results.related else ""
    click.echo(f"{results.total} inovasi{related}, {results.took_ms:.0f} ms")
    if results.asks_for_nothing:
        click.echo("Tidak ada kata yang dicari. Tulis masalahnya, misalnya:")
        click.echo(f"  {EXAMPLES[0].id}")
    for theme in results.themes:
        numbers = f"{theme.approaches} cara, {theme.cases} kasus"
        click.echo(fill(f"Tema: {theme.theme.title} · {numbers} · {theme.slug}", "   "))
    for number, hit in enumerate(results.hits, 1):
        card = hit.card
        if not hit.about and (number == 1 or results.hits[number - 2].about):
            click.echo("\nMungkin terkait:")
        name = f"{card.title} ({card.expansion})" if card.expansion else card.title
        click.echo()
        click.echo(fill(f"{number}. {name}", "   "))
        click.echo(fill(f"   {card.agency}, {card.province} · {card.slug}", "   "))
        click.echo(fill(f"   {card.summary}", "   "))
    if results.catalogue:
        click.echo(f"\nJuga tercatat, belum ada kasusnya: {results.catalogue.total}")
        for listed in results.catalogue.on_page:
            entry = listed.entry
            click.echo(fill(f"   {entry.title} · {entry.government} · {entry.award}", "   "))


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="eval")
@click.argument("topics", type=_FILE)
@click.argument("qrels", type=_FILE, required=False)
@click.option("--baseline", type=_FILE, help="Bandingkan dengan hasil yang disimpan.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Simpan hasil ini.")
@click.option("--worst", type=click.IntRange(0, 1000), default=0, help="Tampilkan topik terburuk.")
@click.option("--json", "json_", is_flag=True, help="Keluaran JSON.")
@content_option
@index_option
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

    settings = read_settings(content=content, index=index_)
    try:
        topic_list, own_judgments = evaluation.read_topics(topics)
        judgments = evaluation.read_qrels(qrels) if qrels else own_judgments
        baseline_scores = evaluation.read_scores(baseline) if baseline else None
    except evaluation.DataError as exc:
        raise click.UsageError(str(exc)) from None
    run = _run_topics(settings, topic_list, judgments)
    if save:
        evaluation.save(run, save)
    _print_means(evaluation.averages(topic_list, run.scores), json_)
    if json_:
        return
    if baseline_scores is not None:
        _print_differences(run.scores, baseline_scores)
    _print_worst(evaluation.worst(topic_list, run, judgments, worst))


def _run_topics(settings: Settings, topics: Sequence[Topic], judgments: Judgments) -> Run:
    from app.search import evaluate as evaluation

    engine = open_engine(settings)
    try:
        run = evaluation.evaluate(engine, topics, judgments)
    except ImportError as exc:
        raise click.ClickException(
            f"Paket uji {exc.name} belum terpasang. Jalankan lewat ./pustaka eval."
        ) from None
    if not run.scores:
        raise click.UsageError("Tidak satu topik pun punya kasus bernilai 2 atau lebih.")
    return run


def _print_means(means: Mapping[str, tuple[int, Mapping[str, float]]], json_: bool) -> None:
    """The number of topics and the mean of each measure: over all topics, then by kind."""
    from app.search.evaluate import MEASURES

    if json_:
        rows = {kind: {"topics": count, **values} for kind, (count, values) in means.items()}
        click.echo(json.dumps(rows, indent=1))
        return
    click.echo(f"{'':<16}{'topik':>6}" + "".join(f"{measure:>11}" for measure in MEASURES))
    for kind, (count, values) in means.items():
        click.echo(f"{kind:<16}{count:>6}" + "".join(f"{values[m]:>11.3f}" for m in values))


def _print_differences(scores: Scores, baseline: Scores) -> None:
    from app.search.evaluate import MEASURES, compare

    click.echo("\nSelisih terhadap baseline (rentang 95%, bootstrap berpasangan):")
    for measure in MEASURES:
        difference = compare(scores, baseline, measure)
        interval = f"[{difference.low:+.3f}, {difference.high:+.3f}]"
        click.echo(f"  {measure:<11}{difference.mean:>+8.3f}  {interval}")


def _print_worst(rows: Iterable[tuple[Topic, float, Sequence[tuple[str, int]]]]) -> None:
    """Topics with their nDCG@10, their need, and the relevant cases outside their top ten."""
    for topic, ndcg, missed in rows:
        click.echo(f"\n{ndcg:.3f} {topic.id} {topic.kind}: {topic.query}")
        click.echo(fill(f"      {topic.need}", "      "))
        for slug, grade in missed:
            click.echo(f"      tidak di 10 teratas: {slug} ({grade})")


# Tests run on every core, unless tests/conftest.py or an argument decides otherwise. All tests
# of a file run in one process, which shares the fixtures of the file; files start in the order
# of their folders, so that the processes end at about the same time.
_PYTEST_OPTIONS = ("--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Jalankan uji; ARGUMENTS diteruskan ke pytest.

    \b
    Contoh:
      ./pustaka test
      ./pustaka test -m "not browser" tests/search
    """
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", *_PYTEST_OPTIONS, *arguments]
    # In place of this process, so that signals reach pytest.
    os.execv(sys.executable, command)  # noqa: S606 - no shell
