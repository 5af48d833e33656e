"""What a leader is sent between two sittings: the council page, and since when it tells what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.letter import Letter, one_line
from tracker.reports.council_html import council_html
from tracker.reports.council_text import council_text

if TYPE_CHECKING:
    from tracker.analysis.addressees import Addressee
    from tracker.analysis.since import Since
    from tracker.model.programme import Programme
    from tracker.reports.council_page import CouncilPage


def leader_letter(
    person: Addressee, programme: Programme, page: CouncilPage, since: Since, origin: str
) -> Letter:
    """Return the council page as a message in its reader's language.

    Args:
        origin: the address by which the reader reaches the product, without a slash at its end.
    """
    wishes = (person.language, *programme.languages)
    t = translator(next((wish for wish in wishes if wish in LANGUAGES), "en"))
    link = f"{origin}/council/{quote(programme.key)}?lang={t.language}"
    lines = (t.text("letter.leader", name=person.name), t(_since(since)), "", council_text(page, t))
    return Letter(
        name=person.name,
        address=person.address,
        subject=one_line(t.text("letter.subject", programme=programme.title, date=since.day)),
        text="\n".join([*lines, t.text("letter.more"), link, ""]),
        html=council_html(page, t),
        language=t.language,
    )


def _since(since: Since) -> Text:
    form = "letter.since.review" if since.review else "letter.since.day"
    return Text(form, {"review": since.review, "date": since.day})
