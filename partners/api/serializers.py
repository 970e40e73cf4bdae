"""What programs read of organisations, and send of their own."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from partners.models import (
    FieldOfWork,
    Membership,
    Organisation,
    OrganisationContact,
    OrganisationText,
)
from web.osdi import OsdiSerializer


class FieldOfWorkSerializer(serializers.ModelSerializer):
    """Something an organisation can be found by."""

    name = serializers.CharField(source="text.name")
    language = serializers.CharField(source="text.language")

    class Meta:
        model = FieldOfWork
        fields = ["slug", "name", "language"]


class OrganisationSentenceSerializer(serializers.ModelSerializer):
    class Meta:
        model = OrganisationText
        fields = ["language", "status", "summary"]


class OrganisationTextSerializer(OrganisationSentenceSerializer):
    description = serializers.CharField(help_text="Markdown.")

    class Meta(OrganisationSentenceSerializer.Meta):
        fields = [*OrganisationSentenceSerializer.Meta.fields, "description"]


class OrganisationSerializer(OsdiSerializer):
    """An organisation as it appears in the directory."""

    identified_as = "organisation"
    languages: Any = serializers.SlugRelatedField(
        "language", many=True, read_only=True, help_text="In which one can talk to them."
    )
    logo_url = serializers.SerializerMethodField(help_text="Empty where there is none.")
    text = OrganisationSentenceSerializer(allow_null=True)

    class Meta:
        model = Organisation
        fields = [
            "slug", "identifiers", "origin_system", "browser_url", "name", "short_name", "summary",
            "kind", "district", "languages", "verified_at", "logo_url", "text",
        ]  # fmt: skip

    def get_logo_url(self, organisation: Organisation) -> str:
        if organisation.logo is None:
            return ""
        return urljoin(settings.SITE_URL, organisation.logo.fallback.url)


class PublicContactSerializer(serializers.Serializer):
    """What they have said may be public; other lines are not there."""

    name = serializers.CharField(required=False)
    email = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)
    address = serializers.CharField(required=False)


class OrganisationDetailSerializer(OrganisationSerializer):
    """An organisation with its own words, and how to reach it. Of one that has left: its name,
    and until when it took part."""

    fields_of_work: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)
    contact = serializers.SerializerMethodField()
    text = OrganisationTextSerializer(allow_null=True)

    # What the page of an organisation that has left does not tell any more.
    GONE: Mapping[str, Any] = {
        "website": "", "district": "", "languages": [], "verified_at": None,
        "fields_of_work": [], "contact": {},
    }  # fmt: skip

    class Meta(OrganisationSerializer.Meta):
        fields = [
            *OrganisationSerializer.Meta.fields, "website", "fields_of_work", "contact", "left_at",
        ]  # fmt: skip

    @extend_schema_field(PublicContactSerializer)
    def get_contact(self, organisation: Organisation) -> dict[str, str]:
        try:
            return organisation.contact.public
        except OrganisationContact.DoesNotExist:
            return {}

    def to_representation(self, instance: Organisation) -> dict[str, Any]:
        told = super().to_representation(instance)
        if instance.left_at is None:
            return told
        if told["text"] is not None:
            told["text"] = told["text"] | {"description": ""}
        return {**told, **self.GONE}


class OwnOrganisationSerializer(OrganisationSerializer):
    """An organisation as its members see it, whether its page is public or not."""

    fields_of_work: Any = serializers.SlugRelatedField("slug", many=True, read_only=True)

    class Meta(OrganisationSerializer.Meta):
        fields = [
            *OrganisationSerializer.Meta.fields, "website", "fields_of_work", "is_public",
            "left_at",
        ]  # fmt: skip


class MemberSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user", help_text="Or the address of who gave no name.")

    class Meta:
        model = Membership
        fields = ["id", "name", "role", "joined_at"]


class ProfileInput(serializers.Serializer):
    """What is not sent stays as it is."""

    name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    short_name = serializers.CharField(max_length=24, required=False, allow_blank=True)
    kind = serializers.ChoiceField(Organisation.Kind.choices, required=False)
    website = serializers.CharField(max_length=200, required=False, allow_blank=True)
    district = serializers.CharField(max_length=40, required=False, allow_blank=True)
    fields_of_work = serializers.ListField(
        child=serializers.SlugField(max_length=50), required=False, max_length=100
    )
    languages = serializers.ListField(
        child=serializers.CharField(max_length=12), required=False, max_length=200
    )


class OwnContactSerializer(serializers.ModelSerializer):
    """How to reach them. Each line is public only where its `is_…_public` is true."""

    class Meta:
        model = OrganisationContact
        fields = [
            "name", "is_name_public", "email", "is_email_public", "phone", "is_phone_public",
            "address", "is_address_public",
        ]  # fmt: skip


class ContactInput(serializers.Serializer):
    """What is not sent stays as it is."""

    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    is_name_public = serializers.BooleanField(required=False)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    is_email_public = serializers.BooleanField(required=False)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    is_phone_public = serializers.BooleanField(required=False)
    address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    is_address_public = serializers.BooleanField(required=False)


class OrganisationWordsInput(serializers.Serializer):
    """What is not sent stays as it is; a language that is new needs the summary."""

    summary = serializers.CharField(max_length=280, required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True, help_text="Markdown.")
