"""What programs send about events: the types; what each may hold, the pages' forms say."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from events.models import FEATURES, Event, OwnPresence


class NewEventInput(serializers.Serializer):
    lead = serializers.SlugField(help_text="The organisation that leads it, one of yours.")
    title = serializers.CharField(max_length=120, help_text="In German.")
    summary = serializers.CharField(max_length=280, help_text="In German.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class EventInput(serializers.Serializer):
    """What is not sent stays as it is. What each may hold, the form of its page says."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    attendance = serializers.ChoiceField(Event.Attendance.choices)
    venue = serializers.SlugField(
        allow_null=True, help_text="Of `organiseListVenues`; null for none."
    )
    online_url = serializers.URLField(allow_blank=True)
    audience = serializers.ChoiceField(Event.Audience.choices)
    is_free = serializers.BooleanField()
    entry = serializers.ChoiceField(Event.Entry.choices)
    capacity = serializers.IntegerField(allow_null=True, min_value=1, max_value=100_000)
    registration_closes_at = serializers.DateTimeField(allow_null=True)
    party_at_most = serializers.IntegerField(min_value=1, max_value=20)
    offer_hours = serializers.IntegerField(min_value=1, max_value=168)
    visibility = serializers.ChoiceField(Event.Visibility.choices)
    campaign = serializers.SlugField(allow_null=True)
    spoken = serializers.ListField(child=serializers.CharField(), max_length=60)
    interpreted = serializers.ListField(child=serializers.CharField(), max_length=60)
    speakers = serializers.CharField(allow_blank=True, max_length=4000, help_text="One a line.")
    contact_name = serializers.CharField(allow_blank=True)
    contact_email = serializers.CharField(allow_blank=True)
    contact_phone = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        presence = {
            name: serializers.ChoiceField(OwnPresence.choices, allow_blank=True)
            for name in FEATURES
        }
        return super().get_fields() | presence


class TextInput(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    summary = serializers.CharField(allow_blank=True, default="", max_length=280)
    description = serializers.CharField(allow_blank=True, default="", help_text="Markdown.")
    cost = serializers.CharField(allow_blank=True, default="", max_length=160)
    access_note = serializers.CharField(allow_blank=True, default="")


class NoticeInput(serializers.Serializer):
    title = serializers.CharField(max_length=280, help_text="In German.")
