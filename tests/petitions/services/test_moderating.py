"""Looking petitions through: submitted, decided once, and nothing slips past."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from jobs.services import run_due
from partners.models import Membership
from petitions import services
from petitions.models import Petition, PetitionReview
from tests.factories import CampaignFactory, PetitionFactory
from tests.petitions.at_once import at_once


@pytest.fixture
def moderator(db) -> User:
    return User.objects.create_user("moderation@example.org", site_role="moderator")


@pytest.fixture
def draft(db) -> Petition:
    campaign = CampaignFactory()
    return PetitionFactory(
        slug="entwurf", state="draft", campaign=campaign, initiator=campaign.lead
    )


@pytest.fixture
def organiser(draft) -> User:
    user = User.objects.create_user("organisation@example.org", language="tr")
    Membership.objects.create(organisation=draft.initiator, user=user, role="organiser")
    return user


@pytest.fixture
def submitted(draft, organiser, moderator) -> Petition:
    services.ask_for_moderation(True, actor=moderator)
    services.submit(draft, actor=organiser)
    return draft


def deeds() -> list[str]:
    return list(PetitionReview.objects.order_by("pk").values_list("deed", flat=True))


@pytest.mark.django_db
class TestADraft:
    def test_is_not_published_past_it(self, draft, organiser, moderator):
        services.ask_for_moderation(True, actor=moderator)
        for verb in (services.publish, services.schedule):
            draft.opens_at = timezone.now() + timedelta(days=1)
            with pytest.raises(ValidationError):
                verb(draft, actor=organiser)
        services.publish(draft, actor=moderator)
        assert draft.state == "open"

    def test_opens_at_once_when_approved(self, submitted, moderator):
        services.approve(submitted, seen=submitted.submitted_at, actor=moderator)
        assert (submitted.state, submitted.review) == ("open", "")
        assert deeds() == ["submitted", "approved"]

    def test_opens_at_its_date_when_that_is_to_come(self, submitted, moderator):
        later = timezone.now() + timedelta(days=2)
        Petition.objects.update(opens_at=later)
        services.approve(submitted, seen=submitted.submitted_at, actor=moderator)
        assert (submitted.state, submitted.is_approved) == ("draft", True)
        services.open_and_close_due(later)
        submitted.refresh_from_db()
        assert submitted.state == "open"

    def test_comes_back_with_a_reason_that_is_mailed(self, submitted, organiser, moderator):
        services.send_back(
            submitted, "Bitte ohne Namen.", seen=submitted.submitted_at, actor=moderator
        )
        run_due()
        [sent] = mail.outbox
        assert sent.to == [organiser.email]
        assert "Bitte ohne Namen." in sent.body
        assert sent.extra_headers["Content-Language"] == "tr"
        assert submitted.review == "returned"
        assert services.why_not_written(submitted) == ""
        services.submit(submitted, actor=organiser)
        assert deeds() == ["submitted", "returned", "submitted"]

    def test_is_rejected_with_a_reason_everybody_can_read(self, submitted, moderator, client):
        services.turn_down(submitted, "Verletzt.", seen=submitted.submitted_at, actor=moderator)
        page = client.get("/de/petitions/entwurf/")
        assert page.status_code == 200
        assert "Verletzt." in page.text

    @pytest.mark.parametrize("verb", [services.send_back, services.turn_down])
    def test_no_decision_against_it_without_a_reason(self, submitted, moderator, verb):
        with pytest.raises(ValidationError):
            verb(submitted, " ", seen=submitted.submitted_at, actor=moderator)
        assert deeds() == ["submitted"]

    def test_can_not_be_written_in_while_it_waits(self, submitted, organiser):
        with pytest.raises(ValidationError):
            services.write_words(submitted, "de", {"title": "Neu"}, seen="")
        with pytest.raises(ValidationError):
            services.set_details(submitted, goal=5, actor=organiser)

    def test_what_was_taken_back_and_submitted_anew_is_another_one(
        self, submitted, organiser, moderator
    ):
        seen = submitted.submitted_at
        services.take_back(submitted, actor=organiser)
        text = submitted.texts.get()
        services.write_words(
            submitted, "de", {"title": "Neu"}, seen=services.state_of_part(text, ("title",))
        )
        services.submit(submitted, actor=organiser)
        with pytest.raises(ValidationError):
            services.approve(submitted, seen=seen, actor=moderator)
        submitted.refresh_from_db()
        assert submitted.state == "draft"

    def test_is_whole_when_it_is_submitted(self, draft, organiser):
        Petition.objects.update(addressee=None)
        draft.refresh_from_db()
        with pytest.raises(ValidationError):
            services.submit(draft, actor=organiser)
        assert deeds() == []

    def test_an_approval_that_can_not_be_carried_out_is_none(self, submitted, moderator):
        submitted.campaign.state = "draft"
        submitted.campaign.save()
        with pytest.raises(ValidationError):
            services.approve(submitted, seen=submitted.submitted_at, actor=moderator)
        submitted.refresh_from_db()
        assert submitted.is_submitted
        assert deeds() == ["submitted"]


@pytest.mark.django_db
class TestAChange:
    @pytest.fixture
    def change(self, draft, organiser, moderator) -> Petition:
        services.publish(draft)
        services.ask_for_moderation(True, actor=moderator)
        services.begin_change(draft, actor=organiser)
        seen = services.state_of_part(draft.texts.get(version=2), ("title",))
        services.write_words(draft, "de", {"title": "Neu"}, seen=seen)
        given = {"is_substantial": True, "note": "Neuer Titel", "published": 1}
        with pytest.raises(ValidationError):
            services.publish_change(draft, **given, actor=organiser)
        services.submit(draft, change=given, actor=organiser)
        return draft

    def test_of_an_open_petition_waits_as_well(self, change, client):
        assert change.published_version == 1
        assert "Neu" not in client.get("/de/petitions/entwurf/").text.split("</h1>")[0]

    def test_is_put_in_place_when_approved(self, change, moderator):
        services.approve(change, seen=change.submitted_at, actor=moderator)
        assert (change.published_version, change.review) == (2, "")
        published = change.changes.get()
        assert published.is_substantial
        assert published.published_at is not None
        assert published.text.note == "Neuer Titel"

    def test_comes_back(self, change, moderator):
        services.send_back(change, "Nein.", seen=change.submitted_at, actor=moderator)
        assert (change.state, change.review, change.published_version) == ("open", "returned", 1)

    def test_is_not_rejected_for_good(self, change, moderator):
        with pytest.raises(ValidationError):
            services.turn_down(change, "Nein.", seen=change.submitted_at, actor=moderator)
        change.refresh_from_db()
        assert change.is_submitted

    def test_does_not_slip_through_the_administration(self, change, organiser, moderator):
        texts = {"de": services.Wording("Heimlich", "Wir fordern etwas.", "Kurz gesagt")}
        with pytest.raises(ValidationError):
            services.revise(change, texts, actor=organiser)
        services.revise(change, texts, actor=moderator)

    def test_ends_with_the_signing(self, change, moderator):
        seen = change.submitted_at
        services.close(change)
        with pytest.raises(ValidationError):
            services.approve(change, seen=seen, actor=moderator)
        change.refresh_from_db()
        assert change.published_version == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_one_decides(submitted, moderator):
    seen = submitted.submitted_at

    def decide() -> str:
        petition = Petition.objects.get(pk=submitted.pk)
        services.approve(petition, seen=seen, actor=moderator)
        return "approved"

    results = at_once(4, decide)
    assert results.count("approved") == 1
    assert results.count(ValidationError) == 3
    assert deeds() == ["submitted", "approved"]
