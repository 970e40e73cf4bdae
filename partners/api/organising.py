"""One's own organisations by program: profile, contact, words, and who is a member."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, Organising, check_match, etag_of
from partners import services
from partners.api.reading import OrganisationPage, TextPage
from partners.api.serializers import (
    ContactInput,
    MemberSerializer,
    OrganisationTextSerializer,
    OrganisationWordsInput,
    OwnContactSerializer,
    OwnOrganisationSerializer,
    ProfileInput,
)
from partners.forms import ContactForm, ProfileForm
from partners.models import (
    FieldOfWork,
    Membership,
    Organisation,
    OrganisationContact,
    OrganisationQuerySet,
    OrganisationText,
)
from partners.rules import open_to
from partners.workspace import translatable
from partners.workspace.access import find
from partners.workspace.api_texts import known_language, save_words
from partners.workspace.texts import TextForm
from web.api import LANGUAGE, CursorPage

TAGS = ["organise organisations"]
CHANGE, WRITE = "partners.change_organisation", "partners.write_organisation_text"


def found(request: Request, slug: str, need: str = "") -> Organisation:
    """Raises Http404 for strangers, NotAllowed without the right that is needed."""
    own = Organisation.objects.to_show()
    return find(request, own, "partners.view_organisation", need, slug=slug)


class Organisations(OrganiserMixin, generics.ListAPIView):
    area = "organisations"
    serializer_class = OwnOrganisationSerializer
    pagination_class = OrganisationPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> OrganisationQuerySet:
        return open_to(self.request.user).to_show()

    @extend_schema(
        operation_id="organiseListOrganisations",
        summary="Organisations that you are a member of",
        description="By name.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneOrganisation(OrganiserMixin, APIView):
    area = "organisations"

    @extend_schema(
        operation_id="organiseGetOrganisation",
        summary="One organisation of yours",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OwnOrganisationSerializer,
    )
    def get(self, request: Organising, slug: str) -> Response:
        return _told(found(request, slug))

    @extend_schema(
        operation_id="organiseChangeOrganisation",
        summary="Change what an organisation's page says",
        description="Its words, its contact and its logo are things of their own. Refuses with "
        "`precondition_failed` (412).",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=ProfileInput,
        responses=OwnOrganisationSerializer,
        examples=[
            OpenApiExample(
                "Where and in which languages",
                value={"district": "Hörde", "languages": ["de", "tr"]},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str) -> Response:
        found(request, slug, CHANGE)
        typed = ProfileInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        sent = typed.validated_data
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(slug=slug)
            organisation = found(request, slug, CHANGE)
            check_match(request, state_told(organisation))
            if "fields_of_work" in sent:
                sent["fields_of_work"] = _keys_of(sent["fields_of_work"])
            data = {**ProfileForm(organisation=organisation).initial, **sent}
            form = ProfileForm(data, organisation=organisation)
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            services.edit_organisation(organisation, form.cleaned_data, actor=request.user)
        return _told(found(request, slug))


def _keys_of(slugs: list[str]) -> list[int]:
    """A slug that nothing has is a key that no form knows."""
    known = dict(FieldOfWork.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [known.get(slug, 0) for slug in slugs]


def state_told(organisation: Organisation) -> dict[str, Any]:
    """What a change could be wrong about, in whatever language it was read."""
    names = ("slug", "name", "short_name", "kind", "website", "district", "is_public", "left_at")
    return {name: getattr(organisation, name) for name in names} | {
        "fields_of_work": sorted(field.slug for field in organisation.fields_of_work.all()),
        "languages": sorted(one.language for one in organisation.languages.all()),
    }


def _told(organisation: Organisation) -> Response:
    data = OwnOrganisationSerializer(organisation).data
    return Response(data, headers={"ETag": etag_of(state_told(organisation))})


class Contact(OrganiserMixin, APIView):
    area = "organisations"

    @extend_schema(
        operation_id="organiseGetOrganisationContact",
        summary="How to reach an organisation of yours, public or not",
        description="For its organisers and owners.",
        tags=TAGS,
        responses=OwnContactSerializer,
    )
    def get(self, request: Organising, slug: str) -> Response:
        return _contact_told(_contact_of(found(request, slug, CHANGE)))

    @extend_schema(
        operation_id="organiseChangeOrganisationContact",
        summary="Say how to reach an organisation, and what of it is public",
        description="Refuses with `precondition_failed` (412).",
        tags=TAGS,
        request=ContactInput,
        responses=OwnContactSerializer,
        examples=[
            OpenApiExample(
                "A public address",
                value={"email": "post@bunter-bund.example", "is_email_public": True},
                request_only=True,
            )
        ],
    )
    def patch(self, request: Organising, slug: str) -> Response:
        organisation = found(request, slug, CHANGE)
        typed = ContactInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        with transaction.atomic():
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
            present = _contact_of(organisation)
            check_match(request, OwnContactSerializer(present).data)
            shown = ContactForm(contact=present)
            form = ContactForm({**shown.initial, **typed.validated_data}, contact=present)
            if not form.is_valid():
                raise ValidationError(form.errors.as_data())
            services.edit_contact(organisation, form.cleaned_data, actor=request.user)
        return _contact_told(_contact_of(organisation))


def _contact_of(organisation: Organisation) -> OrganisationContact:
    present = OrganisationContact.objects.filter(organisation=organisation).first()
    return present or OrganisationContact()


def _contact_told(contact: OrganisationContact) -> Response:
    data = OwnContactSerializer(contact).data
    return Response(data, headers={"ETag": etag_of(data)})


class Texts(OrganiserMixin, generics.ListAPIView):
    area = "organisations"
    serializer_class = OrganisationTextSerializer
    pagination_class = TextPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[OrganisationText]:
        here = found(self.request, self.kwargs["slug"])
        return OrganisationText.objects.filter(organisation=here)

    @extend_schema(
        operation_id="organiseListOrganisationTexts",
        summary="The words of an organisation of yours",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneText(OrganiserMixin, APIView):
    area = "organisations"

    @extend_schema(
        operation_id="organiseGetOrganisationText",
        summary="An organisation's words in one language",
        tags=TAGS,
        responses=OrganisationTextSerializer,
    )
    def get(self, request: Organising, slug: str, language: str) -> Response:
        return _text_told(_text(found(request, slug), known_language(language)))

    @extend_schema(
        operation_id="organiseWriteOrganisationText",
        summary="Write an organisation's words in one language",
        description="Makes the language where it is not there yet; German comes first. Refuses "
        "with `text_is_fixed` (409) without it, and with `precondition_failed` (412) where "
        "somebody has changed it meanwhile.",
        tags=TAGS,
        request=OrganisationWordsInput,
        responses=OrganisationTextSerializer,
        examples=[
            OpenApiExample(
                "In English", value={"summary": "We advise in nine languages."}, request_only=True
            )
        ],
    )
    def patch(self, request: Organising, slug: str, language: str) -> Response:
        organisation = found(request, slug, WRITE)
        known_language(language)
        typed = OrganisationWordsInput(data=request.data, partial=True)
        typed.is_valid(raise_exception=True)
        kind = translatable.kind_of("organisation")
        assert kind is not None  # noqa: S101 - registered by this app
        present = _text(organisation, language)
        save_words(
            request,
            lambda data: TextForm(OrganisationText, present, language, data),
            typed.validated_data,
            partial(kind.write, organisation, language, actor=request.user),
            shown=OrganisationTextSerializer(present).data if present else None,
        )
        return _text_told(_text(organisation, language))


def _text(organisation: Organisation, language: str) -> OrganisationText | None:
    return OrganisationText.objects.filter(organisation=organisation, language=language).first()


def _text_told(text: OrganisationText | None) -> Response:
    if text is None:
        raise Http404
    data = OrganisationTextSerializer(text).data
    return Response(data, headers={"ETag": etag_of(data)})


class MemberPage(CursorPage):
    ordering = ("joined_at", "id")


class Members(OrganiserMixin, generics.ListAPIView):
    area = "organisations"
    serializer_class = MemberSerializer
    pagination_class = MemberPage
    filter_backends: list[Any] = []

    def get_queryset(self) -> QuerySet[Membership]:
        here = found(self.request, self.kwargs["slug"])
        return Membership.objects.filter(organisation=here).select_related("user")

    @extend_schema(
        operation_id="organiseListMembers",
        summary="Who is a member of an organisation of yours",
        tags=TAGS,
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
