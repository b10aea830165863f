"""What a visitor sent: all that was typed, and the button that was pressed."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.web.contribute.filled import Filled, UnreadableError, from_json, read_values
from app.web.contribute.government import settle
from app.web.contribute.steps import REVIEW, ROWS, STEPS, row_named

#: Names of hidden fields: the step that the form shows, and what was typed in the others.
STEP, TYPED = "langkah", "isian"

#: Names of buttons: where to go (:data:`NEXT` and its neighbours, or the number of a step), the
#: key of rows to add one to, the row to remove, the government that is meant.
GO, ADD, REMOVE, GOVERNMENT = "ke", "tambah", "hapus", "pemerintah"

#: Values of :data:`GO`: to the next step if the step has no mistake, or in any case; back.
NEXT, ANYWAY, BACK = "lanjut", "lewat", "kembali"


@dataclass(frozen=True)
class Sent:
    """A form that was sent.

    Attributes:
        filled: all that was typed, after the work of the button.
        step: the step that the visitor saw.
        target: the step that the visitor asked for.
        checked: whether that step may only be shown if this one has no mistake.
        lost: whether what was typed in other steps couldn't be read.
    """

    filled: Filled
    step: int
    target: int
    checked: bool = False
    lost: bool = False


def read_sent(form: MultiDict[str, str]) -> Sent:
    """What was sent; every form can be read.

    Raises:
        TooLongError: it holds more than may be typed.
    """
    step = _step(form.get(STEP, ""), 1)
    typed, lost = carried(form.get(TYPED, ""))
    typed = typed.of_steps_except(step)
    filled = Filled({**typed.values, **read_values(form.lists())}, typed.reached).seen(step)
    filled = settle(_changed(filled, form))
    go = form.get(GO, "")
    target = {NEXT: step + 1, ANYWAY: step + 1, BACK: step - 1}.get(go) or _step(go, step)
    return Sent(filled, step, max(1, min(target, REVIEW)), go == NEXT, lost)


def _step(text: str, default: int) -> int:
    return int(text) if text in {str(n) for n in range(1, len(STEPS) + 1)} else default


def carried(typed: str) -> tuple[Filled, bool]:
    """What a hidden field says was typed, and whether it couldn't be read.

    Raises:
        TooLongError: it holds more than may be typed.
    """
    if not typed:
        return Filled(), False
    try:
        return from_json(typed)[0], False
    except UnreadableError:
        return Filled(), True


def _changed(filled: Filled, form: MultiDict[str, str]) -> Filled:
    """The form after the work of a button that changes it."""
    if form.get(GOVERNMENT):
        return filled.with_values({"government": form[GOVERNMENT][:200]})
    if form.get(ADD) in ROWS:
        return filled.with_row(form[ADD])
    removed = row_named(form.get(REMOVE, ""))
    return filled.without_row(*removed) if removed else filled
