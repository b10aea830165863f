"""What the tests of the event kit share: five cases, and the form as a browser sends it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.web.conftest import Page, take_apart, text_of

#: Five cases of the real collection, and the parameters that name them.
FIVE = ("putik-sari", "jarik-ma-siti", "besti-gorontalo", "bunga-desa", "kang-pisman")
CASES = "&".join(f"s={slug}" for slug in FIVE)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def form_of(page: Page) -> list[tuple[str, str]]:
    """What a browser sends of the form of a kit if the visitor changes nothing."""
    sent = []
    for field in page.all("//main//form")[0].iter():
        name = field.get("name")
        if not name:
            continue
        if field.tag == "input" and (
            field.get("type") != "checkbox" or field.get("checked") is not None
        ):
            sent.append((name, field.get("value", "")))
        elif field.tag == "textarea":
            sent.append((name, field.text or ""))
        elif field.tag == "select":
            options = list(field.iter("option"))
            [chosen] = [o for o in options if o.get("selected") is not None] or options[:1]
            sent.append((name, chosen.get("value", text_of(chosen))))
    return sent


def changed(form: list[tuple[str, str]], **values: str) -> list[tuple[str, str]]:
    """A form in which the visitor typed other values."""
    return [(name, values.get(name, value)) for name, value in form]


def follow(client: FlaskClient, path: str, form: list[tuple[str, str]]) -> tuple[Page, str]:
    """Send a form; the page that it leads to, and its short address."""
    answer = client.get(f"{path}?{urlencode(form)}")
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    return take_apart(client, address.partition("#")[0]), address


def schedule(page: Page) -> list[str]:
    """``09.15 Putik Sari`` for each slot of the form."""
    rows = page.all("//ol[@class='agenda']/li/details/summary")
    return [f"{text_of(row[0])} {text_of(row[1][0])}" for row in rows]


def press(client: FlaskClient, page: Page, button: str, **typed: str) -> Page:
    """The page that a button leads to, pressed after the visitor typed some texts."""
    (pressed,) = [b for b in page.all("//main//button") if b.get("value") == button]
    action = pressed.get("formaction", page.only("//main//form").get("action", ""))
    sent = [*changed(form_of(page), **typed), (pressed.get("name", ""), button)]
    address = f"{action.partition('#')[0]}?{urlencode(sent)}"
    answer = client.get(address, follow_redirects=True)
    return Page(answer.status_code, answer.text)


def names_on(page: Page) -> list[str]:
    """The names of the slots of the form, without their times."""
    return [line.split(" ", 1)[1] for line in schedule(page)]
