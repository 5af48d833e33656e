"""Services, posts and partners are added, edited, and removed only when nothing refers to them."""

from typing import Any

import pytest

from tests.commands.conftest import City
from tracker.commands import Command
from tracker.commands.initiative import EditInitiative
from tracker.commands.organisation import (
    AddPartner,
    AddPost,
    AddService,
    EditPartner,
    EditPost,
    EditService,
    RemovePartner,
    RemovePost,
    RemoveService,
)
from tracker.i18n import translator
from tracker.model.errors import DuplicateKeyError, RuleError, StaleRecordError
from tracker.model.organisation import PartnerKind, PostRole

IN_CITY: dict[str, Any] = {"programme": "city"}
VENDOR: dict[str, Any] = {**IN_CITY, "key": "shop", "name": "Shop", "kind": PartnerKind.VENDOR}


def test_each_is_edited_under_its_key(city: City) -> None:
    city.do(EditService(**IN_CITY, key="it", version=1, changes={"name": "Digital affairs"}))
    city.do(
        EditPost(**IN_CITY, key="registrar", version=1, changes={"is_vacant": True, "service": "registry"})
    )
    city.do(EditPartner(**IN_CITY, key="provider", version=1, changes={"contribution": "Fibre"}))
    snapshot = city.snapshot()
    service, post = snapshot.services.by_key("it"), snapshot.posts.by_key("registrar")
    partner, registry = snapshot.partners.by_key("provider"), snapshot.services.by_key("registry")
    assert service is not None
    assert service.name == "Digital affairs"
    assert post is not None
    assert registry is not None
    assert (post.is_vacant, post.service_id) == (True, registry.id)
    assert partner is not None
    assert partner.contribution == "Fibre"


def test_what_is_used_is_not_removed_and_the_users_are_named(city: City) -> None:
    city.do(
        EditInitiative(**IN_CITY, key="network", version=1, changes={"also": ["hr"], "owner": "registrar"})
    )
    for command, users in (
        (RemoveService(**IN_CITY, key="hr", version=1), ["Town-hall network", "Registry agents trained"]),
        (RemovePost(**IN_CITY, key="registrar", version=1), ["Town-hall network"]),
        (RemovePartner(**IN_CITY, key="university", version=1), ["Registry software configured"]),
    ):
        with pytest.raises(RuleError) as refused:
            city.do(command)
        assert refused.value.text.key == "rule.in_use"
        assert sorted(refused.value.text.values["users"]) == sorted(users)
        assert users[0] in translator("fr")(refused.value.text)


def test_what_is_not_used_is_removed(city: City) -> None:
    city.do(AddService(**IN_CITY, key="parks", name="Parks"))
    city.do(AddPost(**IN_CITY, key="gardener", title="Head gardener"))
    city.do(AddPartner(**VENDOR))
    for command in (
        RemoveService(**IN_CITY, key="parks", version=1),
        RemovePost(**IN_CITY, key="gardener", version=1),
        RemovePartner(**IN_CITY, key="shop", version=1),
    ):
        entry = city.entries(city.do(command))[0]
        assert (entry.change, entry.after) == ("removed", None)
        assert entry.before is not None


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (
            AddPost(**IN_CITY, key="relay", title="Relay", role=PostRole.FOCAL_POINT),
            "focal_point_needs_service",
        ),
        (AddPartner(**VENDOR, website="javascript:alert(1)"), "website"),
        (AddService(**IN_CITY, key="parks", name="Parks", basis="sourced"), "source_needed"),  # type: ignore[arg-type]  # as a form sends it
    ],
    ids=["focal point", "website", "source"],
)
def test_a_broken_rule_is_refused(city: City, command: Command, rule: str) -> None:
    with pytest.raises(RuleError) as refused:
        city.do(command)
    assert refused.value.text.key == f"rule.{rule}"


def test_a_key_is_used_once_a_kind(city: City) -> None:
    with pytest.raises(DuplicateKeyError) as refused:
        city.do(AddService(**IN_CITY, key="it", name="Other"))
    assert refused.value.details == {"key": "it", "title": "IT"}


def test_a_stale_removal_is_refused(city: City) -> None:
    city.do(EditPost(**IN_CITY, key="registrar", version=1, changes={"title": "Registrar"}))
    with pytest.raises(StaleRecordError) as refused:
        city.do(RemovePost(**IN_CITY, key="registrar", version=1))
    assert "nothing was done" in translator("en")(refused.value.text)
