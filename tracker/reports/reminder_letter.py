"""What a person reads who is reminded: what awaits their word, why, since when, and where to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tracker.analysis.addressees import STEPS
from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.letter import Letter, one_line
from tracker.reports.letter import mailto, shortest_that_fits
from tracker.reports.static_page import static_page

if TYPE_CHECKING:
    from tracker.analysis.reminders import Digest, Reminder
    from tracker.i18n import Translator
    from tracker.model.programme import Programme


@dataclass(frozen=True)
class ReminderLine:
    """One item of a message: which, why it needs a word, when it is expected, and who was asked before."""

    key: str
    title: str
    initiative: str
    sentences: tuple[Text, ...]


@dataclass(frozen=True)
class ReminderMessage:
    """What a message says, in the order in which it is read."""

    subject: Text
    opening: Text
    lines: tuple[ReminderLine, ...]
    # Items that are left out of a short message, or of which the person was reminded lately.
    others: Text | None
    link: str
    rhythm: Text


def reminder_letter(digest: Digest, programme: Programme, origin: str) -> Letter:
    """Return the message of a digest in its reader's language.

    Args:
        origin: the address by which the reader reaches the product, without a slash at its end.
    """
    t = translator(language_of(digest, programme))
    message = _message(digest, programme, origin, t.language, len(digest.reminders))
    return Letter(
        name=digest.person.name,
        address=digest.person.address,
        subject=one_line(t(message.subject)),
        text=_as_text(message, t),
        html=static_page("reminder.html", t, message=message, programme=programme),
        language=t.language,
    )


def reminder_mailto(digest: Digest, programme: Programme, origin: str) -> str:
    """Return the message as a mailto address, with as many of its items as mail programs take."""
    t = translator(language_of(digest, programme))

    def write(count: int) -> str:
        message = _message(digest, programme, origin, t.language, count)
        return mailto(digest.person.address, t(message.subject), _as_text(message, t))

    return shortest_that_fits(write, len(digest.reminders))


def language_of(digest: Digest, programme: Programme) -> str:
    """Return the language a person chose, else the programme's first that we speak, else English."""
    wishes = (digest.person.language, *programme.languages)
    return next((wish for wish in wishes if wish in LANGUAGES), "en")


def _message(digest: Digest, programme: Programme, origin: str, language: str, shown: int) -> ReminderMessage:
    left_out = len(digest.reminders) - shown + digest.others
    query = urlencode({"programme": programme.key, "lang": language})
    return ReminderMessage(
        subject=Text("reminder.subject", {"programme": programme.title}, count=len(digest.reminders)),
        opening=_opening(digest),
        lines=tuple(_line(one) for one in digest.reminders[:shown]),
        others=Text("reminder.others", count=left_out) if left_out else None,
        link=f"{origin}/reporting?{query}",
        rhythm=Text("reminder.rhythm"),
    )


def _opening(digest: Digest) -> Text:
    """Say who is spoken to, and as what."""
    highest = max(digest.levels, key=STEPS.index)
    values = {"name": digest.person.name}
    return Text(f"reminder.opening.{highest.value}", values, count=len(digest.reminders))


def _line(reminder: Reminder) -> ReminderLine:
    found = reminder.question.found
    expected = found.item.early_finish
    sentences = [
        found.sentence,
        Text("reminder.expected", {"date": expected}) if expected else None,
        _asked_before(reminder),
    ]
    return ReminderLine(
        key=found.item.key,
        title=found.item.title,
        initiative=found.initiative,
        sentences=tuple(text for text in sentences if text is not None),
    )


def _asked_before(reminder: Reminder) -> Text | None:
    if not reminder.asked_before:
        return None
    values = {"people": list(reminder.asked_people), "date": reminder.asked_before[-1]}
    form = "reminder.asked_before" if reminder.asked_people else "reminder.asked_before.nobody"
    return Text(form, values, count=len(reminder.asked_before))


def _as_text(message: ReminderMessage, t: Translator) -> str:
    """Return the message as plain text; what people typed stays on its own line."""
    lines = [t(message.opening), ""]
    for line in message.lines:
        lines.append(f"- {one_line(line.title)} ({one_line(line.key)})")
        lines += [f"  {one_line(line.initiative)}"] if line.initiative else []
        lines += [f"  {one_line(t(sentence))}" for sentence in line.sentences]
        lines.append("")
    lines += [t(message.others), ""] if message.others else []
    return "\n".join([*lines, t.text("reminder.say_it"), message.link, "", t(message.rhythm), ""])
