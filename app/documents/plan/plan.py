"""A replication plan: the values that a visitor sent, and those that the case fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from app.collection import wording
from app.collection.case import Case
from app.documents.office.content import scrub
from app.documents.office.dates import read_date
from app.documents.office.numbers import read_number, write_number
from app.documents.plan.budget import Budget, budget
from app.documents.plan.form import LAST_DAYS, PLAN_FIELDS, PLAN_SECTIONS, PlanField, PlanTable
from app.documents.plan.prefill import Prefilled, guide, prefill

#: The fewest rows of a table on paper, so that there is room to write by hand.
FEWEST_ROWS = 3

#: The rows that are added to a table of the form at once.
ADDED_ROWS = 3

MistakeKind = Literal["long", "lines", "date", "order", "number", "choice"]


@dataclass(frozen=True)
class Mistake:
    """A value that cannot be used.

    Attributes:
        key: the field.
        kind: ``long`` for a text over the limit, ``lines`` for one of too many lines, ``date``
            for a date that does not exist, ``order`` for an end before its start, ``number``
            for a number that cannot be read, ``choice`` for an unknown box.
    """

    key: str
    kind: MistakeKind


@dataclass(frozen=True)
class Plan:
    """A plan: the case that it copies, and a value for every field.

    Attributes:
        case: the case.
        values: key of a field → its value. Dates are ISO dates; numbers stay as they were
            typed; the values of ticked boxes are joined by commas.
        prefilled: key of a field → its content before anybody typed.
        shown_rows: key of a table → the number of rows that the form shows.
    """

    case: Case
    values: Mapping[str, str]
    prefilled: Mapping[str, Prefilled]
    shown_rows: Mapping[str, int]

    @cached_property
    def budget(self) -> Budget:
        """The costs in the table of the budget."""
        return budget(self.values)

    def text(self, field: PlanField) -> str:
        """The value as it is written on paper."""
        value = self.values[field.key]
        if field.kind == "date":
            date = read_date(value)
            return wording.long_date(date) if date else value
        if field.kind == "number":
            number = read_number(value)
            return value if number is None else write_number(number)
        return value

    def cost(self, row: int) -> str:
        """The cost in a row of the budget, from 1; empty where volume or price is missing."""
        cost = self.budget.costs.get(row)
        return "" if cost is None else write_number(cost)

    @property
    def total(self) -> str:
        """The sum of the budget, as it is written on paper."""
        return write_number(self.budget.total)

    def chosen(self, field: PlanField) -> tuple[str, ...]:
        """The values of the boxes that are ticked."""
        return tuple(filter(None, self.values[field.key].split(",")))

    def origin(self, field: PlanField) -> str:
        """Where the value comes from, or that the case file has none; empty if changed."""
        prefilled = self.prefilled.get(field.key)
        unchanged = prefilled and self.values[field.key] == prefilled.text
        return prefilled.origin if prefilled and unchanged else ""

    def is_gap(self, field: PlanField) -> bool:
        """Whether the case file has no text for the field and nobody typed one."""
        return bool(self.origin(field)) and not self.values[field.key]

    def form_rows(self, table: PlanTable) -> tuple[tuple[PlanField, ...], ...]:
        """The rows of a table that the form shows."""
        return table.field_rows()[: self.shown_rows[table.key]]

    def rows(self, table: PlanTable) -> tuple[tuple[int, tuple[PlanField, ...]], ...]:
        """The rows of a table as they are printed: number of the row in the form, and fields.

        Rows with headings are all printed. Of other rows, those that are filled in are
        printed, then empty rows to write in: enough for ``FEWEST_ROWS``, and at least one.
        """
        rows = tuple(enumerate(table.field_rows(), 1))
        if table.row_headings:
            return rows
        filled = [row for row in rows if any(self.values[field.key] for field in row[1])]
        empty = [row for row in rows if row not in filled]
        return (*filled, *empty[: max(1, FEWEST_ROWS - len(filled))])

    def without_case(self) -> Plan:
        """The plan with nothing of its case in it, to be filled in by hand for any case."""
        own = guide()
        values = {key: own[key].text if key in own else "" for key in self.values}
        return replace(self, values=values, prefilled=own)

    def changes(self) -> dict[str, str]:
        """The values that differ from what was filled in: an address must carry only them."""
        return {
            key: value
            for key, value in self.values.items()
            if value != (self.prefilled[key].text if key in self.prefilled else "")
        }


def read_plan(
    case: Case, sent: Mapping[str, Sequence[str]], longer: str = ""
) -> tuple[Plan, tuple[Mistake, ...]]:
    """The plan for a case from the values of a form, and the mistakes in them.

    A field that is not in the form is filled from the case file. A value that cannot be
    used stays as it was typed, so that the visitor can correct it.

    Args:
        case: the case.
        sent: key of a field → the texts sent for it.
        longer: the key of a table that shall show more rows.
    """
    prefilled = prefill(case)
    values: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for key, field in PLAN_FIELDS.items():
        if key not in sent:
            values[key] = prefilled[key].text if key in prefilled else ""
            continue
        values[key], mistake_kind = _read_value(field, sent[key])
        if mistake_kind:
            mistakes.append(Mistake(key, mistake_kind))
    wrong_keys = {mistake.key for mistake in mistakes}
    mistakes.extend(_wrong_order(values, wrong_keys))
    return Plan(case, values, prefilled, _shown_rows(values, sent, longer)), tuple(mistakes)


def _shown_rows(
    values: Mapping[str, str], sent: Mapping[str, Sequence[str]], longer: str
) -> dict[str, int]:
    """Key of a table → the number of rows to show: those sent, and one after the last in use."""
    shown: dict[str, int] = {}
    tables = (item for section in PLAN_SECTIONS for item in section.items)
    for table in tables:
        if not isinstance(table, PlanTable):
            continue
        rows = tuple(enumerate(table.field_rows(), 1))
        used = [number for number, row in rows if any(values[field.key] for field in row)]
        sent_rows = [number for number, row in rows if any(field.key in sent for field in row)]
        number = max((1, *(n + 1 for n in used[-1:]), *sent_rows[-1:]))
        added = ADDED_ROWS if table.key == longer else 0
        all_rows = bool(table.row_headings)
        shown[table.key] = table.row_count if all_rows else min(number + added, table.row_count)
    return shown


def _read_value(field: PlanField, sent: Sequence[str]) -> tuple[str, MistakeKind | None]:
    """The value of a field from the texts sent for it, and the kind of mistake in it."""
    if field.kind == "choices":
        choices = field.choices or {}
        ticked = {value for text in sent for value in text[: field.max_length].split(",") if value}
        known = ",".join(value for value in choices if value in ticked)
        return known, "choice" if ticked - choices.keys() else None
    text = scrub(sent[0]).strip()
    if field.kind == "line":
        text = " ".join(text.split())
    if field.kind == "date" and text:
        date = read_date(text)
        return (date.isoformat(), None) if date else (text, "date")
    if field.kind == "number" and text and len(text) <= field.max_length:
        text = " ".join(text.split())
        return text, "number" if read_number(text) is None else None
    if len(text) > field.max_length:
        return text, "long"
    return text, "lines" if text.count("\n") >= field.max_lines else None


def _wrong_order(values: Mapping[str, str], wrong_keys: set[str]) -> Iterator[Mistake]:
    """A mistake for each last day that comes before its first day."""
    for first, last in LAST_DAYS.items():
        are_dates = values[first] and values[last] and not {first, last} & wrong_keys
        if are_dates and values[last] < values[first]:
            yield Mistake(last, "order")
