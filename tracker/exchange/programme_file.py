"""Reads a programme from a file of any kind we know: a roadmap file, or a Microsoft Project schedule."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_import import Imported, import_mspdi
from tracker.exchange.mspdi_xml import MOST_BYTES
from tracker.exchange.problems import Findings
from tracker.exchange.roadmap_file import check_key, read_roadmap
from tracker.i18n import Translator
from tracker.model.content import ProgrammeContent

KINDS = (".xml", ".toml")


def read_programme_file(
    document: bytes, name: str, key: str, today: date, t: Translator, known: ProgrammeContent | None = None
) -> Imported:
    """Return what a file makes of the programme with this key, and the report on it.

    Args:
        known: the programme as it stands, when there is one; what the file cannot say is taken from it.

    Raises:
        RefusedFileError: all that is wrong with the file; nothing of it is kept.
    """
    findings = Findings(name)
    check_key(findings, key)
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        findings.add("unknown_kind_of_file", known=list(KINDS))
    if len(document) > MOST_BYTES:
        findings.add_at_line("mspdi_size", 1, most=MOST_BYTES // 1024 // 1024)
    findings.raise_if_any()
    if kind == ".xml":
        return import_mspdi(document, name, key, today, t, known)
    start = None if known is None else known.programme.start
    content = read_roadmap(document, today, key=key, start=start)
    report = ImportReport()
    report.count(content)
    return Imported(content, report)
