"""What an office installs is checked like the code: units, nginx, PostgreSQL, containers."""

import json
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from caseflow.public.door import most_bytes

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
CONFINED = {
    "User=caseflow",
    "UMask=0027",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectControlGroups=yes",
    "RestrictSUIDSGID=yes",
    "RestrictNamespaces=yes",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
    "LimitCORE=0",  # what is in memory stays there
}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
class TestUnits:
    def test_it_is_confined(self, unit):
        assert set(unit.read_text().splitlines()) >= CONFINED

    def test_it_runs_what_there_is(self, unit):
        text = unit.read_text()
        assert all(command in get_commands() for command in re.findall(r"manage\.py (\w+)", text))
        assert all((ROOT / path).exists() for path in re.findall(r"--config (\S+)", text))

    def test_it_is_as_closed_as_systemd_can_judge(self, unit):
        if not shutil.which("systemd-analyze"):
            pytest.skip("systemd-analyze is not installed")
        command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", str(unit)]
        judged = subprocess.run(command, capture_output=True, text=True, check=False)
        if "Unknown" in judged.stderr or "unrecognized" in judged.stderr:
            pytest.skip("this systemd cannot judge a unit that is not installed")
        assert judged.returncode == 0, judged.stdout[-300:]


def test_every_timer_has_its_service_and_catches_up():
    timers = list(DEPLOY.glob("*.timer"))
    assert timers
    for timer in timers:
        assert timer.with_suffix(".service").exists()
        assert "Persistent=true" in timer.read_text()


def test_the_readme_starts_the_units_there_are():
    text = (ROOT / "README.md").read_text() + (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"caseflow(?:-[a-z]+)*\.(?:service|timer)", text))
    assert named == {path.name for pattern in ("*.service", "*.timer") for path in DEPLOY.glob(pattern)}


def test_the_server_of_the_pages_logs_no_address_and_bounds_a_request():
    settings = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    assert settings["accesslog"] is None
    assert settings["bind"].startswith("127.0.0.1:")
    assert settings["limit_request_line"] <= 4094
    assert settings["timeout"] <= 60


# --- nginx


def servers():
    """The blocks of nginx.conf by their first server name and port."""
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())
    found = {}
    for block in re.findall(r"^server \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL):
        name = re.search(r"server_name (\S+?)[; ]", block)[1]
        port = re.search(r"listen (\d+)", block)[1]
        found[name, port] = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
    return found


STAFF, PUBLIC = ("caseflow.example.gov.cn", "443"), ("tips.example.gov.cn", "443")


def test_nobody_writes_down_who_came_to_the_public_pages():
    lines = servers()[PUBLIC]
    assert {"access_log off;", "error_log /dev/null crit;"} <= set(lines)
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent", "Referer", "Accept-Language", "Cookie"):
        assert f'proxy_set_header {header} "";' in lines
    assert not [line for line in lines if "$remote_addr" in line]


def test_a_sender_of_forms_waits_in_memory_and_sends_as_much_as_the_program_takes():
    text = (DEPLOY / "nginx.conf").read_text()
    assert "limit_req_zone $caseflow_sender zone=caseflow_tips:2m rate=6r/m;" in text
    assert "limit_req zone=caseflow_tips burst=10 nodelay;" in servers()[PUBLIC]
    assert not [line for line in servers()[STAFF] if "caseflow_tips" in line]
    most = re.search(r"client_max_body_size (\d+)m", "\n".join(servers()[PUBLIC]))[1]
    assert int(most) << 20 == most_bytes()
    assert "client_body_temp_path /dev/shm/caseflow-tips;" in "\n".join(servers()[PUBLIC])


def test_both_hosts_of_nginx_are_hosts_of_the_example():
    told = (ROOT / ".env.example").read_text()
    assert f"CASEFLOW_HOSTS={STAFF[0]}" in told
    assert f"CASEFLOW_PUBLIC_HOST={PUBLIC[0]}" in told


def test_the_log_of_colleagues_requests_holds_neither_address_nor_path():
    text = (DEPLOY / "nginx.conf").read_text()
    (form,) = re.findall(r"log_format caseflow '(.*)';", text)
    assert not set(re.findall(r"\$\w+", form)) & {
        "$remote_addr", "$request", "$request_uri", "$uri", "$args", "$http_referer", "$http_user_agent", "$remote_user"
    }  # fmt: skip
    assert "error_log /var/log/nginx/caseflow.error.log crit;" in servers()[STAFF]


@pytest.mark.parametrize("host", [STAFF, PUBLIC], ids=["staff", "public"])
class TestHosts:
    def test_health_and_metrics_are_not_reached_from_outside(self, host):
        lines = servers()[host]
        assert "location /health/ { return 404; }" in lines
        assert "location = /metrics { return 404; }" in lines
        assert 'proxy_set_header Authorization "";' in lines

    def test_a_request_is_bounded_in_size_time_and_number(self, host):
        text = "\n".join(servers()[host])
        assert re.search(r"client_max_body_size (55|101)m;", text)
        for bound in ("client_body_timeout", "client_header_timeout", "send_timeout", "limit_conn ", "limit_req zone="):
            assert bound in text

    def test_only_current_tls_is_spoken(self, host):
        lines = servers()[host]
        assert "ssl_protocols TLSv1.2 TLSv1.3;" in lines
        assert "server_tokens off;" in lines

    def test_the_program_knows_that_it_is_asked_through_a_proxy(self, host):
        assert "proxy_set_header X-Forwarded-Proto $scheme;" in servers()[host]


def test_plain_http_only_leads_to_https():
    lines = servers()["caseflow.example.gov.cn", "80"]
    assert "return 301 https://$host$request_uri;" in lines
    assert "access_log off;" in lines


# --- PostgreSQL


def test_postgresql_is_told_not_to_write_down_statements_and_their_data():
    lines = {line.split("#")[0].strip() for line in (DEPLOY / "postgresql.conf").read_text().splitlines()}
    assert {
        "log_min_messages = log",
        "log_min_error_statement = panic",
        "log_error_verbosity = terse",
        "log_parameter_max_length_on_error = 0",
        "log_parameter_max_length = 0",
        "log_statement = none",
        "log_min_duration_statement = -1",
        "fsync = on",
        "synchronous_commit = on",
        "password_encryption = scram-sha-256",
    } <= lines


# --- containers


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_docker_understands_the_compose_file():
    if (
        not shutil.which("docker")
        or subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("docker compose is not installed")
    command = ["docker", "compose", "-f", "deploy/compose.yaml", "config", "--no-interpolate", "--format", "json"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "caseflow.env" in said.stderr:
        pytest.skip("there is no deploy/caseflow.env here")
    assert set(json.loads(said.stdout)["services"]) == {"db", "redis", "migrate", "web", "worker"}


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "redis"])
def test_a_container_has_no_rights_and_writes_nowhere_but_where_it_must(compose, name):
    service = compose["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


def test_one_door_leads_in_and_it_is_local(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]
    assert compose["networks"]["inner"] == {"internal": True}
    assert compose["services"]["db"]["networks"] == compose["services"]["redis"]["networks"] == ["inner"]


def test_redis_keeps_nothing_on_disk(compose):
    assert '--save "" --appendonly no' in compose["services"]["redis"]["command"]


def test_postgresql_in_a_container_writes_down_no_data_either(compose):
    command = compose["services"]["db"]["command"]
    for setting in (
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        "log_parameter_max_length_on_error=0",
    ):
        assert setting in command
    assert "--data-checksums" in compose["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"]


def test_no_secret_stands_in_the_compose_file(compose):
    settings = [
        *compose["services"]["db"]["environment"].items(),
        *compose["services"]["web"]["environment"].items(),
    ]
    assert not [name for name, _value in settings if re.search(r"(PASSWORD|SECRET|TOKEN|KEY)$", name)]


def test_the_image_installs_what_is_locked_and_runs_as_nobody_special():
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"^FROM python:3\.1[3-9]-\S+$", text, re.MULTILINE)  # 3.13 reads no overlapping zip
    assert "--require-hashes -r requirements-machines.lock" in text
    assert re.search(r"^USER \d{4,}$", text, re.MULTILINE)
    for source in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / each).exists() for each in source.split()), source


def test_every_package_of_the_image_is_locked_by_hash():
    for name in ("requirements.lock", "requirements-machines.lock", "requirements-dev.lock"):
        packages = re.findall(
            r"^[a-z0-9][^\n]*==[^\n]*\\\n((?:\s+--hash=\S+(?: \\)?\n)+)", (ROOT / name).read_text(), re.MULTILINE
        )
        pinned = re.findall(r"^[a-z0-9\[\],._-]+==", (ROOT / name).read_text(), re.MULTILINE | re.IGNORECASE)
        assert len(packages) == len(pinned) > 20
