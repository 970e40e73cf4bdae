"""A text as a form, and two people at it."""

from functools import partial

import pytest
from django.http import QueryDict

from campaigns.models import CampaignText
from languages import editing
from partners.workspace.texts import TextForm
from tests.factories import CampaignFactory

pytestmark = pytest.mark.django_db


def form_for(campaign, language="de", data=None):
    present = campaign.texts.filter(language=language).first()
    return TextForm(CampaignText, present, language, data)


def typed(form, **words):
    data = QueryDict(mutable=True)
    data.update({"title": "T", "summary": "S", "story": "", "seen": form.initial["seen"]} | words)
    return data


def test_its_fields_are_the_words_of_the_text():
    form = form_for(CampaignFactory(), "ar")
    assert list(form.fields) == ["seen", "title", "summary", "story"]
    assert form.fields["title"].widget.attrs == {"lang": "ar", "dir": "rtl", "maxlength": "120"}
    assert not form.fields["story"].required


def test_it_writes_what_was_typed():
    campaign = CampaignFactory()
    form = form_for(campaign, data=typed(form_for(campaign)))
    assert form.is_valid()
    assert form.save(partial(editing.write, campaign, "de"))
    assert campaign.texts.get().title == "T"


def test_the_second_writer_sees_both_and_decides():
    campaign = CampaignFactory()
    first, second = form_for(campaign), form_for(campaign)
    campaign_write = partial(editing.write, campaign, "de")
    sent = form_for(campaign, data=typed(first, title="Erste"))
    assert sent.is_valid()
    assert sent.save(campaign_write)

    late = form_for(campaign, data=typed(second, title="Zweite", summary="S"))
    assert late.is_valid()
    assert not late.save(campaign_write)
    assert {field.name: theirs for field, theirs in late.pairs()} == {
        "title": "Erste",
        "summary": None,
        "story": None,
    }
    assert campaign.texts.get().title == "Erste"

    again = form_for(campaign, data=typed(second, title="Zweite", seen=late["seen"].value()))
    assert again.is_valid()
    assert again.save(campaign_write)
    assert campaign.texts.get().title == "Zweite"
