"""How teams look to their organisers, and what programs send about them: the types; what each may
hold, the pages' forms say."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from volunteers.api.serializers import TeamSerializer, TeamTextSerializer


class OrganisedTeamSerializer(TeamSerializer):
    """A team, be it a draft, and how many belong to it or wait. Names are `volunteers:read`."""

    campaign: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    takes_applications: Any = serializers.BooleanField()
    belonging = serializers.IntegerField(help_text="How many belong to it.")
    waiting = serializers.IntegerField(help_text="How many wait for an answer.")

    class Meta(TeamSerializer.Meta):
        fields = [*TeamSerializer.Meta.fields, "belonging", "waiting"]


class OrganisedTeamTextSerializer(TeamTextSerializer):
    questions = serializers.CharField(help_text="Whoever applies answers each; one a line.")

    class Meta(TeamTextSerializer.Meta):
        fields = [*TeamTextSerializer.Meta.fields, "questions"]


class NewTeamInput(serializers.Serializer):
    organisation = serializers.SlugField(help_text="One of yours: it carries the team.")
    name = serializers.CharField(max_length=120, help_text="In German.")
    summary = serializers.CharField(max_length=280, help_text="In German.")


class TeamInput(serializers.Serializer):
    """What is not sent stays as it is."""

    campaign = serializers.SlugField(
        allow_null=True, help_text="One that the organisation leads; null for none."
    )
    fields_of_work = serializers.ListField(
        child=serializers.SlugField(max_length=50), max_length=100
    )
    takes_applications = serializers.BooleanField()


class TeamTextInput(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    summary = serializers.CharField(max_length=280)
    about = serializers.CharField(allow_blank=True, help_text="Markdown.")
    questions = serializers.CharField(
        allow_blank=True, help_text="Whoever applies answers each; one a line."
    )
