"""deploy/ holds what it promises, as far as that can be read from the files themselves.

What only a linter knows is asked in scripts/check_deploy.py, where the linter is.
"""

import re
from pathlib import Path

import pytest
import yaml

from config.environment import SECRET_NAMES
from tests.config.test_settings_documented import documented

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"web1", "web2", "worker", "beat", "migrate"}
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
# Settings of other programs, and of compose.yaml and the Caddyfile themselves.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
OTHERS |= {"RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS", "RABBITMQ_PASSWORD"}
OTHERS |= {"RELEASE", "WEB_NODES"}
PYTHONS = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def instructions(name: str) -> list[str]:
    """The arguments of a Dockerfile's instruction, from the last stage only."""
    last_stage = (DEPLOY / "Dockerfile").read_text().split("\nFROM ")[-1]
    return re.findall(rf"^{name} (.+)$", last_stage, re.MULTILINE)


def example() -> dict[str, str]:
    lines = (DEPLOY / "production.env.example").read_text().splitlines()
    return dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))


def required() -> set[str]:
    settings = (ROOT / "docs/operations.md").read_text().split("## Settings")[1].split("\n## ")[0]
    return set(re.findall(r"^\| ([A-Z_]+) \|[^|]+\| \*\*required", settings, re.MULTILINE))


def seconds(text: str) -> int:
    return int(re.fullmatch(r"(\d+)s", text)[1])


def stop_seconds() -> float:
    """How long a web node may take to stop in production."""
    source = (ROOT / "platform/config/settings.py").read_text()
    found = re.findall(r"WEB_(?:DRAIN|STOP)_SECONDS\", ([\d.]+) if PRODUCTION", source)
    assert len(found) == 2
    return sum(map(float, found))


def test_the_image_runs_as_nobody_in_particular():
    assert instructions("USER") == ["10001:10001"]
    assert not re.search(r"apt-get|gcc|build-essential", (DEPLOY / "Dockerfile").read_text())


def test_only_known_wheels_are_installed():
    installing = re.findall(r"pip install (.+)", (DEPLOY / "Dockerfile").read_text())
    assert installing == ["--require-hashes --only-binary=:all: -r requirements.txt"]


def test_the_image_holds_every_app_and_nothing_private():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps | {"platform", "templates", "static", "manage.py", "requirements.txt"} <= let_in
    assert "*" in lines
    assert not let_in & {"var", ".git", ".venv", "tests", "deploy"}
    assert [name for name in let_in if not (ROOT / name).exists()] == []


def test_every_image_has_a_version():
    images = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    images += [service["image"] for service in SERVICES.values()]
    assert [image for image in images if not re.search(r":(\d|\$\{RELEASE)", image)] == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_locked_down(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])  # noqa: S108
    assert service["healthcheck"].get("test") or name in {"worker", "beat", "migrate"}


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["data"]["internal"]
    for name in ("database", "cache", "broker"):
        assert SERVICES[name]["networks"] == ["data"]


def test_the_parts_are_all_there_and_migrations_come_first():
    assert set(SERVICES) == OURS | {"proxy", "database", "cache", "broker"}
    assert SERVICES["worker"]["deploy"]["replicas"] == 2
    for name in OURS - {"migrate"}:
        condition = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_names_and_ports_agree():
    nodes = re.search(r"\{\$WEB_NODES:(.+?)\}", (DEPLOY / "Caddyfile").read_text())[1].split()
    assert nodes == ["web1:8000", "web2:8000"]
    for name in ("web1", "web2"):
        assert SERVICES[name]["command"][-2:] == ["--port", "8000"]
        assert SERVICES[name]["healthcheck"]["test"][-1] == "8000"
    assert instructions("EXPOSE") == ["8000"]
    assert '"--port", "8000"' in instructions("CMD")[0]
    addresses = re.findall(r"[@/](database|cache|broker):", (DEPLOY / "compose.yaml").read_text())
    assert set(addresses) == {"database", "cache", "broker"}


def test_every_command_exists():
    shipped = {path.stem for path in (ROOT / "platform/jobs/management/commands").glob("*.py")}
    for name in OURS:
        assert SERVICES[name]["command"][:2] == ["python", "manage.py"]
        assert SERVICES[name]["command"][2] in shipped | {"migrate"}
    for unit in UNITS:
        command = re.search(r"^ExecStart=.+ manage.py (\S+)", unit.read_text(), re.MULTILINE)[1]
        assert command in shipped | {"migrate"}


def test_every_variable_is_a_documented_setting():
    named = set(example())
    for service in SERVICES.values():
        named |= set(service.get("environment", {}))
    for file in ("compose.yaml", "Caddyfile"):
        named |= set(re.findall(r"\$\{?([A-Z_]{3,})\b", (DEPLOY / file).read_text()))
        named |= set(re.findall(r"\{\$([A-Z_]+)", (DEPLOY / file).read_text()))
    for unit in [*UNITS, *(DEPLOY / "systemd").glob("*/*.conf")]:
        line = " ".join(re.findall(r"^Environment=(.+)$", unit.read_text(), re.MULTILINE))
        named |= set(re.findall(r"([A-Z_]+)=", line))
    assert named - set(documented()) - OTHERS - PYTHONS == set()
    operations = (ROOT / "docs/operations.md").read_text()
    assert [name for name in ("RELEASE", "WEB_NODES") if name not in operations] == []


def test_the_example_names_every_required_setting_and_no_secret():
    assert required() - set(example()) == set()
    assert len(required()) >= 9
    for name in {*SECRET_NAMES, "MAIL_URL", "POSTGRES_PASSWORD", "RABBITMQ_PASSWORD"}:
        assert example()[name] == ""
    assert "deploy/production.env" in (ROOT / ".gitignore").read_text().splitlines()


def test_supervisors_wait_longer_than_a_node_needs_to_stop():
    assert seconds(SERVICES["web1"]["stop_grace_period"]) > stop_seconds() + 5
    unit = (DEPLOY / "systemd/mitstimme-web@.service").read_text()
    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > stop_seconds() + 5
    assert "KillMode=mixed" in unit


def test_the_proxy_agrees_with_the_platform(settings):
    caddy = (DEPLOY / "Caddyfile").read_text()
    bodies = {
        name: int(size) * 1_000_000
        for name, size in re.findall(r"request_body @(\w+) {\s+max_size (\d+)MB", caddy)
    }
    pictures = settings.MAX_PICTURE_BYTES + settings.MAX_BODY_BYTES
    assert bodies == {"organise": pictures, "elsewhere": settings.MAX_BODY_BYTES}
    # Whole, before a node sees a byte of it.
    assert int(re.search(r"request_buffers (\d+)MiB", caddy)[1]) * 2**20 >= pictures
    assert seconds(re.search(r"keepalive (\S+)", caddy)[1]) < settings.WEB_HEADER_SECONDS
    assert "health_uri /livez" in caddy
    assert SERVICES["web1"]["environment"]["TRUSTED_PROXIES"] == "1"


def test_the_target_starts_units_that_exist():
    target = (DEPLOY / "systemd/mitstimme.target").read_text()
    wanted = re.findall(r"(mitstimme-\S+?)(?:@\d+)?\.service", target)
    assert sorted(set(wanted)) == ["mitstimme-beat", "mitstimme-web", "mitstimme-worker"]
    names = {unit.name.replace("@", "") for unit in UNITS}
    assert {f"{name}.service" for name in wanted} <= names


def test_units_are_hardened_in_one_place():
    lines = (DEPLOY / "systemd/mitstimme-.service.d/hardening.conf").read_text().splitlines()
    expected = {"DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict"}
    expected |= {"CapabilityBoundingSet=", "PrivateTmp=yes", "ProtectHome=yes"}
    assert expected <= set(lines)
    for unit in UNITS:
        assert unit.name.startswith("mitstimme-")
        assert not re.search(r"^(User|ReadWritePaths|ProtectSystem)=", unit.read_text(), re.M)
