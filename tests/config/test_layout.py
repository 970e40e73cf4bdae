"""`platform/` is a folder on the path and must never become a package."""

import platform
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_platform_gives_the_standard_library():
    assert Path(platform.__file__).parent == Path(sysconfig.get_paths()["stdlib"])


def test_platform_is_no_package():
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_nothing_below_platform_hides_a_standard_module():
    # `locale` may be there: a folder without `__init__.py` gives way to the real module.
    packages = {path.parent.name for path in (ROOT / "platform").glob("*/__init__.py")}
    modules = {path.stem for path in (ROOT / "platform").glob("*.py")}
    assert not (packages | modules) & set(sys.stdlib_module_names)
