"""Whether the web node on a port of this machine answers: `livez.py PORT [SECONDS TO WAIT]`.

The exit code says so. Python's own library only: an image has neither curl nor wget.
"""

import sys
import time
import urllib.request


def main(port: str, wait: str = "0") -> int:
    deadline = time.monotonic() + float(wait)
    while (fault := what_is_wrong(port)) and time.monotonic() < deadline:
        time.sleep(0.2)
    if fault:
        print(f"/livez on port {port}: {fault}", file=sys.stderr)
    return 1 if fault else 0


def what_is_wrong(port: str) -> str:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=4):
            return ""
    except OSError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
