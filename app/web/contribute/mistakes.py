"""What is wrong with a filled-in form, by field and by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.collection.case import Case
from app.contribution import fields
from app.contribution.draft import Draft, Mistake
from app.contribution.mistakes import mistakes
from app.search.engine import Engine
from app.web.contribute.filled import Filled
from app.web.contribute.steps import REVIEW, STEPS, base, item_of, row_of, step_of
from app.web.contribute.telling import Telling
from app.web.site.i18n import today

#: The word for a row of each key, or for a paragraph of a section.
ROW_WORDS: Mapping[str, str] = {
    "awards": "penghargaan",
    "results": "hasil",
    "replicated_by": "peniru",
    "sources": "sumber",
}


@dataclass(frozen=True)
class FieldMistake:
    """What is wrong with a field.

    Attributes:
        name: the name of the field.
        label: its name for people: “Hasil 2, Sesudah”.
        step: the number of its step.
        is_error: whether a case can't be published with it.
        text: what is wrong, and what to do.
        holds_up: whether the form asks to mend it before it goes on.
    """

    name: str
    label: str
    step: int
    is_error: bool
    text: str
    holds_up: bool


def find(telling: Telling, filled: Filled, engine: Engine) -> Sequence[FieldMistake]:
    """What is wrong with what was typed, in the order of the form.

    That a source isn't cited is no mistake before every step has been seen.
    """
    found = mistakes(telling.draft, today(), _named_cases(telling.draft, engine))
    unseen = filled.reached < REVIEW
    told = [_told(mistake, telling) for mistake in found if not (unseen and _is_uncited(mistake))]
    return sorted(told, key=_place_in_form)


def _place_in_form(mistake: FieldMistake) -> tuple[int, int, int]:
    """Where a mistake stands in the form."""
    item, items = item_of(mistake.name), STEPS[mistake.step - 1].items
    return mistake.step, items.index(item) if item in items else -1, row_of(mistake.name)


def _named_cases(draft: Draft, engine: Engine) -> Mapping[str, Case]:
    """The cases that a draft names, by slug, as far as there are such cases."""
    copies = (row.get("case", "") for row in draft.rows.get("replicated_by", ()))
    slugs = {slug.strip() for slug in (draft.texts.get("adapted_from", ""), *copies)} - {""}
    cases = ((slug, engine.case(slug)) for slug in slugs)
    return {slug: case for slug, case in cases if case}


def _is_uncited(mistake: Mistake) -> bool:
    return len(mistake.place) == 2 and mistake.place[0] == "sources"


def _told(mistake: Mistake, telling: Telling) -> FieldMistake:
    name = telling.name_of(mistake.place)
    item = item_of(name) or ""
    text = f"{_sentence(mistake.message)} {_sentence(mistake.remedy)}"
    is_error = mistake.level == "error"
    return FieldMistake(
        name=name,
        label=label_of(name),
        step=step_of(item),
        is_error=is_error,
        text=text,
        # A case may well be without results: then there is nothing to mend.
        holds_up=is_error or mistake.place != ("results",),
    )


def _sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def label_of(name: str) -> str:
    """The name of a field for people, also of a column: “Hasil 2, Sesudah”."""
    item = item_of(name)
    if item is None:
        return _("Kasus ini")
    field = fields.by_key(item)
    row = row_of(name)
    if field.kind == "paragraphs":
        return _("%(section)s, paragraf %(n)s", section=field.label, n=row)
    if field.kind != "rows":
        return field.label
    column = name.removeprefix(f"{base(item)}-{row}-")
    labels = {column.key: column.label for column in field.columns}
    return f"{ROW_WORDS[item].capitalize()} {row}, {labels.get(column, column)}"
