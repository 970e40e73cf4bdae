"""What programs send about shifts: the types; what each may hold, the pages' forms say."""

from __future__ import annotations

from rest_framework import serializers

from languages.services import SPOKEN_CHOICES
from volunteers.forms.planning import MOST_LANGUAGES
from volunteers.models import Level, Role, Shift, ShiftSignup


class ShiftsQuery(serializers.Serializer):
    """What one may ask of the list."""

    campaign = serializers.SlugField(required=False, help_text="Slug of a campaign.")
    state = serializers.ChoiceField(Shift.State.choices, required=False)
    is_past = serializers.BooleanField(
        required=False, help_text="Those that are over, the latest first."
    )


class NewShiftInput(serializers.Serializer):
    campaign = serializers.SlugField(help_text="One that an organisation of yours leads.")
    title = serializers.CharField(max_length=120, help_text="In German.")
    description = serializers.CharField(required=False, allow_blank=True, help_text="In German.")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField(required=False, allow_blank=True, help_text="In words.")
    district = serializers.CharField(required=False, allow_blank=True)
    role = serializers.ChoiceField(Role.choices)
    minimum = serializers.IntegerField(min_value=0, max_value=500)
    maximum = serializers.IntegerField(min_value=1, max_value=500)


class ShiftInput(serializers.Serializer):
    """What is not sent stays as it is."""

    event = serializers.SlugField(allow_null=True, help_text="Null for none.")
    team = serializers.SlugField(allow_null=True, help_text="Null for none.")
    venue = serializers.SlugField(
        allow_null=True, help_text="Null for none: then `place` says it. One of both."
    )
    place = serializers.CharField(allow_blank=True)
    district = serializers.CharField(allow_blank=True)
    minimum_age = serializers.IntegerField(min_value=0, max_value=99)
    contact_name = serializers.CharField(allow_blank=True)
    contact_phone = serializers.CharField(allow_blank=True, help_text="Everybody can read it.")
    offer_hours = serializers.IntegerField(min_value=1, max_value=168)


class ShiftTimeInput(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    knows = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=40,
        help_text="The `mark` of a refusal `would_clash`: move it all the same.",
    )


class RequirementLanguageInput(serializers.Serializer):
    language = serializers.ChoiceField(SPOKEN_CHOICES)
    level = serializers.ChoiceField(Level.choices, default=Level.GOOD)


class RequirementInput(serializers.Serializer):
    """So many people for one thing; with languages, whoever speaks one of them."""

    role = serializers.ChoiceField(Role.choices)
    minimum = serializers.IntegerField(min_value=0, max_value=500)
    maximum = serializers.IntegerField(min_value=1, max_value=500)
    languages = serializers.ListField(
        child=RequirementLanguageInput(), required=False, max_length=MOST_LANGUAGES
    )


class ShiftTextInput(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(allow_blank=True, default="", help_text="Markdown.")
    meeting_point = serializers.CharField(allow_blank=True, default="", max_length=200)


class PresenceInput(serializers.Serializer):
    presence = serializers.ChoiceField(
        ShiftSignup.Presence.choices, allow_blank=True, help_text="Empty takes it back."
    )
    at = serializers.DateTimeField(
        required=False, help_text="When it was noted; of several what was noted last holds."
    )
    until = serializers.DateTimeField(required=False, help_text="When somebody left early.")
