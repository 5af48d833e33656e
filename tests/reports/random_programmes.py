"""Makes random programmes of the kind that the figures of the council page are checked on."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from tests.builders import baseline, depends, initiative, milestone, plan, update
from tests.reports.council_oracle import position, weekday
from tracker.model.base import Basis
from tracker.model.content import IndicatorContent, ReadingContent
from tracker.model.programme import StallRule, StallRuleSettingFields

if TYPE_CHECKING:
    from tracker.model.content import BaselineContent, ProgrammeContent, UpdateContent

SERVICES = ("it", "hr", "registry", "")
DECLARED = ("on_course", "attention", "support_needed", "compromised", "not_given")


def random_programme(seed: int) -> ProgrammeContent:
    """Return a programme with work done, begun and to come, approved plans and what people say of it."""
    return _Making(Random(seed), seed).content()  # noqa: S311 - no secret


class _Making:
    def __init__(self, dice: Random, seed: int) -> None:
        self.dice, self.seed = dice, seed
        # A Wednesday to Friday, so that 30 days before is a weekday too.
        self.as_of = date(2026, 6, 3) + timedelta(days=7 * dice.randrange(12) + dice.randrange(3))
        self.start = weekday(position(self.as_of) - 150)
        self.since = self.as_of - timedelta(days=30)
        self.keys = [f"M{place}" for place in range(dice.randint(4, 18))]
        self.before = {
            key: sorted(dice.sample(self.keys[:place], min(place, dice.choice((0, 1, 1, 2)))))
            for place, key in enumerate(self.keys)
        }
        self.work = {key: dice.randint(1, 25) for key in self.keys}
        self.eras = self._eras()

    def _eras(self) -> dict[str, str]:
        """Say of each milestone whether it was done long ago, lately, has begun, or is to come."""
        eras: dict[str, str] = {}
        for key in self.keys:
            before = {eras[one] for one in self.before[key]}
            allowed = ["to come"]
            if before <= {"long ago"}:
                allowed = ["long ago", "long ago", "lately", "begun", "to come"]
            eras[key] = self.dice.choice(allowed)
        return eras

    def content(self) -> ProgrammeContent:
        dice, initiatives = self.dice, ["I1", "I2", "I3"]
        milestones = [self._milestone(place, key, initiatives) for place, key in enumerate(self.keys)]
        content = plan(
            milestones,
            [depends(key, *before) for key, before in self.before.items()],
            key=f"random-{self.seed}",
            start=self.start,
            status_date=self.as_of,
            initiatives=[
                initiative(
                    key,
                    service=dice.choice(SERVICES) or None,
                    cost=dice.choice((None, 0, dice.randrange(10**6))),
                    funding=dice.choice(("", "State")),
                )
                for key in initiatives
            ],
            updates=self._updates(),
            baselines=self._baselines(),
            stall_rules=self._rules(),
        )
        content.indicators = [self._indicator(place, key) for place, key in enumerate(initiatives[:2])]
        return content

    def _milestone(self, place: int, key: str, initiatives: list[str]) -> Any:
        dice, era = self.dice, self.eras[key]
        fields: dict[str, Any] = {"basis": dice.choice(tuple(Basis)), "source": "a register"}
        if era == "long ago":
            # Long before the day compared with, each after what it depends on.
            fields["actual_finish"] = weekday(position(self.since) - 60 + 2 * place)
        elif era == "lately":
            fields["actual_start"] = self.since + timedelta(days=2)
            fields["actual_finish"] = weekday(position(self.since) + dice.randint(4, 15))
        elif era == "begun":
            fields["actual_start"] = self.since - timedelta(days=1)
            fields["remaining_days"] = dice.randint(1, 15)
        is_decision = era == "to come" and not self.before[key] and dice.random() < 0.6
        if is_decision:
            fields |= {"kind": "decision", "awaited_from": dice.choice(("", "Council"))}
        return milestone(
            key,
            0 if is_decision else self.work[key],
            service=dice.choice(SERVICES) or None,
            owner=dice.choice((None, "registrar")),
            initiative=dice.choice(initiatives),
            position=place,
            is_public_opening=not is_decision and dice.random() < 0.3,
            is_cancelled=False,
            **fields,
        )

    def _updates(self) -> list[UpdateContent]:
        dice = self.dice
        return [
            update(
                dice.choice(self.keys),
                weekday(position(self.as_of) - dice.choice((1, 3, 19, 20, 21, 40))),
                declared_status=dice.choice(DECLARED),
            )
            for _ in range(dice.randrange(9))
        ]

    def _baselines(self) -> list[BaselineContent]:
        """Return no plan, one or two: each leaves some milestone out now and then."""
        dice = self.dice
        found = []
        for place in range(dice.randrange(3)):
            chosen = [key for key in self.keys if dice.random() < 0.95]
            dates = {}
            for key in chosen:
                finish = position(self.as_of) + dice.randint(-40, 60)
                dates[key] = weekday(finish - 2), weekday(finish)
            found.append(baseline(f"B{place}", self.start + timedelta(days=7 * place), dates))
        return [one for one in found if one.dates]

    def _rules(self) -> list[StallRuleSettingFields]:
        is_overdue_on = self.dice.random() < 0.6
        return [
            StallRuleSettingFields(rule=rule, is_on=rule is StallRule.OVERDUE and is_overdue_on)
            for rule in StallRule
        ]

    def _indicator(self, place: int, key: str) -> IndicatorContent:
        dice = self.dice
        readings = [
            ReadingContent(read_on=self.as_of - timedelta(days=30 * back), value=dice.randrange(100))
            for back in range(1, dice.randint(1, 4))
        ]
        return IndicatorContent(
            key=f"K{place}",
            title=f"Indicator {place}",
            initiative=key,
            initial_value=dice.choice((None, 0)),
            target_value=dice.choice((None, 100, 300)),
            readings=readings,
        )
