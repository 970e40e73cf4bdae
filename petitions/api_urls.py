from django.urls import path

from petitions.api import (
    choosing,
    exporting,
    figures,
    leading,
    organise_texts,
    organising,
    reading,
    signing,
    stepping,
)

OWN = "organise/petitions/<slug:slug>/"

urlpatterns = [
    path("petitions/", reading.PetitionList.as_view(), name="api-petition-list"),
    path("petitions/<slug:slug>/", reading.PetitionDetail.as_view(), name="api-petition-detail"),
    path("petitions/<slug:slug>/texts/", reading.PetitionTexts.as_view()),
    path("petitions/<slug:slug>/steps/", reading.PetitionSteps.as_view()),
    path("petitions/<slug:slug>/signatures-per-day/", figures.SignaturesPerDay.as_view()),
    path("petitions/<slug:slug>/areas/", figures.Areas.as_view()),
    path("petitions/<slug:slug>/signatures/", signing.Signatures.as_view(), name="api-sign"),
    path("signatures/confirmations/", signing.Confirmations.as_view(), name="api-confirm"),
    path("organise/addressees/", choosing.Addressees.as_view()),
    path("organise/instruments/", choosing.Instruments.as_view()),
    path("organise/petitions/", organising.Petitions.as_view()),
    path(OWN, organising.OnePetition.as_view(), name="api-organise-petition"),
    path(f"{OWN}texts/", organise_texts.Texts.as_view()),
    path(f"{OWN}texts/<str:language>/", organise_texts.OneText.as_view()),
    path(f"{OWN}change/", organise_texts.Change.as_view()),
    path(f"{OWN}change/publication/", organise_texts.ChangePublication.as_view()),
    path(f"{OWN}publication/", leading.Publication.as_view()),
    path(f"{OWN}submission/", leading.Submission.as_view()),
    path(f"{OWN}closing/", leading.Closing.as_view()),
    path(f"{OWN}handover/", leading.Handover.as_view()),
    path(f"{OWN}answer/", leading.PetitionAnswer.as_view()),
    path(f"{OWN}steps/", stepping.Steps.as_view()),
    path(
        f"{OWN}steps/<int:step_id>/",
        stepping.OneStep.as_view(),
        name="api-organise-petition-step",
    ),
    path(f"{OWN}steps/<int:step_id>/texts/<str:language>/", stepping.StepWords.as_view()),
    path(f"{OWN}exports/", exporting.Exports.as_view()),
    path(
        f"{OWN}exports/<uuid:export_id>/",
        exporting.OneExport.as_view(),
        name="api-organise-petition-export",
    ),
    path(f"{OWN}exports/<uuid:export_id>/file/", exporting.ExportFile.as_view()),
]
