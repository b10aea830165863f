"""A real case, told in the form by somebody who fills it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.collection.case import Case
from app.contribution.case_file import draft_of
from app.contribution.draft import Draft
from app.web.contribute.steps import STEPS, item_of, row_name
from tests.conftest import ROOT
from tests.web.conftest import Page

Values = Mapping[str, list[str]]


def values_of(draft: Draft) -> dict[str, list[str]]:
    """The fields of the form, filled in with a draft: each paragraph in a box of its own."""
    values = {key: [text] for key, text in draft.texts.items() if key != "updated"}
    for key, texts in draft.lists.items():
        values[key] = list(texts) if key == "sdgs" else ["\n".join(texts)]
    for key, rows in draft.rows.items():
        for n, row in enumerate(rows, 1):
            values |= {row_name(key, n, column): [text] for column, text in row.items()}
    for heading, paragraphs in draft.sections.items():
        for n, paragraph in enumerate(paragraphs, 1):
            sign = "" if not paragraph.item else "1. " if paragraph.numbered else "- "
            values[row_name(heading, n)] = [f"{sign}{paragraph.text}"]
            values[f"{row_name(heading, n)}-sumber"] = [str(n) for n in paragraph.sources]
    return values


def draft_of_case(slug: str) -> Draft:
    text = (ROOT / "content" / "innovations" / f"{slug}.md").read_text("utf-8")
    return draft_of(text)


def as_shown(case: Case) -> dict[str, Any]:
    """All of a case but the day of its last change and the blanks in its Markdown."""
    return case.model_dump(exclude={"updated": True, "sections": {"__all__": {"markdown"}}})


def of_step(values: Values, number: int) -> dict[str, list[str]]:
    """The values of the fields of one step."""
    items = STEPS[number - 1].items
    return {name: texts for name, texts in values.items() if item_of(name) in items}


@dataclass
class Visitor:
    """Somebody who goes through the form: each page is sent with all of its fields."""

    client: FlaskClient
    page: Page = field(init=False)

    def open(self, url: str = "/usul") -> Page:
        answer = self.client.get(url)
        self.page = Page(answer.status_code, answer.text)
        return self.page

    def send(self, values: Values | None = None, path: str = "/usul", **buttons: str) -> Page:
        """Type into the page that is open, and press a button."""
        answer = self.client.post(path, data=self.fields(values, buttons))
        self.page = Page(answer.status_code, answer.text)
        return self.page

    def fields(self, values: Values | None, buttons: Mapping[str, str]) -> MultiDict[str, str]:
        """What a browser sends of the page that is open, with other texts in some fields."""
        form = self.page.only("//form[@data-proposal]")
        sent: dict[str, list[str]] = {}
        for control in form.iter():
            name, tag = control.get("name"), control.tag
            if not name or tag == "button":
                continue
            if tag == "input" and control.get("type") == "checkbox":
                if control.get("checked") is not None:
                    sent.setdefault(name, []).append(control.get("value", ""))
            elif tag == "select":
                chosen = control.find("option[@selected]")
                text = "" if chosen is None else chosen.get("value", "".join(chosen.itertext()))
                sent[name] = [text]
            elif tag == "textarea":
                sent[name] = [re.sub("^\n", "", "".join(control.itertext()))]
            else:
                sent[name] = [control.get("value", "")]
        sent |= values or {}
        pairs = [(name, text) for name, texts in sent.items() for text in texts]
        return MultiDict([*pairs, *buttons.items()])


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)
