from django.urls import path

from petitions.organise import links

app_name = "petitions_links"
urlpatterns = [
    path("<slug:kind>/<slug:slug>/", links.links, name="links"),
    path("<slug:kind>/<slug:slug>/<int:link_id>/", links.switch, name="switch"),
    path("<slug:kind>/<slug:slug>/<int:link_id>/qr.<slug:ending>", links.code, name="code"),
    path(
        "<slug:kind>/<slug:slug>/<int:link_id>/<str:language>-<slug:size>.pdf",
        links.print_flyer,
        name="flyer",
    ),
]
