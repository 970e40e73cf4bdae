from django.urls import path

from volunteers.views import links, looking, signing_up

app_name = "shifts"
urlpatterns = [
    path("", looking.shift_list, name="list"),
    path("<int:pk>/", looking.detail, name="detail"),
    path("<int:pk>/shift.ics", looking.calendar, name="calendar"),
    path("<int:pk>/share.png", looking.share_image, name="share_image"),
    path("<int:pk>/sign-up/", signing_up.sign_up, name="sign_up"),
    path("<int:pk>/sign-up/sent/", signing_up.sent, name="sent"),
    path("<int:pk>/confirm/<str:secret>/", links.confirm, name="confirm"),
    path("<int:pk>/offer/<str:secret>/", links.offer, name="offer"),
    path("<int:pk>/leave/<str:secret>/", links.leave, name="leave"),
    path("<int:pk>/guardian/<str:secret>/", links.guardian, name="guardian"),
    path("tickets/<str:code>/", links.ticket, name="ticket"),
]
