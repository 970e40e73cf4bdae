"""What the workspace's first page and the trail say about petitions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from languages import editing
from partners.models import Membership, Organisation
from partners.workspace import trail, translatable
from petitions import services, workspace
from petitions.models import Petition, SignatureExport, Suspicion
from tests.factories import CampaignFactory, PetitionFactory, PetitionStepFactory, SignatureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Petition:
    campaign = CampaignFactory()
    return PetitionFactory(
        slug="entwurf", state="draft", campaign=campaign, initiator=campaign.lead
    )


@pytest.fixture
def people(draft) -> dict[str, User]:
    """One person per role, a moderator and a stranger."""
    made = {"moderator": User.objects.create_user("m@example.org", site_role="moderator")}
    for role in ("viewer", "editor", "owner"):
        made[role] = User.objects.create_user(f"{role}@example.org")
        Membership.objects.create(organisation=draft.initiator, user=made[role], role=role)
    made["stranger"] = User.objects.create_user("fremd@example.org")
    return made


SOURCES = (workspace.submitted, workspace.own, workspace.suspicious, workspace.exported)


def told(people: dict[str, User]) -> dict[str, list[str]]:
    """Who is told to go where."""
    return {
        name: [
            one.url.removeprefix("/en/organise/petitions/")
            for source in SOURCES
            for one in source(user)
        ]
        for name, user in people.items()
    }


@pytest.fixture(autouse=True)
def _english():
    from django.utils import translation

    with translation.override("en"):
        yield


NOBODY = {"moderator": [], "viewer": [], "editor": [], "owner": [], "stranger": []}


def test_nothing_waits(people, draft):
    assert told(people) == NOBODY


def test_what_was_submitted_waits_for_moderators(people, draft):
    services.submit(draft, actor=people["editor"])
    assert told(people) == NOBODY | {"moderator": ["entwurf/review/"]}


def test_what_came_back_waits_for_editors(people, draft):
    services.submit(draft, actor=people["editor"])
    services.send_back(draft, "Nein", seen=draft.submitted_at, actor=people["moderator"])
    assert told(people) == NOBODY | {"editor": ["entwurf/"], "owner": ["entwurf/"]}


@pytest.mark.parametrize(
    ("state", "fields", "place"),
    [
        ("draft", {"opens_at": 6}, "entwurf/check/"),
        ("draft", {"opens_at": 8}, None),
        ("draft", {"opens_at": 6, "is_approved": True}, None),
        ("open", {"closes_at": 6}, "entwurf/"),
        ("open", {"closes_at": 8}, None),
        ("closed", {"closes_at": 6}, None),
        ("open", {"draft_version": 2, "change_begun_at": -8}, "entwurf/"),
        ("open", {"draft_version": 2, "change_begun_at": -6}, None),
        ("open", {"change_begun_at": -8}, None),
    ],
)
def test_what_waits_for_editors(people, draft, state, fields, place):
    now = timezone.now()
    given = {
        name: now + timedelta(days=value) if name.endswith("_at") else value
        for name, value in fields.items()
    }
    Petition.objects.update(state=state, **given)
    places = [place] if place else []
    assert told(people) == NOBODY | {"editor": places, "owner": places}


def suspect(petition: Petition) -> Suspicion:
    signature = SignatureFactory(petition=petition)
    return Suspicion.objects.create(petition=petition, signature=signature, signal="no_name")


def test_what_is_suspicious_waits_once_for_owners_and_moderators(people, draft):
    services.publish(draft)
    suspicions = [suspect(draft), suspect(draft)]
    waits = ["entwurf/review-signatures/"]
    assert told(people) == NOBODY | {"owner": waits, "moderator": waits}
    services.clear(draft, [one.pk for one in suspicions], actor=people["owner"])
    assert told(people) == NOBODY


def export(petition: Petition, user: User, **fields) -> SignatureExport:
    """A file that is ready."""
    now = timezone.now()
    given = {"state": "ready", "ready_at": now, "expires_at": now + timedelta(days=7)} | fields
    return SignatureExport.objects.create(
        petition=petition, asked_by=user, purpose="figures", format="csv", language="de", **given
    )


def test_an_export_that_is_ready_waits_for_whoever_asked_for_it(people, draft):
    services.publish(draft)
    first, _ = (export(draft, people["owner"]) for _ in range(2))
    assert told(people) == NOBODY | {"owner": ["entwurf/exports/"]}
    [waiting] = workspace.exported(people["owner"])
    until = date_format(timezone.localtime(first.expires_at))
    assert f"until {until}" in waiting.sentence
    SignatureExport.objects.update(downloaded_at=timezone.now())
    assert told(people) == NOBODY


@pytest.mark.parametrize(
    "fields", [{"state": "waiting"}, {"state": "outdated"}, {"expires_at": timezone.now()}]
)
def test_an_export_that_cannot_be_fetched_waits_for_nobody(people, draft, fields):
    services.publish(draft)
    export(draft, people["owner"], **fields)
    export(draft, people["editor"])  # who was an organiser when they asked for it
    assert told(people) == NOBODY


def test_a_source_costs_the_same_with_one_and_with_three(people, draft):
    def queries(source, user) -> int:
        user = User.objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as captured:
            list(source(user))
        return len(captured)

    asked = [
        (workspace.submitted, people["moderator"]),
        (workspace.own, people["editor"]),
        (workspace.suspicious, people["moderator"]),
        (workspace.suspicious, people["owner"]),
        (workspace.exported, people["owner"]),
    ]
    opened = {"state": "open", "initiator": draft.initiator}

    def more() -> None:
        petition = PetitionFactory(**opened)
        suspect(petition)
        export(petition, people["owner"])

    waiting = {"review": "submitted", "opens_at": timezone.now()}
    Petition.objects.update(**waiting)
    more()
    one = [queries(*each) for each in asked]
    for _ in range(2):
        more()
        PetitionFactory(
            state="draft", initiator=draft.initiator, submitted_at=timezone.now(), **waiting
        )
    assert [queries(*each) for each in asked] == one


def test_the_trail_names_petitions_and_their_steps(people, draft):
    step = PetitionStepFactory(petition=draft)
    services.submit(draft, actor=people["editor"])
    services.move_step(step, timezone.localdate(), actor=people["editor"])
    entries, names = trail.entries_of(draft.initiator)
    deeds = trail.told(entries, names)
    assert {deed.thing for deed in deeds} == {"entwurf (de)", "Ein Schritt"}
    assert not [deed.what for deed in deeds if deed.what.startswith("petitions.")]


class TestTranslating:
    """On the pages that translate everything (partners.workspace.translatable)."""

    WORDS = {"title": "Başlık", "demand": "Talep", "summary": "Kısa", "reasons": ""}

    def write(self, petition, actor, **words) -> None:
        kind, thing = translatable.find("petition", petition.pk)
        text = kind.texts(thing).get("tr")
        kind.write(thing, "tr", self.WORDS | words, seen=editing.state_of(text), actor=actor)

    def test_a_draft_is_translated_in_place(self, people, draft):
        self.write(draft, people["editor"])
        assert draft.texts.get(language="tr").version == 1

    def test_what_people_sign_is_translated_in_a_change(self, people, draft):
        services.publish(draft)
        self.write(draft, people["editor"])
        self.write(draft, people["editor"], title="Yeni")
        draft.refresh_from_db()
        assert (draft.published_version, draft.draft_version) == (1, 2)
        assert draft.texts.get(language="tr").version == 2

    def test_what_is_looked_through_is_not(self, people, draft):
        services.submit(draft, actor=people["editor"])
        with pytest.raises(ValidationError):
            self.write(draft, people["editor"])
        assert not draft.texts.filter(language="tr").exists()

    def test_what_waits_for_a_translation_is_listed(self, draft):
        PetitionStepFactory(petition=draft)
        kinds = {row.kind.name for row in translatable.rows(Organisation.objects.all())}
        assert {"petition", "step"} <= kinds
