"""A replication plan: the values that a visitor sent, and those that the case fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.collection import wording
from app.collection.case import Case
from app.documents.office.content import scrub
from app.documents.office.dates import read_date
from app.documents.plan.form import LAST_DAYS, PLAN_FIELDS, PlanField, PlanTable
from app.documents.plan.prefill import Prefilled, prefill

#: The fewest rows of a table on paper, so that there is room to write by hand.
FEWEST_ROWS = 3

MistakeKind = Literal["long", "date", "order", "choice"]


@dataclass(frozen=True)
class Mistake:
    """A value that cannot be used.

    Attributes:
        key: the field.
        kind: ``long`` for a text over the limit, ``date`` for a date that does not exist,
            ``order`` for an end before its start, ``choice`` for an unknown box.
    """

    key: str
    kind: MistakeKind


@dataclass(frozen=True)
class Plan:
    """A plan: the case that it copies, and a value for every field.

    Attributes:
        case: the case.
        values: key of a field → its value. Dates are ISO dates; the values of ticked boxes
            are joined by commas.
        prefilled: key of a field → its content before anybody typed.
    """

    case: Case
    values: Mapping[str, str]
    prefilled: Mapping[str, Prefilled]

    def text(self, field: PlanField) -> str:
        """The value as it is written on paper."""
        value = self.values[field.key]
        if field.kind == "date":
            date = read_date(value)
            return wording.long_date(date) if date else value
        return value

    def chosen(self, field: PlanField) -> tuple[str, ...]:
        """The values of the boxes that are ticked."""
        return tuple(filter(None, self.values[field.key].split(",")))

    def origin(self, field: PlanField) -> str:
        """Where the value comes from, or whom to ask; empty once somebody changed it."""
        prefilled = self.prefilled.get(field.key)
        unchanged = prefilled and self.values[field.key] == prefilled.text
        return prefilled.origin if prefilled and unchanged else ""

    def is_gap(self, field: PlanField) -> bool:
        """Whether the case file has no text for the field and nobody typed one."""
        return bool(self.origin(field)) and not self.values[field.key]

    def rows(self, table: PlanTable) -> tuple[tuple[str, tuple[PlanField, ...]], ...]:
        """The rows of a table as they are printed: heading or number, and fields.

        Rows with headings are all printed. Of other rows, those that are filled in are
        printed, then empty rows to write in: enough for ``FEWEST_ROWS``, and at least one.
        """
        field_rows = table.field_rows()
        if table.row_headings:
            return tuple(zip(table.row_headings, field_rows, strict=True))
        filled = [row for row in field_rows if any(self.values[field.key] for field in row)]
        empty = [row for row in field_rows if row not in filled]
        printed = [*filled, *empty[: max(1, FEWEST_ROWS - len(filled))]]
        return tuple((str(number), row) for number, row in enumerate(printed, 1))

    def changes(self) -> dict[str, str]:
        """The values that differ from what was filled in: an address must carry only them."""
        return {
            key: value
            for key, value in self.values.items()
            if value != (self.prefilled[key].text if key in self.prefilled else "")
        }


def read_plan(case: Case, sent: Mapping[str, Sequence[str]]) -> tuple[Plan, tuple[Mistake, ...]]:
    """The plan for a case from the values of a form, and the mistakes in them.

    A field that is not in the form is filled from the case file. A value that cannot be
    used stays as it was typed, so that the visitor can correct it.
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
    return Plan(case, values, prefilled), tuple(mistakes)


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
    return text, "long" if len(text) > field.max_length else None


def _wrong_order(values: Mapping[str, str], wrong_keys: set[str]) -> Iterator[Mistake]:
    """A mistake for each last day that comes before its first day."""
    for first, last in LAST_DAYS.items():
        are_dates = values[first] and values[last] and not {first, last} & wrong_keys
        if are_dates and values[last] < values[first]:
            yield Mistake(last, "order")
