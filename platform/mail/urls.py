from django.urls import path

from mail import views

app_name = "mail"
urlpatterns = [
    path("mailbox/", views.message_list, name="mailbox"),
    path("mailbox/<int:pk>/", views.message_detail, name="message"),
    path("mailbox/<int:pk>/html/", views.message_html, name="message_html"),
]
