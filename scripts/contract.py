"""The API's contract, docs/api/openapi.yaml: `write` it anew, or `check` that it is up to date.

drf-spectacular makes it of the code, without one warning. It is in the repository so that
every change of the API is seen in a diff, and an unintended one fails `make check`.
"""

import subprocess
import sys
import tempfile
from difflib import unified_diff
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "docs" / "api" / "openapi.yaml"
MAKE = ("manage.py", "spectacular", "--validate", "--fail-on-warn", "--lang", "en", "--file")


def main(what: str) -> int:
    if what == "write":
        CONTRACT.parent.mkdir(parents=True, exist_ok=True)
        return made(CONTRACT)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "openapi.yaml"
        if code := made(fresh):
            return code
        before = CONTRACT.read_text(encoding="utf-8") if CONTRACT.exists() else ""
        difference = list(
            unified_diff(
                before.splitlines(),
                fresh.read_text(encoding="utf-8").splitlines(),
                "docs/api/openapi.yaml",
                "the code",
                lineterm="",
            )
        )
    if difference:
        print("\n".join(difference[:80]))
        print("The API is not as docs/api/openapi.yaml says. If that is meant: make contract")
    return 1 if difference else 0


def made(path: Path) -> int:
    return subprocess.run([sys.executable, *MAKE, str(path)], cwd=ROOT).returncode


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
