"""Whose programs hear of a campaign's updates."""

from __future__ import annotations

import json

import pytest

from campaigns import services
from campaigns.models import Endorsement
from tests.factories import CampaignFactory, CampaignUpdateFactory, EndorsementFactory
from tests.webhooks.conftest import endpoint_of
from webhooks.models import Message
from webhooks.services.delivering import body_of

pytestmark = pytest.mark.django_db


def test_an_update_is_told_once_to_all_who_carry_the_campaign():
    campaign = CampaignFactory(slug="wahlrecht")
    behind = EndorsementFactory(campaign=campaign)
    left = EndorsementFactory(campaign=campaign, state=Endorsement.State.WITHDRAWN)
    for organisation in (campaign.lead, behind.organisation, left.organisation):
        endpoint_of(organisation)
    update = CampaignUpdateFactory(campaign=campaign, state="draft", published_at=None, slug="")
    services.publish_update(update)
    services.publish_update(update)
    assert set(Message.objects.values_list("organisation", flat=True)) == {
        campaign.lead_id,
        behind.organisation_id,
    }
    message = Message.objects.first()
    data = json.loads(body_of(message))["data"]
    assert data["update"]["url"].startswith("http://127.0.0.1:8000/de/campaigns/wahlrecht/")
    assert data["campaign"]["slug"] == "wahlrecht"
    assert Message.objects.count() == 2


def test_who_has_left_the_site_is_told_nothing():
    from django.utils import timezone

    update = CampaignUpdateFactory(state="draft", published_at=None, slug="")
    lead = update.campaign.lead
    endpoint_of(lead)
    lead.left_at = timezone.now()
    lead.save()
    services.publish_update(update)
    assert not Message.objects.exists()
