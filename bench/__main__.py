"""``python -m bench``: the benchmark's command. See ``docs/benchmark.md``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from app.settings import ROOT
from bench import collection as collections
from bench import engines, measure, queries, regression, report, web
from bench.measure import Measured
from bench.queries import Query
from bench.web import Served

RESULTS = ROOT / "bench" / "RESULTS.md"
PLOT = ROOT / "bench" / "growth.svg"


def _say(text: str) -> None:
    """Progress, apart from the tables."""
    click.echo(text, err=True)


def _names(ctx: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    unknown = [name for name in names if name not in engines.ENGINES]
    if unknown:
        raise click.BadParameter(f"{unknown[0]}; there are {', '.join(engines.ENGINES)}")
    return names


def _sizes(ctx: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    sizes = [size.strip() for size in value.split(",") if size.strip()]
    for size in sizes:
        if size != "real" and not size.isdecimal():
            raise click.BadParameter(f"{size}; give “real” or a number of cases")
    return sizes


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--sizes",
    default="real,3000,20000",
    callback=_sizes,
    show_default=True,
    help="Numbers of cases; “real” is those there are.",
)
@click.option(
    "--engines",
    "names",
    default=",".join(engines.ENGINES),
    callback=_names,
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
    asked = queries.make(collections.read(ROOT / "content").cases)
    if baseline:
        sys.exit(_check(baseline, asked, write))
    on = report.machine()
    results: list[Measured] = []
    served: dict[str, Sequence[Served]] = {}
    for size in sizes:
        _say(f"{size} cases: collection")
        collection = measure.collection_of(ROOT / "content", size, collections.FOLDER)
        found = measure.run(collection, size, names, asked, collections.FOLDER, rounds, _say)
        results.append(found)
        click.echo(f"{report.engines_table(found)}\n\n{report.groups_table(found)}\n")
        if http:
            _say(f"{size} cases: HTTP")
            some = queries.sample(asked, web.URLS)
            served[size] = web.run(collection, some, collections.FOLDER / size)
            click.echo(f"{report.served_table(found.cases, served[size], _empty())}\n")
    versions = report.versions(results[0]) | (web.versions() if http else {})
    about = report.machine_text(on, versions)
    click.echo(about)
    if json_file:
        values = {
            "machine": asdict(on),
            "versions": versions,
            "results": [asdict(one) for one in results],
            "http": {size: [asdict(one) for one in got] for size, got in served.items()},
        }
        json_file.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    if write:
        command = f"python -m bench --sizes {','.join(sizes)} --engines {','.join(names)} "
        command += f"--rounds {rounds} {'--http ' if http else ''}--write"
        setup = {"connections": web.CONNECTIONS, "seconds": web.SECONDS, "urls": web.URLS}
        RESULTS.write_text(
            report.page(results, served, _empty() if http else (0.0, 0.0), about, command, setup),
            encoding="utf-8",
        )
        PLOT.write_text(report.growth_plot(results), encoding="utf-8")


def _check(baseline: Path, asked: Sequence[Query], write: bool) -> int:
    """Compare with a baseline, or write it; the exit status."""
    collection = measure.collection_of(ROOT / "content", "real", collections.FOLDER)
    try:
        saved = None if write else regression.read(baseline)
        fresh = regression.run(collection, asked, collections.FOLDER / "check", _say)
    except (regression.BaselineError, engines.MissingError) as exc:
        _say(str(exc))
        return 1
    for peer, values in fresh.items():
        click.echo(f"ours ÷ {peer}: " + ", ".join(f"{k} {v:.3f}" for k, v in values.items()))
    if saved is None:
        regression.save(fresh, baseline)
        return 0
    slower = regression.worse(saved, fresh)
    for line in slower:
        click.echo(line)
    return 1 if slower else 0


def _empty() -> tuple[float, float]:
    """The memory of a worker with an empty application, and its own part of it, in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", "--empty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return found["memory_mb"], found["own_mb"]


if __name__ == "__main__":
    main(prog_name="python -m bench")
