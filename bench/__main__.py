"""``python -m bench``: the command of the benchmark. See ``docs/benchmark.md``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from app.settings import ROOT
from bench import collection as collections
from bench import engines, measure, queries, regression, report, web
from bench.measure import Measured
from bench.plot import growth_plot
from bench.queries import Query
from bench.report import EmptyWorker, Machine
from bench.web import Served

CONTENT = ROOT / "content"
RESULTS = ROOT / "bench" / "RESULTS.md"
PLOT = ROOT / "bench" / "growth.svg"


def _progress(text: str) -> None:
    """Print a message of progress on standard error, apart from the tables."""
    click.echo(text, err=True)


def _engine_names(context: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in engines.ENGINES]
    if unknown:
        raise click.BadParameter(f"{unknown[0]}; there are {', '.join(engines.ENGINES)}")
    return names


def _sizes(context: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    sizes = [size.strip() for size in value.split(",") if size.strip()]
    for size in sizes:
        if size != "real" and not size.isdecimal():
            raise click.BadParameter(f"{size}; give “real” or a number of cases")
    return sizes


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--sizes",
    default="real,3000,36742",
    callback=_sizes,
    show_default=True,
    help="Numbers of cases; “real” stands for the real cases alone.",
)
@click.option(
    "--engines",
    "names",
    default=",".join(engines.ENGINES),
    callback=_engine_names,
    show_default=True,
    help="Which engines.",
)
@click.option(
    "--rounds",
    default=5,
    type=click.IntRange(1),
    show_default=True,
    help="How often each query is asked, after a warm-up.",
)
@click.option("--http", is_flag=True, help="Also measure pages and JSON, against Datasette.")
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all figures to a file.",
)
@click.option(
    "--check",
    "baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only compare ratios with those saved in a file; exit 1 if ours has become slower.",
)
@click.option(
    "--write", is_flag=True, help="Write RESULTS.md and growth.svg; with --check, the file."
)
def main(
    sizes: list[str],
    names: list[str],
    rounds: int,
    http: bool,
    json_file: Path | None,
    baseline: Path | None,
    write: bool,
) -> None:
    """Measure the search against its peers on the same texts and queries."""
    query_set = queries.make(collections.read(CONTENT).cases)
    if baseline:
        sys.exit(_check(baseline, query_set, write))
    machine = report.machine()
    results: list[Measured] = []
    served: dict[str, Sequence[Served]] = {}
    for size in sizes:
        _progress(f"{size} cases: collection")
        collection = measure.collection_of(CONTENT, size, collections.FOLDER)
        results.append(
            measure.run(collection, size, names, query_set, collections.FOLDER, rounds, _progress)
        )
        _print_tables(report.engines_table(results[-1]), report.groups_table(results[-1]))
        if http:
            _progress(f"{size} cases: HTTP")
            sample = queries.sample(query_set, web.URLS)
            served[size] = web.run(collection, sample, collections.FOLDER / size)
            _print_tables(report.served_table(results[-1].cases, served[size], _empty_worker()))
    versions = report.versions(results[0]) | (web.versions() if http else {})
    about = report.machine_text(machine, versions)
    click.echo(about)
    if json_file:
        _write_json(json_file, machine, versions, results, served)
    if write:
        _write_page(results, served, about, rounds)


def _print_tables(*tables: str) -> None:
    for table in tables:
        click.echo(f"{table}\n")


def _write_json(
    path: Path,
    machine: Machine,
    versions: Mapping[str, str],
    results: Sequence[Measured],
    served: Mapping[str, Sequence[Served]],
) -> None:
    """Write all figures to a file."""
    values = {
        "machine": asdict(machine),
        "versions": versions,
        "results": [asdict(measured) for measured in results],
        "http": {size: [asdict(server) for server in of_size] for size, of_size in served.items()},
    }
    path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def _write_page(
    results: Sequence[Measured], served: Mapping[str, Sequence[Served]], about: str, rounds: int
) -> None:
    """Write RESULTS.md and growth.svg."""
    sizes = ",".join(measured.size for measured in results)
    names = ",".join(figures.name for figures in results[0].engines)
    command = f"python -m bench --sizes {sizes} --engines {names} --rounds {rounds} "
    command += f"{'--http ' if served else ''}--write"
    empty = _empty_worker() if served else EmptyWorker(0.0, 0.0)
    RESULTS.write_text(report.page(results, served, empty, about, command), encoding="utf-8")
    PLOT.write_text(growth_plot(results), encoding="utf-8")


def _check(baseline: Path, query_set: Sequence[Query], write: bool) -> int:
    """Compare ratios with a baseline, or write the baseline; returns the exit code."""
    try:
        saved = None if write else regression.read(baseline)
        fresh = _ratios(query_set)
        if saved is None:
            regression.save(fresh, baseline)
            return 0
        slower = regression.worse(saved, fresh)
        for _ in range(regression.TRIES - 1):
            if slower:
                _progress("slower than saved; measuring again")
                fresh = regression.lowest(fresh, _ratios(query_set))
                slower = regression.worse(saved, fresh)
    except (regression.BaselineError, engines.MissingError) as exc:
        _progress(str(exc))
        return 1
    for line in slower:
        click.echo(line)
    return 1 if slower else 0


def _ratios(query_set: Sequence[Query]) -> regression.Ratios:
    """Measure and print the ratios at the real size."""
    collection = measure.collection_of(CONTENT, "real", collections.FOLDER)
    ratios = regression.run(collection, query_set, collections.FOLDER / "check", _progress)
    for peer, values in ratios.items():
        listed = ", ".join(f"{name} {ratio:.3f}" for name, ratio in values.items())
        click.echo(f"ours ÷ {peer}: {listed}")
    return ratios


def _empty_worker() -> EmptyWorker:
    """Measure the memory of a worker with an empty application, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", "--empty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return EmptyWorker(**json.loads(done.stdout))


if __name__ == "__main__":
    main(prog_name="python -m bench")
