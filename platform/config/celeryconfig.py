"""Celery's settings. Read lazily, after Django's, by config/celery.py."""

from django.conf import settings
from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES

QUEUE_NAMES = ("default", "intake", "mail", "news", "webhooks")

broker_url = settings.BROKER_URL
broker_connection_timeout = 2
# One try: what could not be published is published again by the sweeper.
broker_transport_options: dict[str, object] = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # the worker itself waits for its broker for ever
worker_cancel_long_running_tasks_on_connection_loss = False

_queue_arguments = {}
if not broker_url:
    TRANSPORT_ALIASES["folder"] = "config.broker:Transport"
    broker_url = "folder://localhost"
    broker_transport_options |= {
        "data_folder_in": str(settings.BROKER_DIR / "messages"),
        "data_folder_out": str(settings.BROKER_DIR / "messages"),
        "control_folder": str(settings.BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
elif broker_url.startswith(("amqp", "pyamqp")):
    # Without the two timeouts a broker that hangs would hold a publisher for ever.
    broker_transport_options |= {"confirm_publish": True, "read_timeout": 3, "write_timeout": 3}
    broker_heartbeat = 30
    _queue_arguments = {"x-queue-type": "quorum"}
elif broker_url.startswith("redis"):
    broker_transport_options |= {"socket_connect_timeout": 2, "socket_timeout": 3}

task_queues = [
    Queue(name, routing_key=name, queue_arguments=_queue_arguments) for name in QUEUE_NAMES
]
task_default_queue = "default"
task_default_exchange_type = "direct"
task_default_queue_type = "quorum" if _queue_arguments else "classic"
task_create_missing_queues = False
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
task_serializer = "json"
accept_content = ["json"]
worker_prefetch_multiplier = 1
worker_enable_remote_control = False
worker_send_task_events = False
worker_hijack_root_logger = False
worker_redirect_stdouts = False
timezone = "UTC"
