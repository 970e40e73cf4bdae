"""Part of the namespace `volunteers_organise`; included by organise_urls.py."""

from django.urls import path

from volunteers.organise import board, messages

urlpatterns = [
    path("", board.board, name="board"),
    path("list/", board.print_list, name="board_list"),
    path("move/", board.move, name="move"),
    path("<int:pk>/people/", board.suggestions, name="suggestions"),
    path("<int:pk>/ask/", board.ask, name="ask"),
    path("<int:pk>/message/", messages.message, name="message"),
]
