#!/usr/bin/env python
"""Django's command line, with `platform/` on the path as a source root."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # `platform/` is a folder on the path, never a package: `import platform`
    # must keep giving the standard library's module.
    sys.path.insert(0, str(ROOT / "platform"))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
