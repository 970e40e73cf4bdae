"""Each step of holding an event together is told to the other side, once, in its language."""

import pytest
from django.core import mail

from accounts.models import User
from events import services
from events.hosting_emails import LETTERS
from events.models import EventHost
from events.tasks import tell_of_host
from jobs.models import Job
from jobs.services import run_due
from partners.models import Membership
from tests.events.factories import EventFactory
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["de", "en", "tr", "ar"]
Role = EventHost.Role


def organiser_of(organisation, address, language="de", role="organiser"):
    user = User.objects.create_user(address, language=language)
    Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


@pytest.fixture
def guest():
    return OrganisationFactory(name="Chor der Stadt")


@pytest.fixture
def event():
    return EventFactory(slug="fest", lead=OrganisationFactory(name="Haus der Vielfalt"))


@pytest.fixture
def lead(event):
    return organiser_of(event.hosts.get().organisation, "lead@example.org")


def invited(event, guest, lead):
    return services.invite(event, guest, Role.CO_HOST, message="Seid ihr dabei?", actor=lead)


def asked(event, guest, theirs):
    return services.request(event, guest, Role.SUPPORTER, actor=theirs)


def sent():
    run_due()
    letters = [(letter.to[0], letter) for letter in mail.outbox]
    mail.outbox.clear()
    return letters


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_is_told_to_the_organisation(event, guest, lead, language):
    organiser_of(guest, "gast@example.org", language)
    invited(event, guest, lead)
    ((address, letter),) = sent()
    assert address == "gast@example.org"
    assert "fest (de)" in letter.subject
    assert "Haus der Vielfalt" in letter.body
    assert "Seid ihr dabei?" in letter.body
    assert f"/{language}/organise/events/parts/" in letter.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_is_told_to_the_lead(event, guest, lead, language):
    User.objects.filter(pk=lead.pk).update(language=language)
    asked(event, guest, organiser_of(guest, "gast@example.org"))
    ((address, letter),) = sent()
    assert address == "lead@example.org"
    assert "Chor der Stadt" in letter.subject
    assert f"/{language}/organise/events/fest/" in letter.body


@pytest.mark.parametrize("deed", [services.accept, services.decline])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_told_to_whoever_asked(event, guest, lead, language, deed):
    User.objects.filter(pk=lead.pk).update(language=language)
    theirs = organiser_of(guest, "gast@example.org", language)
    host = invited(event, guest, lead)
    sent()
    deed(host, actor=theirs)
    ((address, letter),) = sent()
    assert address == "lead@example.org"
    assert "Chor der Stadt" in letter.subject
    assert "/organise/events/" in letter.body

    second = asked(EventFactory(lead=event.hosts.get(role=Role.LEAD).organisation), guest, theirs)
    sent()
    deed(second, actor=lead)
    assert [address for address, _letter in sent()] == ["gast@example.org"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_end_is_told_to_the_side_that_did_not_end_it(event, guest, lead, language):
    theirs = organiser_of(guest, "gast@example.org", language)
    host = invited(event, guest, lead)
    services.accept(host, actor=theirs)
    sent()
    services.withdraw(host, actor=lead)
    ((address, letter),) = sent()
    assert address == "gast@example.org"
    assert "Chor der Stadt" in letter.subject
    assert "/organise/events/parts/" in letter.body


def test_the_subjects_differ_in_each_language_and_for_each_step(event, guest):
    host = EventHost(event=event, organisation=guest, role=Role.CO_HOST)
    for language in LANGUAGES:
        user = User(email=f"{language}@example.org", language=language)
        for state, send in LETTERS.items():
            host.state = state
            send(host, user)
    subjects = [letter.subject for letter in mail.outbox]
    assert len(set(subjects)) == len(LANGUAGES) * len(LETTERS)


def test_editors_and_viewers_are_not_written_to(event, guest, lead):
    organiser_of(guest, "editor@example.org", role="editor")
    organiser_of(guest, "viewer@example.org", role="viewer")
    organiser_of(guest, "owner@example.org", role="owner")
    invited(event, guest, lead)
    assert [address for address, _letter in sent()] == ["owner@example.org"]


def test_what_has_changed_since_is_told_no_more(event, guest, lead):
    organiser_of(guest, "gast@example.org")
    host = invited(event, guest, lead)
    services.withdraw(host, actor=lead)
    assert [letter.subject for _address, letter in sent() if "?" in letter.subject] == []


def test_of_two_questions_the_second_is_sent_once(event, guest, lead):
    organiser_of(guest, "gast@example.org")
    services.withdraw(invited(event, guest, lead), actor=lead)
    invited(event, guest, lead)
    assert [address for address, _letter in sent()] == ["gast@example.org"]


def test_nobody_is_written_to_whose_account_is_closed(event, guest, lead):
    closed = organiser_of(guest, "gast@example.org")
    invited(event, guest, lead)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert sent() == []


@pytest.mark.parametrize("how", ["left", "editor"])
def test_nobody_is_written_to_who_may_not_decide_any_more(event, guest, lead, how):
    gone = organiser_of(guest, "gast@example.org")
    invited(event, guest, lead)
    membership = Membership.objects.filter(user=gone)
    membership.delete() if how == "left" else membership.update(role="editor")
    assert sent() == []


def test_a_deleted_account_or_event_ends_it_quietly(event, guest, lead):
    gone = organiser_of(guest, "gast@example.org")
    invited(event, guest, lead)
    payload = Job.objects.get(kind="events.tell_of_host").payload
    gone.delete()
    tell_of_host(payload)
    event.delete()
    tell_of_host(payload)
    assert mail.outbox == []


def test_who_asked_and_decided_is_forgotten_with_the_account_and_the_part_stays(
    event, guest, lead
):
    theirs = organiser_of(guest, "gast@example.org")
    host = invited(event, guest, lead)
    services.accept(host, actor=theirs)
    lead.delete()
    theirs.delete()
    host.refresh_from_db()
    assert (host.asked_by, host.decided_by, host.state) == (None, None, "accepted")
