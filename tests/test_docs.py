"""The documentation says what the code does: no more, no less.

Each test compares a page with the declaration it describes, in both directions.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel, ValidationError

from app.cli import main
from app.collection import files, vocabulary
from app.collection.case import Award, FrontMatter, Replication, Result, Source
from app.collection.check import check_content
from app.documents import letters
from app.documents.event import agenda
from app.documents.event.model import ZONES, Event
from app.documents.office import tables
from app.documents.plan import plan
from app.search.facets import FACETS
from app.search.query.query import SORTS
from app.settings import PREFIX, ROOT, Settings
from app.web.api import openapi
from app.web.api.models import ProblemAnswer
from app.web.application import create_app
from app.web.events import context, details, form
from app.web.site import appearance, shortlist
from app.web.workbench import comparison, export, questions

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


# --- command line ---------------------------------------------------------------------


def options_of(command: click.Command) -> set[str]:
    return {name for p in command.params if isinstance(p, click.Option) for name in p.opts}


HELP = {"-h", "--help"}


def test_every_command_and_option_is_documented_and_no_other() -> None:
    documented = {
        heading.strip("`"): body
        for heading, body in sections("docs/command-line.md").items()
        if heading.startswith("`")
    }
    assert documented.keys() == main.commands.keys()
    for name, command in main.commands.items():
        named = {option.split()[0] for option in CODE.findall(documented[name])}
        named = {option for option in named if option.startswith("-")} - {"--"}
        assert named == options_of(command), name
        for argument in command.params:
            if isinstance(argument, click.Argument):
                assert f"`{argument.human_readable_name.strip('[].')}`" in documented[name], name
    intro = sections("docs/command-line.md")["The command line"]
    assert set(first_cells(intro)) == options_of(main) | HELP


def test_choices_of_options_are_documented() -> None:
    body = sections("docs/command-line.md")["`check`"]
    option = next(p for p in main.commands["check"].params if p.name == "format_")
    assert isinstance(option.type, click.Choice)
    assert re.findall(r"`--format (\w+)`", body) == list(option.type.choices)


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_examples_exist(page: str) -> None:
    found = re.findall(r"(?:\.|/pustaka)/pustaka ([a-z]+)\b([^\n`|#]*)", text_of(page))
    for name, rest in found:
        assert name in main.commands, f"{page}: pustaka {name}"
        if name != "test":  # whose arguments are pytest's
            known = options_of(main.commands[name]) | HELP
            given = rest.split(" -- ")[0].split()
            assert {part for part in given if part.startswith("--")} - {"--"} <= known, rest


# --- settings -------------------------------------------------------------------------


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {row[0]: row[1] for row in rows(text_of("docs/settings.md"))}
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = default.relative_to(ROOT) if isinstance(default, Path) else default
        expected[f"`{PREFIX}{name.upper()}`"] = f"`{shown}`"
    assert documented == expected


def test_options_of_settings_are_documented() -> None:
    options = options_of(main.commands["serve"])
    for row in rows(text_of("docs/settings.md")):
        option = "--" + row[0].strip("`").removeprefix(PREFIX).lower()
        assert row[4] == (f"`{option}`" if option in options else ""), row[0]


@pytest.mark.parametrize("page", PAGES)
def test_settings_named_anywhere_exist(page: str) -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= set(re.findall(r"PUSTAKA_[A-Z]+", (ROOT / "pustaka").read_text("utf-8")))
    assert set(re.findall(r"PUSTAKA_[A-Z_]*[A-Z]", text_of(page))) <= known


# --- API and URLs ---------------------------------------------------------------------

API = "docs/api.md"


def test_every_url_parameter_is_documented_and_no_other() -> None:
    documented = first_cells(sections(API)["Parameters"])
    declared = [parameter["name"] for parameter in openapi.search_parameters()]
    assert documented == declared
    assert {facet.key for facet in FACETS} <= set(documented)


def test_values_of_parameters_are_documented() -> None:
    values = {row[0].strip("`"): row[1] for row in rows(sections(API)["Parameters"])}
    assert CODE.findall(values["sort"]) == list(SORTS)
    for parameter in openapi.search_parameters():
        schema = parameter["schema"]
        for limit in ("maximum", "default"):
            if limit in schema:
                assert re.search(rf"\b{schema[limit]}\b", values[parameter["name"]])


def test_every_page_is_documented_and_no_other(tmp_path: Path) -> None:
    documented = set(first_cells(sections(API)["Pages"]))
    assert documented == set(routes(tmp_path, "pages"))


def test_the_parameter_of_the_appearance_is_documented() -> None:
    named = CODE.findall(sections(API)["Pages"].rsplit("\n|", 1)[-1].split("\n", 1)[1])
    assert named == [appearance.PARAMETER, "terang", "gelap", "perangkat"]
    assert set(named[1:]) == appearance.APPEARANCES.keys()


def test_every_endpoint_is_documented_and_no_other(tmp_path: Path) -> None:
    documented = re.findall(r"^## `GET (\S+)`$", text_of(API), re.MULTILINE)
    assert sorted(documented) == sorted(routes(tmp_path, "api"))


def routes(folder: Path, blueprint: str) -> Iterator[str]:
    """The addresses of a blueprint, as the documentation writes them."""
    app = create_app(Settings(content=folder, index=folder))
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{blueprint}."):
            yield re.sub(r"<(\w+)>", lambda part: part[1].upper(), rule.rule)


ANSWERS = [
    *(
        (f"`GET {path.replace('{slug}', 'SLUG')}`", endpoint.answer)
        for path, endpoint in openapi.ENDPOINTS.items()
    ),
    ("Errors", ProblemAnswer),
]


@pytest.mark.parametrize(("heading", "model"), ANSWERS, ids=[h for h, _ in ANSWERS])
def test_every_field_of_an_answer_is_documented_and_no_other(
    heading: str, model: type[BaseModel]
) -> None:
    documented = [(row[0].strip("`"), row[1]) for row in rows(sections(API)[heading])]
    assert dict(documented) == dict(fields_of(model))
    assert len(documented) == len(dict(documented)), "a field is documented twice"


def fields_of(model: type[BaseModel], path: str = "") -> Iterator[tuple[str, str]]:
    """(path, type) of each field of an answer, nested ones too: ``results[].slug``."""
    for name, field in model.model_fields.items():
        yield f"{path}{name}", type_of(field.annotation)
        nested, step = _nested(field.annotation)
        if nested:
            yield from fields_of(nested, f"{path}{name}{step}.")


def _nested(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The model inside an annotation and the way to it."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    if origin is typing.Annotated:
        return _nested(arguments[0])
    if origin in {list, tuple}:
        model, step = _nested(arguments[0])
        return model, f"[]{step}"
    if origin is dict:
        model, step = _nested(arguments[1])
        return model, f".KEY{step}"
    return None, ""


WORDS = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "time",
    type(None): "null",
}


def type_of(annotation: Any) -> str:
    """A type in the words of the documentation."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return type_of(arguments[0])
    if origin is typing.Literal:
        return "text"
    if origin in {list, tuple}:
        return f"list of {type_of(arguments[0])}"
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(type_of(argument) for argument in arguments)
    return WORDS.get(annotation, "object")


# --- events and statistics ------------------------------------------------------------

EVENTS = "docs/events.md"


def test_every_address_of_events_and_statistics_is_documented(tmp_path: Path) -> None:
    documented = first_cells(sections(EVENTS)["Addresses"])
    declared = [*routes(tmp_path, "events"), *routes(tmp_path, "statistics")]
    assert sorted(documented) == sorted(declared)


def test_every_parameter_of_the_kit_is_documented_with_its_limits() -> None:
    body, print_run = sections(EVENTS)["Parameters of the kit"].split("| Print |")
    table = {row[0].strip("`"): row[1] for row in rows(body)}
    names = [shortlist.PARAMETER, *details.DETAILS, form.AGENDA]
    assert list(table) == names
    for name, most in details.DETAILS.items():
        if "characters" in table[name]:
            assert f"up to {most} " in table[name]
    assert f"up to {shortlist.MOST}" in table[shortlist.PARAMETER]
    assert f"up to {agenda.MOST_SLOTS}" in table[form.AGENDA]
    assert f"1 to {details.MOST_PARTICIPANTS}" in table["peserta"]
    assert CODE.findall(table["zona"]) == list(ZONES)
    usual = Event()
    assert f"{usual.start:%H:%M})" in table["mulai"] and f"{usual.end:%H:%M})" in table["selesai"]
    long = {*form.NUMBERED, form.ACTION, form.PASTED, form.UNCHANGED}
    assert long | {"bahan", "untuk"} <= set(CODE.findall(body))
    assert first_cells(f"| Print |{print_run}") == list(context.PAPERS)


def test_kinds_of_slots_are_documented_with_their_lengths() -> None:
    documented = {
        row[0].strip("`"): (int(row[1]), int(row[2].strip(" |")))
        for row in rows(sections(EVENTS)["How an agenda is laid out"])
    }
    assert documented == {key: (kind.least, kind.most) for key, kind in agenda.KINDS.items()}


def test_parameters_of_a_proposal_are_documented() -> None:
    table = {row[0].strip("`"): row[1] for row in rows(sections(EVENTS)["Proposing a set"])}
    assert list(table) == ["n", "tanpa"]
    assert table["n"] == f"1 to {shortlist.MOST} (default {context.USUAL_SET})"


# --- case format ----------------------------------------------------------------------

FORMAT = "docs/case-format.md"
PARTS: Mapping[str, type[BaseModel]] = {
    "Front matter": FrontMatter,
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
}


@pytest.mark.parametrize(("heading", "model"), PARTS.items(), ids=PARTS)
def test_every_key_is_documented_and_no_other(heading: str, model: type[BaseModel]) -> None:
    documented = {row[0].strip("`"): row[2] for row in rows(sections(FORMAT)[heading])}
    assert documented == {
        name: "yes" if field.is_required() else "no" for name, field in model.model_fields.items()
    }


URL = "http://x/"


def url_of(length: int) -> str:
    return URL.ljust(length, "x") if length else ""


ENTRIES: Mapping[str, Callable[[int], list[Any]]] = {
    "tags": lambda n: [f"tag {i}" for i in range(n)],
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


def test_values_are_documented() -> None:
    documented = {
        row[0].strip("`"): CODE.findall(row[1]) for row in rows(sections(FORMAT)["Values"])
    }
    assert documented == {
        "level": list(vocabulary.LEVELS),
        "category": list(vocabulary.CATEGORIES),
        "status": list(vocabulary.STATUSES),
        "province": list(vocabulary.PROVINCES),
    }


def test_sections_of_a_case_are_documented() -> None:
    for page, heading, yes, no in ((FORMAT, "Body", "yes", "no"), (CURATOR, "Isi", "ya", "tidak")):
        documented = [(row[0].strip("`"), row[1]) for row in rows(sections(page)[heading])]
        assert documented == [
            (f"## {label.id}", yes if key in vocabulary.REQUIRED_SECTIONS else no)
            for key, label in vocabulary.SECTIONS.items()
        ]


def test_curators_are_told_every_key() -> None:
    table = {row[0].strip("`"): row[2] for row in rows(sections(CURATOR)["Front matter"])}
    assert table == {
        name: "ya" if field.is_required() else "tidak"
        for name, field in FrontMatter.model_fields.items()
    }
    guide = sections(CURATOR)["Front matter"] + sections(CURATOR)["Merujuk sumber"]
    named = set(CODE.findall(guide))
    # A nested key may also stand in a row above with its own parts around it.
    for part in (Award, Result, Replication, Source):
        assert part.model_fields.keys() <= named, part.__name__


def test_curators_are_told_every_value() -> None:
    table = sections(CURATOR)["Pilihan isi"]
    documented = {row[0].strip("`"): CODE.findall(row[1]) for row in rows(table)}
    assert documented == {
        "level": list(vocabulary.LEVELS),
        "category": list(vocabulary.CATEGORIES),
        "status": list(vocabulary.STATUSES),
    }


@pytest.mark.parametrize("page", [FORMAT, CURATOR])
def test_messages_quoted_are_those_of_the_check(page: str) -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "app" / "collection").glob("*.py"))
    pattern = "Errors that|Warnings|Masalah yang sering muncul"
    quoted = [
        message
        for heading, body in sections(page).items()
        if re.match(pattern, heading)
        for message in first_cells(body)
    ]
    assert len(quoted) > 15
    for message in quoted:
        for fragment in message.replace("“…”", "…").split("…"):
            assert fragment.strip(" ,;:“”()[]^") in code, message


# Calls whose last two arguments are the message and the remedy of a finding.
REPORTERS = {"mistake", "finding", "Finding", "FormatError", "_error", "_warning"}


def messages_in(code: ast.AST) -> Iterator[str]:
    """The longest fixed part of each message that the checks can give."""
    for node in ast.walk(code):
        pairs: list[list[ast.expr]] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name in REPORTERS:
                pairs = [node.args]
            elif name == "append":  # (line, message, remedy)
                pairs = [part.elts for part in node.args if isinstance(part, ast.Tuple)]
        elif isinstance(node, ast.Return) and node.value:
            tuples = [part for part in ast.walk(node.value) if isinstance(part, ast.Tuple)]
            pairs = [part.elts for part in tuples if len(part.elts) == 2]
        elif isinstance(node, ast.Dict):  # pattern: (message, remedy)
            pairs = [part.elts for part in node.values if isinstance(part, ast.Tuple)]
        for pair in pairs:
            if len(pair) >= 2 and isinstance(pair[-2], ast.Constant | ast.JoinedStr):
                texts = (
                    part.value for part in ast.walk(pair[-2]) if isinstance(part, ast.Constant)
                )
                yield max((text for text in texts if isinstance(text, str)), key=len, default="")


CHECKS = [
    path
    for path in sorted((ROOT / "app" / "collection").glob("*.py"))
    if path.name != "vocabulary.py"  # pairs of labels, no messages
]


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.name)
def test_every_message_of_the_check_is_documented(path: Path) -> None:
    documented = " ".join(first_cells(text_of(FORMAT)))
    for message in messages_in(ast.parse(path.read_text("utf-8"))):
        assert message.strip(" ,;:“”()[]^") in documented, message


def test_the_example_passes(tmp_path: Path) -> None:
    [example] = [code for _, code in FENCE.findall(text_of(CURATOR)) if code.startswith("---\n")]
    (tmp_path / "innovations").mkdir()
    (tmp_path / "innovations" / "contoh.md").write_text(example, encoding="utf-8")
    assert check_content(tmp_path) == []


# --- workbench ------------------------------------------------------------------------

WORKBENCH = "docs/workbench.md"


def test_every_address_of_the_workbench_is_documented_and_no_other(tmp_path: Path) -> None:
    documented = [
        address
        for heading in ("The shortlist", "Replication plan", "Letters")
        for address in first_cells(sections(WORKBENCH)[heading])
        if address.startswith("/")
    ]
    declared = {
        address
        for route in routes(tmp_path, "workbench")
        for address in (
            [f"/surat/{name}.docx" for name in letters.LETTERS] if "NAME" in route else [route]
        )
    }
    assert sorted(documented) == sorted(declared)


def test_parameters_of_the_shortlist_are_documented_with_its_length() -> None:
    body = sections(WORKBENCH)["The shortlist"]
    documented = [name for name in first_cells(body) if not name.startswith("/")]
    assert documented == [shortlist.PARAMETER, shortlist.WHOLE]
    assert f"up to {shortlist.MOST} cases" in body
    bounds = sections(WORKBENCH)["Comparison"]
    assert f"about {comparison.QUOTED} characters" in bounds
    assert (comparison.FEWEST, comparison.MOST) == (2, 4) and "two to four cases" in bounds


def test_areas_and_answers_of_the_fit_check_are_documented(tmp_path: Path) -> None:
    body = sections(WORKBENCH)["Fit check"]
    with create_app(Settings(content=tmp_path, index=tmp_path)).test_request_context():
        areas = questions.areas()
    documented = [(row[0].strip("`"), int(row[1]), row[2].strip(" |")) for row in rows(body)]
    assert documented == [(area.key, len(area.questions), area.name) for area in areas]
    assert set(questions.ANSWERS) <= set(CODE.findall(body))


def test_columns_and_length_of_exports_are_documented() -> None:
    body = sections(WORKBENCH)["Results as a file"]
    assert first_cells(body) == list(export.COLUMNS)
    assert f"up to {export.MOST_ROWS:,};" in body and f"{tables.MAX_CELL:,} characters" in body


def expanded(cell: str) -> list[str]:
    """The parameters a cell names: `x1` … `x3` are three."""
    names = CODE.findall(cell)
    if "…" not in cell:
        return names
    stem, last = names[0][:-1], names[1]
    return [f"{stem}{n}" for n in range(1, int(last.removeprefix(stem)) + 1)]


def test_every_field_of_the_plan_is_documented_and_no_other() -> None:
    table = sections(WORKBENCH)["Fields"].partition("`sepakat` may be")[0]
    documented = {name: row[2:] for row in rows(table) for name in expanded(row[0])}
    assert documented == {
        key: [field.label, field.kind, str(field.most) if field.kind in {"line", "text"} else "–"]
        for key, field in plan.FIELDS.items()
    }


def test_what_may_be_ticked_is_documented() -> None:
    table = sections(WORKBENCH)["Fields"].partition("`sepakat` may be")[2]
    documented = {row[0].strip("`"): row[1] for row in rows(table)}
    assert documented == plan.AGREEMENTS


def test_what_is_filled_in_is_documented() -> None:
    named = {
        name.rstrip("1234")
        for row in rows(sections(WORKBENCH)["What is filled in"])
        for name in CODE.findall(row[0])
    }
    case = files.read_case(ROOT / "content" / "innovations" / "jarik-ma-siti.md").case
    assert case is not None
    assert named == {key.rstrip("123456789") for key in plan.prefill(case)}


def test_every_letter_is_documented_and_no_other() -> None:
    documented = first_cells(sections(WORKBENCH)["Letters"])
    assert documented == [f"/surat/{name}.docx" for name in letters.LETTERS]


# --- links ----------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


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


FOLDERS = "app", "bench", "content", "docs", "tests", r"\.ci", r"\.github"
PATH = re.compile(rf"(?:(?:{'|'.join(FOLDERS)})/|[A-Z_]+\.md$|[\w.-]+\.(?:lock|toml|yml)$)[\w./-]*")


@pytest.mark.parametrize("page", PAGES)
def test_files_named_in_a_page_exist(page: str) -> None:
    """Case files aside: those named in examples are the reader's own."""
    for name in CODE.findall(prose(page)):
        if PATH.fullmatch(name) and not name.startswith("content/innovations/"):
            near = ROOT / name, (ROOT / page).parent / name
            assert any(path.exists() for path in near), f"{page}: {name}"


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"\]\(([^)#\s]+)\)", text_of("docs/README.md")))
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= linked
