import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from jobs.lifeline import follow_server  # noqa: E402 - the apps are ready only now

follow_server()
