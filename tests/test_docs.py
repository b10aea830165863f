"""The documentation is true where no generated table can see to it.

Examples run, links and addresses lead somewhere, limits hold.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel, ValidationError

from app.cli import main
from app.collection import files
from app.collection.case import Award, FrontMatter, Replication, Result, Source
from app.collection.check import check_content
from app.documents import letters
from app.documents.plan.prefill import prefill
from app.search.engine import Engine
from app.search.query.query import Query
from app.settings import PREFIX, ROOT, Settings
from app.web.application import create_app
from app.web.events import form
from app.web.site import appearance, shortlist
from app.web.workbench import fit_check
from docs.markdown import UNWRITTEN

CURATOR = "content/README.md"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in (ROOT, ROOT / "docs", ROOT / "content", ROOT / "index")
    for path in folder.glob("*.md")
)

CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def prose(page: str) -> str:
    """A page without its fenced code."""
    return FENCE.sub("", text_of(page))


def sections(page: str) -> Mapping[str, str]:
    """Heading (without marks) → the text below it, down to the next of any depth."""
    parts = re.split(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> Iterator[list[str]]:
    """The cells of the rows of every table in a text, headers left out."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" |")]
        if line.startswith("| `"):
            yield cells


def first_cells(text: str) -> list[str]:
    """The names in code in the first cells of the tables in a text."""
    return [name for row in rows(text) for name in CODE.findall(row[0])]


@pytest.mark.parametrize("page", PAGES)
def test_every_row_of_a_generated_table_is_explained(page: str) -> None:
    assert UNWRITTEN not in text_of(page)


# --- command line ---------------------------------------------------------------------


def options_of(command: click.Command) -> set[str]:
    """The options of a command, and those of its inner commands."""
    own = {name for p in command.params if isinstance(p, click.Option) for name in p.opts}
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return own if command is main else own.union(*map(options_of, inner))


HELP = {"-h", "--help"}


def test_every_command_has_a_section_that_names_its_arguments() -> None:
    documented = {
        heading.strip("`"): body
        for heading, body in sections("docs/command-line.md").items()
        if heading.startswith("`")
    }
    assert documented.keys() == main.commands.keys()
    for name, command in main.commands.items():
        for argument in command.params:
            if isinstance(argument, click.Argument):
                assert f"`{argument.human_readable_name.strip('[].')}`" in documented[name], name
    intro = sections("docs/command-line.md")["The command line"]
    assert set(first_cells(intro)) == options_of(main) | HELP


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_examples_exist(page: str) -> None:
    commands = re.findall(r"(?:\.|/pustaka)/pustaka ([a-z]+)\b([^\n`|#]*)", text_of(page))
    for name, rest in commands:
        assert name in main.commands, f"{page}: pustaka {name}"
        if name != "test":  # whose arguments are pytest's
            known = options_of(main.commands[name]) | HELP
            given = rest.split(" -- ")[0].split()
            assert {part for part in given if part.startswith("--")} - {"--"} <= known, rest


def test_tools_named_in_the_contributing_page_are_installed() -> None:
    tools = re.findall(r"\.venv/bin/(\S+?)[ `]", text_of("CONTRIBUTING.md"))
    assert len(set(tools)) > 5
    for tool in tools:
        assert (Path(sys.executable).parent / tool).exists(), tool


def run(*arguments: str) -> str:
    """What the command prints on standard output."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def without_time(text: str) -> str:
    return re.sub(r"\d+ ms", "N ms", text).strip()


def test_the_readme_shows_what_a_search_prints(real_index: Path) -> None:
    (shown,) = [code for _, code in FENCE.findall(text_of("README.md")) if " inovasi, " in code]
    printed = run("search", "stunting", "--limit", "1", "--index", str(real_index))
    assert without_time(shown) == without_time(printed)


def test_the_readme_shows_what_the_api_answers(real_index: Path) -> None:
    code = text_of("README.md")
    (address,) = re.findall(r"curl 'http://127\.0\.0\.1:8000(/api/[^']+)'", code)
    (shown,) = [json.loads(block) for kind, block in FENCE.findall(code) if kind == "json"]
    site = create_app(Settings(index=real_index)).test_client()
    assert_part_of(shown, site.get(address).get_json(), "")


EXAMPLE = re.compile(r"http://127\.0\.0\.1:8000(/[^\s'\"]+)")


@pytest.mark.parametrize("page", ["docs/api.md", "docs/open-data.md"])
def test_the_addresses_in_examples_answer(page: str, content: Path, real_index: Path) -> None:
    site = create_app(Settings(content=content, index=real_index)).test_client()
    addresses = [
        address for _, code in FENCE.findall(text_of(page)) for address in EXAMPLE.findall(code)
    ]
    assert len(addresses) > 2
    for address in addresses:
        with site.get(address) as answer:
            assert answer.status_code == 200, address


def test_the_python_example_prints_cases(
    content: Path,
    real_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    site = create_app(Settings(content=content, index=real_index)).test_client()
    monkeypatch.setattr(
        "urllib.request.urlopen",
        lambda address: io.BytesIO(site.get(EXAMPLE.fullmatch(address)[1]).data),  # type: ignore[index]
    )
    (code,) = [code for kind, code in FENCE.findall(text_of(API)) if kind == "python"]
    exec(code, {})  # noqa: S102 - an example of our own documentation
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) > 5
    assert all("; " in line for line in printed)


def assert_part_of(shown: Any, whole: Any, path: str) -> None:
    """Every value of a shortened example stands in the whole answer."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert_part_of(value, whole[key], f"{path}.{key}")
    elif isinstance(shown, list):
        for n, value in enumerate(shown):
            assert_part_of(value, whole[n], f"{path}[{n}]")
    else:
        assert shown == whole, path


def test_the_examples_of_advanced_search_are_queries(real_engine: Engine) -> None:
    for text in first_cells(sections("docs/advanced-search.md")["The language"]):
        real_engine.search(Query(text, mode="advanced"))


# --- settings and addresses -----------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_settings_named_anywhere_exist(page: str) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"PUSTAKA_[A-Z]+", (ROOT / "pustaka").read_text("utf-8")))
    assert set(re.findall(r"PUSTAKA_[A-Z_]*[A-Z]", text_of(page))) <= known


API, EVENTS, WORKBENCH = "docs/api.md", "docs/events.md", "docs/workbench.md"
WITH_ADDRESSES = (
    API,
    EVENTS,
    WORKBENCH,
    "docs/proposals.md",
    "docs/theme-format.md",
    "docs/catalogue-format.md",
    "docs/regions.md",
    "docs/open-data.md",
)


def test_every_address_is_documented_and_no_other(tmp_path: Path) -> None:
    app = create_app(Settings(content=tmp_path, index=tmp_path))
    declared = set()
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(\w+)>", lambda part: part[1].upper(), rule.rule)
        if "NAME" in address:
            declared |= {address.replace("NAME", name) for name in letters.LETTERS}
        elif rule.endpoint != "static":
            declared.add(address)
    documented = [
        *re.findall(r"^## `GET (\S+)`$", text_of(API), re.MULTILINE),
        *(name for page in WITH_ADDRESSES for name in first_cells(prose(page))),
    ]
    addresses = [name for name in documented if name.startswith("/")]
    assert sorted(addresses) == sorted(declared)


def test_the_parameter_of_the_appearance_is_documented() -> None:
    named = CODE.findall(sections(API)["Pages"].rsplit("\n|", 1)[-1].split("\n", 1)[1])
    assert named == [appearance.PARAMETER, "terang", "gelap", "perangkat"]
    assert set(named[1:]) == appearance.APPEARANCES.keys()


def test_parameters_of_the_shortlist_are_documented() -> None:
    body = sections(WORKBENCH)["The shortlist"]
    documented = [name for name in first_cells(body) if not name.startswith("/")]
    assert documented == [shortlist.PARAMETER, shortlist.WHOLE]


def test_answers_of_the_fit_check_are_documented() -> None:
    assert set(fit_check.ANSWERS) <= set(CODE.findall(sections(WORKBENCH)["Fit check"]))


def test_what_is_filled_in_is_documented() -> None:
    named = {
        name.rstrip("1234")
        for row in rows(sections(WORKBENCH)["What is filled in"])
        for name in CODE.findall(row[0])
    }
    case = files.read_case(ROOT / "content" / "innovations" / "jarik-ma-siti.md").case
    assert case is not None
    assert named == {key.rstrip("123456789") for key in prefill(case)}


# --- events ---------------------------------------------------------------------------


def test_the_parameters_that_only_the_form_sends_are_named() -> None:
    named = set(CODE.findall(sections(EVENTS)["Parameters of the kit"]))
    assert {*form.NUMBERED, form.ACTION, form.PASTED, form.UNCHANGED, "bahan", "untuk"} <= named


# --- case format ----------------------------------------------------------------------

FORMAT = "docs/case-format.md"
PARTS: Mapping[str, type[BaseModel]] = {
    "Front matter": FrontMatter,
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
}

URL = "http://x/"


def url_of(length: int) -> str:
    return URL.ljust(length, "x") if length else ""


ENTRIES: Mapping[str, Callable[[int], list[Any]]] = {
    "tags": lambda n: [f"tag {i}" for i in range(n)],
    "problems": lambda n: [f"obat menumpuk di apotek {i}" for i in range(n)],
    "sdgs": lambda n: list(range(1, n + 1)),
    "awards": lambda n: [{"name": "KIPP", "rank": "Top 99", "year": 2020}] * n,
    "results": lambda n: [{"measure": "desa", "after": "8"}] * n,
    "replicated_by": lambda n: [{"by": "Kota Malang"}] * n,
    "legal_basis": lambda n: ["Perda"] * n,
    "sources": lambda n: [{"title": "x", "url": f"http://x/{i}"} for i in range(n)],
}


@pytest.mark.parametrize(("heading", "model"), PARTS.items(), ids=PARTS)
def test_limits_are_as_documented(heading: str, model: type[BaseModel]) -> None:
    for row in rows(sections(FORMAT)[heading]):
        key, kind, limits = row[0].strip("`"), row[1], row[3]
        if entries := re.match(r"(\d+)–(\d+) entries", limits):
            _check_limits(model, key, int(entries[1]), int(entries[2]), ENTRIES[key])
        elif characters := re.match(r"(\d+)–(\d+) characters", limits):
            make = url_of if kind == "URL" else "x".__mul__
            _check_limits(model, key, int(characters[1]), int(characters[2]), make)


def _check_limits(
    model: type[BaseModel], key: str, least: int, most: int, make: Callable[[int], Any]
) -> None:
    def accepted(size: int) -> bool:
        try:
            model.model_validate({key: make(size)})
        except ValidationError as exc:  # of the other keys, which are missing
            return all(error["loc"][:1] != (key,) for error in exc.errors())
        return True

    assert accepted(least if make is not url_of else len(URL)), key
    assert accepted(most), key
    assert not accepted(most + 1), key
    assert least == 0 or not accepted(least - 1), key


def test_curators_are_told_the_keys_of_every_list() -> None:
    guide = sections(CURATOR)["Front matter"] + sections(CURATOR)["Merujuk sumber"]
    named = set(CODE.findall(guide))
    # A nested key may also stand in a row above with its own parts around it.
    for part in (Award, Result, Replication, Source):
        assert part.model_fields.keys() <= named, part.__name__


def test_messages_quoted_to_curators_are_documented() -> None:
    quoted = first_cells(sections(CURATOR)["Masalah yang sering muncul"])
    assert len(quoted) > 15
    assert set(quoted) <= set(first_cells(text_of(FORMAT)))


def test_the_example_passes(tmp_path: Path) -> None:
    [example] = [code for _, code in FENCE.findall(text_of(CURATOR)) if code.startswith("---\n")]
    (tmp_path / "innovations").mkdir()
    (tmp_path / "innovations" / "contoh.md").write_text(example, encoding="utf-8")
    assert check_content(tmp_path) == []


# --- workbench ------------------------------------------------------------------------

# --- links ----------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page}: {target}"
        assert file.resolve().is_relative_to(ROOT), f"{page}: {target}"
        if anchor:
            assert anchor in anchors(file), f"{page}: {target}"


def test_tests_named_in_a_page_exist() -> None:
    """The state of security is only as true as the tests that it names."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text_of("docs/security.md"))
    assert len(named) > 80
    for file, name in set(named):
        assert f"def {name}(" in text_of(file), f"{file}::{name}"


FOLDERS = "app", "bench", "content", "deploy", "docs", "tests", r"\.ci", r"\.github"
# Where cases and themes live.
OWN_FILES = ("content/innovations/", "content/themes/")
PATH = re.compile(rf"(?:(?:{'|'.join(FOLDERS)})/|[A-Z_]+\.md$|[\w.-]+\.(?:lock|toml|yml)$)[\w./-]*")


@pytest.mark.parametrize("page", PAGES)
def test_files_named_in_a_page_exist(page: str) -> None:
    """Cases and themes aside: those named in examples are the reader's own."""
    for name in CODE.findall(prose(page)):
        if PATH.fullmatch(name) and not name.startswith(OWN_FILES):
            near = ROOT / name, (ROOT / page).parent / name
            assert any(path.exists() for path in near), f"{page}: {name}"


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", text_of("docs/README.md")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked
