import time

from django.conf import settings

from jobs.registry import handler


@handler("workload.write")
def write(payload: dict) -> None:
    """Leave a file for each piece of work, slowly enough to be killed in the middle."""
    time.sleep(0.2)
    done = settings.VAR_DIR / "done"
    done.mkdir(exist_ok=True)
    (done / str(payload["n"])).touch()


@handler("workload.write_long")
def write_long(payload: dict) -> None:
    """Say that it has begun, and leave its file at the end of so many seconds."""
    done = settings.VAR_DIR / "done"
    done.mkdir(exist_ok=True)
    (done / "begun").touch()
    time.sleep(payload["seconds"])
    (done / str(payload["n"])).touch()
