"""Letters about a case as Word files, with the reader's own questions."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _

from app.documents.letters import (
    LETTERS,
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    letter_to_word,
    tidy_questions,
)
from app.web.site.downloads import download
from app.web.site.errors import answer
from app.web.site.i18n import today
from app.web.workbench.blueprint import blueprint
from app.web.workbench.chosen_case import chosen_case

#: The repeatable parameter with the reader's questions.
QUESTION = "tanya"


@blueprint.route("/surat/<name>.docx", methods=["GET", "POST"])
def letter(name: str) -> Response:
    """A letter to the agency of origin or its information officer as a Word file."""
    case = chosen_case()
    letter = LETTERS.get(name)
    if letter is None:
        detail = _("Yang ada: %(names)s.", names=", ".join(LETTERS))
        abort(answer(404, _("Surat ini tidak ada"), detail))
    data = letter_to_word(letter, case, today(), _questions())
    prefix = "" if name == "permohonan-informasi" else "surat-"
    return download(data, f"{prefix}{name}-{case.slug}", "docx")


def _questions() -> list[str]:
    """The questions of this request; too many or too long ones end it with a message.

    The form of a plan has them as the lines of one text.
    """
    sent = request.form if request.method == "POST" else request.args
    lines = [line for text in sent.getlist(QUESTION) for line in text.splitlines()]
    questions = tidy_questions(lines)
    if len(questions) > MOST_QUESTIONS:
        title = _("Pertanyaan terlalu banyak")
        detail = _(
            "Surat memuat paling banyak %(most)s pertanyaan, sedangkan pertanyaan Anda %(n)s. "
            "Kembali, lalu kurangi.",
            most=MOST_QUESTIONS,
            n=len(questions),
        )
        abort(answer(400, title, detail))
    for number, question in enumerate(questions, 1):
        if len(question) > LONGEST_QUESTION:
            title = _("Pertanyaan terlalu panjang")
            detail = _(
                "Pertanyaan ke-%(number)s melebihi %(most)s huruf. Kembali, lalu ringkas: "
                "“%(start)s…”",
                number=number,
                most=LONGEST_QUESTION,
                start=question[:80],
            )
            abort(answer(400, title, detail))
    return questions
