import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_application = get_wsgi_application()

# The apps are ready only now.
from jobs.draining import closes_connections, follow_draining  # noqa: E402
from jobs.lifeline import follow_server  # noqa: E402
from web.memory import settle  # noqa: E402

follow_server()
follow_draining()
settle()
application = closes_connections(_application)
