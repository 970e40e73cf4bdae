from django.urls import path

from petitions.organise import (
    exporting,
    figures,
    guided,
    looking,
    moderation,
    previewing,
    publishing,
    reviewing,
    searching,
    steps,
    texts,
)

app_name = "petitions_organise"
urlpatterns = [
    path("", looking.petition_list, name="list"),
    path("new/", guided.begin, name="begin"),
    # No petition has these addresses: web.slugs.RESERVED.
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/ask/", moderation.ask, name="ask_for_moderation"),
    path("<slug:slug>/", looking.detail, name="detail"),
    path("<slug:slug>/write/<slug:step>/", guided.step, name="step"),
    path("<slug:slug>/check/", guided.check, name="check"),
    path("<slug:slug>/text/<str:language>/", texts.text, name="text"),
    path("<slug:slug>/figures/", figures.figures, name="figures"),
    path("<slug:slug>/preview/<str:language>/", previewing.preview, name="preview"),
    path("<slug:slug>/change/", texts.begin_change, name="begin_change"),
    path("<slug:slug>/change/publish/", texts.publish_change, name="publish_change"),
    path("<slug:slug>/change/discard/", texts.discard_change, name="discard_change"),
    *(
        path(f"<slug:slug>/{deed}/", publishing.lead, {"deed": deed}, name=deed.replace("-", "_"))
        for deed in publishing.DEEDS
    ),
    path("<slug:slug>/answer/", publishing.answer, name="answer"),
    path("<slug:slug>/review/", moderation.review, name="review"),
    path("<slug:slug>/review-signatures/", reviewing.queue, name="review_signatures"),
    path(
        "<slug:slug>/review-signatures/invalidated/",
        reviewing.invalidated,
        name="invalidated_signatures",
    ),
    path("<slug:slug>/review-signatures/<slug:signal>/", reviewing.group, name="suspicious_group"),
    path("<slug:slug>/find/", searching.find_signature, name="find_signature"),
    path("<slug:slug>/find/help/", searching.help_with, name="help_with_signature"),
    path("<slug:slug>/exports/", exporting.exports, name="exports"),
    path("<slug:slug>/exports/<uuid:export_id>/fetch/", exporting.fetch, name="fetch_export"),
    path("<slug:slug>/milestones/new/", steps.add, name="step_add"),
    path("<slug:slug>/milestones/<int:step_id>/", steps.edit, name="step_edit"),
    path("<slug:slug>/milestones/<int:step_id>/remove/", steps.remove, name="step_remove"),
    path("<slug:slug>/milestones/<int:step_id>/<str:language>/", steps.text, name="step_text"),
]
