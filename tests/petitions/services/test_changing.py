"""A change of a text that people have signed: bound, told once, readable for ever."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs.models import Job
from jobs.registry import HANDLERS
from jobs.services import run_due
from petitions import services
from petitions.models import Petition, PetitionChange, Signature
from petitions.services import telling
from privacy.models import AuditEntry
from tests.factories import PetitionFactory, PetitionTextFactory, SignatureFactory
from tests.petitions.at_once import at_once


@pytest.fixture
def actor(db, django_user_model):
    return django_user_model.objects.create_user("organisation@example.org")


@pytest.fixture
def changed(actor):
    """An open petition in two languages whose changed German text waits to be published."""
    petition = PetitionFactory(slug="wahlrecht", languages=["de", "tr"])
    services.begin_change(petition, actor=actor)
    write(petition, title="Anders")
    return petition


def write(petition, language="de", **words):
    text = petition.texts.filter(version=petition.draft_version, language=language).first()
    seen = services.state_of_part(text, tuple(words))
    return services.write_words(petition, language, words, seen=seen)


def publish(petition, actor, *, is_substantial=True, note="Der Titel ist anders."):
    return services.publish_change(petition, is_substantial, note, actor=actor)


def test_beginning_twice_begins_one_change(changed, actor):
    assert services.begin_change(changed, actor=actor) == 2
    assert changed.texts.filter(version=2).count() == 2


def test_signatures_stay_bound_to_what_they_saw(changed, actor):
    signature = SignatureFactory(petition=changed)
    publish(changed, actor)
    signature.refresh_from_db()
    assert signature.text.version == 1
    assert changed.published_version == 2
    assert AuditEntry.objects.filter(verb="petitions.revised").count() == 1


def test_the_translations_that_did_not_follow_are_stale(changed, actor):
    publish(changed, actor)
    assert changed.texts.get(version=2, language="tr").status == "stale"


def test_a_translation_that_followed_is_not(changed, actor):
    write(changed, "tr", title="Farklı")
    publish(changed, actor)
    assert changed.texts.get(version=2, language="tr").status == "reviewed"


def test_a_new_language_changes_nobodys_words(actor):
    petition = PetitionFactory()
    services.begin_change(petition, actor=actor)
    write(petition, "en", title="In English", demand="We ask.", summary="Short.")
    assert publish(petition, actor, note="") is None
    assert (petition.published_version, petition.draft_version) == (1, None)
    assert petition.texts.get(version=1, language="en").title == "In English"
    assert not PetitionChange.objects.exists()


def test_a_language_that_joined_meanwhile_stays(changed, actor):
    PetitionTextFactory(petition=changed, language="ar", version=1)
    publish(changed, actor)
    assert changed.texts.filter(version=2, language="ar").exists()


@pytest.mark.parametrize("name", ["title", "demand", "summary"])
def test_the_german_text_stays_whole(changed, actor, name):
    changed.texts.filter(version=2, language="de").update(**{name: ""})
    with pytest.raises(ValidationError):
        publish(changed, actor)
    changed.refresh_from_db()
    assert changed.published_version == 1


def test_a_change_in_substance_says_what_it_is(changed, actor):
    with pytest.raises(ValidationError):
        publish(changed, actor, note=" ")


def test_what_the_administration_publishes_meanwhile_comes_first(changed, actor):
    services.revise(
        changed, {"de": services.Wording("Vom Amt", "Wir fordern etwas.", "Kurz gesagt")}
    )
    changed.refresh_from_db()
    assert (changed.published_version, changed.draft_version) == (2, 3)
    assert changed.texts.get(version=2).title == "Vom Amt"
    assert changed.texts.get(version=3, language="de").title == "Anders"
    with pytest.raises(ValidationError):
        services.publish_change(changed, False, "", published=1, actor=actor)
    services.publish_change(changed, False, "", published=2, actor=actor)
    changes = PetitionChange.objects.order_by("version").values_list("version", "replaces")
    assert list(changes) == [(2, 1), (3, 2)]


class TestTelling:
    @pytest.fixture
    def signed(self, changed, monkeypatch):
        monkeypatch.setattr(telling, "TOLD_AT_ONCE", 2)
        return [SignatureFactory(petition=changed, language="tr") for _ in range(5)]

    def test_each_once_however_often_the_job_runs(self, changed, signed, actor):
        change = publish(changed, actor)
        for _ in range(3):
            HANDLERS["petitions.tell_of_change"]({"change": change.pk})
        run_due()
        HANDLERS["petitions.tell_of_change"]({"change": change.pk})
        run_due()
        assert sorted(sent.to[0] for sent in mail.outbox) == sorted(one.email for one in signed)
        change.refresh_from_db()
        assert change.told_at is not None

    def test_killed_in_the_middle_it_goes_on_where_it_was(self, changed, signed, actor):
        change = publish(changed, actor)
        assert services.tell_next(change.pk)
        run_due()
        assert len({sent.to[0] for sent in mail.outbox}) == len(mail.outbox) == 5

    def test_only_who_signed_an_earlier_text_and_counts(self, changed, actor):
        for state in ("pending", "withdrawn", "invalidated"):
            SignatureFactory(petition=changed, state=state)
        SignatureFactory(petition=PetitionFactory(slug="andere"))
        publish(changed, actor)
        new = changed.texts.get(version=2, language="de")
        SignatureFactory(petition=changed, text=new)
        run_due()
        assert mail.outbox == []

    def test_whoever_withdraws_before_the_mail_gets_none(self, changed, signed, actor):
        change = publish(changed, actor)
        while services.tell_next(change.pk):
            pass
        services.withdraw(signed[0])
        run_due()
        assert signed[0].email not in {sent.to[0] for sent in mail.outbox}
        assert len(mail.outbox) == 4

    def test_whoever_confirms_the_earlier_text_later_is_told_then_and_once(
        self, changed, signed, actor
    ):
        late = SignatureFactory(petition=changed, state="pending", email="spaet@example.org")
        publish(changed, actor)
        run_due()
        mail.outbox.clear()
        now = timezone.now()
        Signature.objects.filter(pk=late.pk).update(
            state="confirmed", confirmed_at=now + timedelta(hours=1)
        )
        for hours in (0, 2, 3, 24 * 20):
            services.tell_late(now + timedelta(hours=hours))
        run_due()
        assert [sent.to for sent in mail.outbox] == [["spaet@example.org"]]

    def test_nobody_is_mailed_for_a_typing_error(self, changed, signed, actor):
        publish(changed, actor, is_substantial=False)
        run_due()
        assert mail.outbox == []
        assert not Job.objects.filter(kind="petitions.tell_of_change").exists()

    def test_in_their_language_with_the_notes_words_and_a_way_to_withdraw(
        self, changed, signed, actor, client
    ):
        publish(changed, actor, note={"de": "Neuer Titel.", "tr": "Yeni başlık."})
        run_due()
        sent = mail.outbox[0]
        assert "Yeni başlık." in sent.body
        assert "/tr/petitions/wahlrecht/versions/1/" in sent.body
        assert sent.extra_headers["Content-Language"] == "tr"
        [link] = [line for line in sent.body.splitlines() if "/tr/me/" in line]
        page = client.get(link.removeprefix("http://127.0.0.1:8000").strip(), follow=True)
        assert "/withdraw/" in page.text
        assert Signature.objects.confirmed().count() == 5


@pytest.mark.django_db(transaction=True)
def test_many_who_begin_at_once_begin_one_change(actor):
    petition = PetitionFactory(languages=["de", "tr"])
    begun = at_once(
        4, lambda: services.begin_change(Petition.objects.get(pk=petition.pk), actor=actor)
    )
    assert begun == [2, 2, 2, 2]
    assert petition.texts.filter(version=2).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_at_once_one_does(changed, actor):
    for number in range(3):
        SignatureFactory(petition=changed, email=f"a{number}@example.org")

    def attempt() -> str:
        publish(Petition.objects.get(pk=changed.pk), actor)
        return "published"

    results = at_once(4, attempt)
    assert results.count("published") == 1
    assert results.count(ValidationError) == 3
    assert PetitionChange.objects.count() == 1
    run_due()
    assert len(mail.outbox) == 3


@pytest.mark.django_db(transaction=True)
def test_many_who_tell_at_once_tell_each_once(changed, actor, monkeypatch):
    monkeypatch.setattr(telling, "TOLD_AT_ONCE", 2)
    for _ in range(7):
        SignatureFactory(petition=changed)
    change = publish(changed, actor)

    def tell() -> None:
        while services.tell_next(change.pk):
            pass

    assert at_once(4, tell) == [None] * 4
    assert Job.objects.filter(kind="petitions.mail_change").count() == 7
