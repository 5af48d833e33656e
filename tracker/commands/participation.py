"""Who takes part in an initiative beside its leading service, kept as rows and edited as lists."""

from collections.abc import Mapping
from typing import Any

from tracker.commands.command import Work
from tracker.commands.links import identity
from tracker.commands.rules import refuse
from tracker.model.base import Record
from tracker.model.content import InitiativePartnerContent
from tracker.model.decision import Decision, DecisionOption
from tracker.model.initiative import Initiative, InitiativePartner, ParticipatingService
from tracker.model.milestone import Milestone
from tracker.model.organisation import Partner, Service

# Fields of an initiative's form that are lists of other records.
PARTS = ("also", "partners")


def participants(work: Work, initiative_id: int) -> dict[str, Any]:
    """Return the lists as a form shows them, in the order of their keys."""
    services = [
        _found(work, Service, row.service_id).key
        for row in work.all(ParticipatingService, initiative_id=initiative_id)
    ]
    partners = [
        InitiativePartnerContent(
            partner=_found(work, Partner, row.partner_id).key, contribution=row.contribution
        )
        for row in work.all(InitiativePartner, initiative_id=initiative_id)
    ]
    return {"also": sorted(services), "partners": sorted(partners, key=lambda part: part.partner)}


def set_participants(work: Work, initiative: Initiative, values: Mapping[str, Any]) -> None:
    """Make the rows agree with the lists given; a list that is not given is left alone.

    Raises:
        RuleError: a partner stands in the list twice, or the leading service takes part in its own.
        UnknownRecordError: a key names nothing.
    """
    changed = False
    if "also" in values:
        changed |= _set_services(work, initiative, values["also"])
    if "partners" in values:
        changed |= _set_partners(work, initiative, values["partners"])
    _refuse_leader(work, initiative)
    if changed:
        # The lists are the initiative's in the eyes of its user: an older form is stale now.
        initiative.version += 1


def whole_of(work: Work, record: Record) -> Initiative | Milestone | None:
    """Return the initiative or the milestone of which a row is a part, None for any other record."""
    if isinstance(record, (Decision, DecisionOption)):
        return work.session.get(Milestone, record.milestone_id)
    if isinstance(record, (ParticipatingService, InitiativePartner)):
        return work.session.get(Initiative, record.initiative_id)
    return None


def _set_services(work: Work, initiative: Initiative, keys: list[str]) -> bool:
    there = {row.service_id: row for row in work.all(ParticipatingService, initiative_id=initiative.id)}
    wanted = dict.fromkeys(identity(work.find(Service, key)) for key in keys)
    for service_id, row in there.items():
        if service_id not in wanted:
            work.remove(row)
    for service_id in wanted:
        if service_id not in there:
            work.add(
                ParticipatingService(
                    programme_id=initiative.programme_id,
                    initiative_id=identity(initiative),
                    service_id=service_id,
                )
            )
    return there.keys() != wanted.keys()


def _set_partners(work: Work, initiative: Initiative, parts: list[InitiativePartnerContent]) -> bool:
    there = {row.partner_id: row for row in work.all(InitiativePartner, initiative_id=initiative.id)}
    wanted = {identity(work.find(Partner, part.partner)): part.contribution for part in parts}
    if len(wanted) != len(parts):
        raise refuse("partner_twice", "partners")
    before = {partner_id: row.contribution for partner_id, row in there.items()}
    for partner_id, row in there.items():
        if partner_id not in wanted:
            work.remove(row)
    for partner_id, contribution in wanted.items():
        if partner_id in there:
            there[partner_id].contribution = contribution
        else:
            work.add(
                InitiativePartner(
                    programme_id=initiative.programme_id,
                    initiative_id=identity(initiative),
                    partner_id=partner_id,
                    contribution=contribution,
                )
            )
    return before != wanted


def _refuse_leader(work: Work, initiative: Initiative) -> None:
    also = work.all(ParticipatingService, initiative_id=initiative.id)
    if any(row.service_id == initiative.service_id for row in also):
        raise refuse("leader_takes_part", "also")


def _found(work: Work, kind: Any, identifier: int) -> Any:
    return work.session.get(kind, identifier)
