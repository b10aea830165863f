"""The tables of the documentation whose facts stand in the code.

A page calls these functions from a mark, and cog writes the table below it::

    <!-- [[[cog import cog; from docs import tables; cog.out(tables.settings(cog.previous)) ]]] -->

``cog -r docs/*.md content/README.md`` brings all tables up to date; the continuous integration runs
``cog --check``. Names, types, limits and defaults come from the code. Explanations that the code
doesn't have are written in the page itself: a function gets the table as it stands in the page
(``previous``) and carries the cells of such columns over, by the first cell of the row.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
from flask import Flask
from pydantic import BaseModel

from app.cli import main
from app.collection import vocabulary
from app.collection.case import Award, FrontMatter, Replication, Result, Source
from app.collection.catalogue import CatalogueEntry
from app.collection.evidence import DECIDING
from app.collection.theme import Approach, ThemeFrontMatter
from app.documents.event import agenda
from app.documents.event.model import ZONES, Event
from app.documents.plan import form as plan_form
from app.search.advanced.query_fields import QUERY_FIELDS
from app.settings import PREFIX, ROOT, Settings
from app.web.application import create_app
from app.web.contribute.filled import PREFILLED
from app.web.contribute.mistakes import label_of
from app.web.events import context, details, form, invited, printed, suggest
from app.web.opendata.datasets import DATA_SETS
from app.web.site import shortlist
from app.web.workbench import export, fit_questions
from docs.markdown import code, table


@cache
def application() -> Flask:
    """The site on an empty collection: enough to ask it for its addresses and its API."""
    folder = Path(tempfile.mkdtemp(prefix="pustaka-docs-"))
    return create_app(Settings(content=folder, index=folder))


# --- proposals ------------------------------------------------------------------------


def prefilled() -> str:
    """The parameters that fill in the form for a new case."""
    rows = [
        {"Parameter": code(name), "Field": label_of(field)} for name, field in PREFILLED.items()
    ]
    return table(("Parameter", "Field"), rows)


# --- settings and commands ------------------------------------------------------------


def settings(previous: str) -> str:
    """Every setting with its default, its values and the option that overrides it."""
    schema = Settings.model_json_schema()["properties"]
    options = {name for p in main.commands["serve"].params for name in p.opts}
    rows = []
    for name, field in Settings.model_fields.items():
        default, option = field.default, f"--{name}"
        rows.append(
            {
                "Variable": code(f"{PREFIX}{name.upper()}"),
                "Default": code(default.relative_to(ROOT) if isinstance(default, Path) else default)
                if default not in ("", None)
                else "–",
                "Values": _values(schema[name]),
                "Option": code(option) if option in options else "",
            }
        )
    return table(("Variable", "Default", "Values", "Option", "Meaning"), rows, previous)


def _values(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return code(*schema["enum"])
    if "maximum" in schema:
        return f"{schema['minimum']}–{schema['maximum']}"
    if "examples" in schema:
        return f"empty, or like {code(schema['examples'][0])}"
    if any(kind.get("format") == "path" for kind in schema.get("anyOf", ())):
        return "empty, or a file"
    return "a folder" if schema.get("format") == "path" else "text"


def options(name: str, previous: str) -> str:
    """The options of a command and what each takes; ``inbox accept`` is a command of a command."""
    command: click.Command = main
    for part in name.split():
        assert isinstance(command, click.Group)  # noqa: S101 - only these have commands
        command = command.commands[part]
    rows = [
        {"Option": code(*parameter.opts), "Values": _taken(parameter)}
        for parameter in command.params
        if isinstance(parameter, click.Option)
    ]
    return table(("Option", "Values", "Meaning"), rows, previous)


def _taken(option: click.Option) -> str:
    """The values of an option: none for a switch; a setting's stand in settings.md."""
    setting = option.opts[0].removeprefix("--")
    if setting in Settings.model_fields:
        return f"as [`{PREFIX}{setting.upper()}`](settings.md)"
    if option.is_flag:
        return ""
    kind = option.type
    values = {"integer range": "", "text": "text", "choice": ""}.get(kind.name, f"a {kind.name}")
    if isinstance(kind, click.IntRange):
        values = f"{kind.min}–{kind.max}" if kind.max is not None else f"from {kind.min}"
    if isinstance(kind, click.Choice):
        values = code(*kind.choices)
    default = option.to_info_dict()["default"]
    return values if default is None else f"{values} (default {default})"


# --- case files -----------------------------------------------------------------------

KEYS: Mapping[str, type[BaseModel]] = {
    "front matter": FrontMatter,
    "awards": Award,
    "results": Result,
    "replicated_by": Replication,
    "sources": Source,
    "theme": ThemeFrontMatter,
    "approaches": Approach,
}


def keys(part: str, previous: str) -> str:
    """The keys of the front matter or of an entry of one of its lists."""
    rows = [
        {"Key": code(name), "Required": "yes" if field.is_required() else "no"}
        for name, field in KEYS[part].model_fields.items()
    ]
    return table(("Key", "Type", "Required", "Limits", "Content"), rows, previous)


def catalogue_columns(previous: str) -> str:
    """The columns of the catalogue."""
    rows = [
        {"Column": code(name), "Required": "yes" if field.is_required() else "no"}
        for name, field in CatalogueEntry.model_fields.items()
    ]
    return table(("Column", "Required", "Limits", "Content"), rows, previous)


def keys_for_curators(previous: str) -> str:
    """The keys of the front matter, for the guide in Indonesian."""
    rows = [
        {"Kunci": code(name), "Wajib?": "ya" if field.is_required() else "tidak"}
        for name, field in FrontMatter.model_fields.items()
    ]
    return table(("Kunci", "Isi", "Wajib?", "Contoh"), rows, previous)


def case_values() -> str:
    """The closed vocabularies of a case file."""
    choices = {
        "level": vocabulary.LEVELS,
        "category": vocabulary.CATEGORIES,
        "status": vocabulary.STATUSES,
        "province": vocabulary.PROVINCES,
    }
    return table(
        ("Key", "Values"),
        [{"Key": code(key), "Values": code(*values)} for key, values in choices.items()],
    )


def values_for_curators() -> str:
    """The same for the guide in Indonesian, without the provinces."""
    choices = {
        "level": vocabulary.LEVELS,
        "category": vocabulary.CATEGORIES,
        "status": vocabulary.STATUSES,
    }
    return table(
        ("Kunci", "Pilihan"),
        [{"Kunci": code(key), "Pilihan": code(*values)} for key, values in choices.items()],
    )


def headings(previous: str) -> str:
    """The headings of a case's body."""
    rows = [
        {
            "Heading": code(f"## {label.id}"),
            "Required": "yes" if key in vocabulary.REQUIRED_SECTIONS else "no",
        }
        for key, label in vocabulary.SECTIONS.items()
    ]
    return table(("Heading", "Required", "Content"), rows, previous)


def headings_for_curators(previous: str) -> str:
    """The same for the guide in Indonesian."""
    rows = [
        {
            "Judul": code(f"## {label.id}"),
            "Wajib?": "ya" if key in vocabulary.REQUIRED_SECTIONS else "tidak",
        }
        for key, label in vocabulary.SECTIONS.items()
    ]
    return table(("Judul", "Wajib?", "Isi"), rows, previous)


def theme_headings(previous: str) -> str:
    """The headings of a theme's body."""
    rows = [
        {
            "Heading": code(f"## {label.id}"),
            "Required": "yes" if key in vocabulary.REQUIRED_THEME_SECTIONS else "no",
            "Cites": "each paragraph and list item"
            if key in vocabulary.CITED_THEME_SECTIONS
            else "where a case says something of it",
        }
        for key, label in vocabulary.THEME_SECTIONS.items()
    ]
    return table(("Heading", "Required", "Cites", "Content"), rows, previous)


def ladder(previous: str) -> str:
    """The steps of the evidence ladder."""
    rows = [{"Step": code(step), "Name": label.id} for step, label in vocabulary.EVIDENCE.items()]
    return table(("Step", "Name", "What must stand in the file"), rows, previous)


def deciding_facts(previous: str) -> str:
    """The facts that an officer decides by."""
    return table(("Fact", "Known if"), [{"Fact": code(key)} for key in DECIDING], previous)


# --- API and addresses ----------------------------------------------------------------


@cache
def openapi() -> Mapping[str, Any]:
    """The OpenAPI document, as the site serves it."""
    document: Mapping[str, Any] = application().test_client().get("/api/openapi.json").get_json()
    return document


def api_parameters(previous: str, path: str = "/api/v1/search") -> str:
    """The parameters of an address of the API, by default of a search."""
    rows = [
        {"Parameter": code(parameter["name"]), "Values": _accepted(parameter)}
        for parameter in openapi()["paths"][path]["get"]["parameters"]
    ]
    return table(("Parameter", "Values", "Meaning"), rows, previous)


def _accepted(parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    repeatable = ", repeatable" if schema["type"] == "array" else ""
    schema = schema.get("items", schema)
    default = f" (default {schema['default']})" if "default" in schema else ""
    if "enum" in schema:
        values = [value for value in schema["enum"] if value]
        if parameter["name"] in {"category", "status", "province", "level"}:
            shown = "see [values](case-format.md#values)"
        elif len(values) > 2 and all(value.isdigit() for value in values):
            shown = f"`{values[0]}` to `{values[-1]}`"
        else:
            shown = code(*values)
    elif schema["type"] == "integer":
        shown = f"from {schema['minimum']}" + (
            f" to {schema['maximum']}" if "maximum" in schema else ""
        )
    else:
        shown = "text"
    return f"{shown}{default}{repeatable}"


def api_fields(path: str, previous: str) -> str:
    """The fields of an answer of the API, nested ones too: ``results[].slug``.

    Args:
        path: as the OpenAPI document writes it.
        previous: the table as it stands in the page.
    """
    content = openapi()["paths"][path]["get"]["responses"]["200"]["content"]
    return _fields(content["application/json"]["schema"], previous)


def problem_fields(previous: str) -> str:
    """The fields of an error."""
    return _fields({"$ref": "#/components/schemas/ProblemAnswer"}, previous)


def _fields(schema: Mapping[str, Any], previous: str) -> str:
    rows = [{"Field": code(path), "Type": kind} for path, kind in _walk(schema, "")]
    return table(("Field", "Type", "Meaning"), rows, previous)


def _resolve(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _walk(schema: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Path and type of each field of a schema, in order."""
    schema = _resolve(schema)
    for name, field in schema.get("properties", {}).items():
        yield f"{path}{name}", _type(field)
        inner, step = _inner(field)
        yield from _walk(inner, f"{path}{name}{step}.")


def _inner(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """What a list or a mapping holds, and the step to it: ``[]`` or ``.KEY``."""
    schema = _resolve(schema)
    if schema.get("type") == "array":
        inner, step = _inner(schema["items"])
        return inner, f"[]{step}"
    if isinstance(schema.get("additionalProperties"), dict):
        inner, step = _inner(schema["additionalProperties"])
        return inner, f".KEY{step}"
    return schema, ""


def _type(schema: Mapping[str, Any]) -> str:
    """A type in the words of the documentation."""
    schema = _resolve(schema)
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if schema["type"] == "array":
        return f"list of {_type(schema['items'])}"
    words = {"string": "text", "date": "date", "date-time": "time"}
    kind: str = schema.get("format", schema["type"])
    return words.get(kind, kind)


def query_fields() -> str:
    """The fields that an advanced query can name, in both languages."""
    takes = {"text": "words, phrases, patterns", "value": "a value's name", "year": "years"}
    rows = [
        {
            "Field": code(field.name.id),
            "English": code(field.name.en),
            "What it is": field.label.en,
            "Takes": takes[field.kind],
        }
        for field in QUERY_FIELDS
    ]
    return table(("Field", "English", "What it is", "Takes"), rows)


# --- workbench ------------------------------------------------------------------------


def fit_areas() -> str:
    """The areas of the fit check."""
    with application().test_request_context():
        areas = fit_questions.areas()
    rows = [
        {"Area": code(area.key), "Questions": str(len(area.questions)), "Name": area.name}
        for area in areas
    ]
    return table(("Area", "Questions", "Name"), rows)


def export_columns(previous: str) -> str:
    """The columns of the results as a file."""
    return table(
        ("Column", "Content"), [{"Column": code(name)} for name in export.COLUMNS], previous
    )


def plan_fields() -> str:
    """Every field of the replication plan; those of the rows of a table together."""
    rows = []
    for section in plan_form.PLAN_SECTIONS:
        for item in section.items:
            fields = item.columns if isinstance(item, plan_form.PlanTable) else (item,)
            for field in fields:
                name = code(field.key)
                if isinstance(item, plan_form.PlanTable):
                    name = f"`{field.key}1` … `{field.key}{item.row_count}`"
                rows.append(
                    {
                        "Parameter": name,
                        "Section": section.title,
                        "Field": field.label,
                        "Kind": field.kind,
                        "Most characters": str(field.max_length)
                        if field.kind in {"line", "text"}
                        else "–",
                    }
                )
    return table(("Parameter", "Section", "Field", "Kind", "Most characters"), rows)


def agreements() -> str:
    """What may be ticked in the replication plan."""
    rows = [{"Value": code(key), "Meaning": text} for key, text in plan_form.AGREEMENTS.items()]
    return table(("Value", "Meaning"), rows)


# --- events ---------------------------------------------------------------------------


def kit_parameters(previous: str) -> str:
    """The parameters of an event's kit."""
    usual = Event()
    values = {
        shortlist.PARAMETER: "slug of a case, repeatable",
        **{name: f"up to {most} characters" for name, most in details.DETAILS.items()},
        "tanggal": "`2027-02-18`, `18/2/2027` or `18 Februari 2027`",
        "mulai": f"a time such as `08:30` (default {usual.start:%H:%M})",
        "selesai": f"a time such as `16:00` (default {usual.end:%H:%M})",
        "zona": f"{code(*ZONES)} (default {usual.zone})",
        "peserta": f"1 to {details.MOST_PARTICIPANTS:,}",
        invited.PARAMETER: "code or name of a region, repeatable",
        form.AGENDA: "a slot, repeatable",
    }
    rows = [{"Parameter": code(name), "Values": shown} for name, shown in values.items()]
    return table(("Parameter", "Values", "Meaning"), rows, previous)


def papers(previous: str) -> str:
    """What can be printed of a kit."""
    return table(("Print", "Content"), [{"Print": code(key)} for key in printed.PAPERS], previous)


def slot_kinds() -> str:
    """The kinds of slots of an agenda, with their shortest and longest time when it is laid out."""
    rows = [
        {
            "Kind": code(key),
            "Name": kind.name,
            "Least minutes": str(kind.least),
            "Most minutes": str(kind.most),
        }
        for key, kind in agenda.KINDS.items()
    ]
    return table(("Kind", "Name", "Least minutes", "Most minutes"), rows)


def proposal_parameters(previous: str) -> str:
    """The parameters of a proposed set of cases, besides those of a search."""
    rows = [
        {"Parameter": code("n"), "Values": f"1 to {shortlist.MOST} (default {context.USUAL_SET})"},
        {"Parameter": code("tanpa"), "Values": "slug of a case, repeatable"},
        {"Parameter": code(form.THEME), "Values": "slug of a theme"},
        {"Parameter": code(suggest.AROUND), "Values": "code of a region"},
    ]
    return table(("Parameter", "Values", "Meaning"), rows, previous)


# --- open data ------------------------------------------------------------------------


def data_sets() -> str:
    """The data sets, and the names of their files."""
    rows = [
        {
            "Data set": code(data_set.name),
            "Files": code(*map(data_set.file, data_set.forms)),
            "Content": data_set.description.en,
        }
        for data_set in DATA_SETS.values()
    ]
    return table(("Data set", "Files", "Content"), rows)


# --- modules --------------------------------------------------------------------------


def modules(package: str) -> str:
    """The modules of a package, with the first sentence of what each says of itself."""
    paths = importlib.import_module(package).__path__
    rows = [
        {"Module": code(module.name), "What it is": _summary(module.name)}
        for module in pkgutil.walk_packages(paths, f"{package}.")
        if not module.ispkg and not module.name.endswith("__main__")
    ]
    return table(("Module", "What it is"), rows)


def _summary(module: str) -> str:
    """The first paragraph of a module's docstring, in Markdown."""
    documentation = importlib.import_module(module).__doc__ or ""
    paragraph = " ".join(documentation.strip().partition("\n\n")[0].split())
    return re.sub(r"(?::\w+:)?`+~?([^`]+)`+", r"`\1`", paragraph).replace("|", "\\|")
