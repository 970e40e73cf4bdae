"""The public side: looking, signing, confirming, leaving."""

from petitions.views.confirming import confirm, send_again
from petitions.views.data import data, data_file
from petitions.views.following import follow
from petitions.views.leaving import show_name, withdraw
from petitions.views.looking import (
    count,
    detail,
    feed,
    petition_list,
    picture,
    sent,
    thanks,
    version,
)
from petitions.views.signing import sign

__all__ = [
    "confirm",
    "count",
    "data",
    "data_file",
    "detail",
    "feed",
    "follow",
    "petition_list",
    "picture",
    "send_again",
    "sent",
    "show_name",
    "sign",
    "thanks",
    "version",
    "withdraw",
]
