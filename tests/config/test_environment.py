import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rimlig.config import environment


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("Yes", True), ("1", True), ("off", False), ("0", False)]
)
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", value)
    assert environment.boolean("RIMLIG_PROBE", default=not expected) is expected


@pytest.mark.parametrize("default", [True, False])
def test_what_is_not_set_or_empty_is_the_default(monkeypatch: pytest.MonkeyPatch, default: bool) -> None:
    assert environment.boolean("RIMLIG_PROBE", default=default) is default
    monkeypatch.setenv("RIMLIG_PROBE", "")
    assert environment.boolean("RIMLIG_PROBE", default=default) is default


@pytest.mark.parametrize(("value", "expected"), [("0", 0), ("10", 10)])
def test_a_number_within_its_bounds(monkeypatch: pytest.MonkeyPatch, value: str, expected: int) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", value)
    assert environment.number("RIMLIG_PROBE", 5, most=10) == expected


@pytest.mark.parametrize("value", ["-1", "11", "ten", "1.5"])
def test_a_number_outside_its_bounds_or_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", value)
    with pytest.raises(ImproperlyConfigured):
        environment.number("RIMLIG_PROBE", 5, most=10)


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("från filen\n")
    monkeypatch.setenv("RIMLIG_PROBE_FILE", str(tmp_path / "secret"))
    assert environment.text("RIMLIG_PROBE") == "från filen"
    monkeypatch.setenv("RIMLIG_PROBE", "direkt")
    with pytest.raises(ImproperlyConfigured):
        environment.text("RIMLIG_PROBE")


def test_addresses_are_scheme_and_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", "https://a.example.se/, http://localhost:8000")
    assert environment.addresses("RIMLIG_PROBE", "") == ["https://a.example.se", "http://localhost:8000"]


@pytest.mark.parametrize("value", ["a.example.se", "ftp://a.example.se", "https://a.example.se/path", "https://"])
def test_anything_else_is_no_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("RIMLIG_PROBE", value)
    with pytest.raises(ImproperlyConfigured):
        environment.addresses("RIMLIG_PROBE", "")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://anna:hemligt@db.example.se:6432/plan", ("plan", "anna", "hemligt", "db.example.se", 6432, {})),
        ("postgres://anna@/plan?host=/run/postgresql", ("plan", "anna", "", "", "", {"host": "/run/postgresql"})),
    ],
)
def test_the_address_of_a_database(url: str, expected: tuple[object, ...]) -> None:
    config = environment.database(url)
    found = *(config[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")), config.get("OPTIONS", {})
    assert found == expected


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///x",
        "mysql://anna:hemligt@h/d",
        "hemligt",
        "postgres://anna:hemligt@h",
        "postgres://anna:hemligt@h:x/d",
    ],
)
def test_another_database_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database(url)
    assert str(refused.value) == "DATABASE_URL: write it as postgres://user:password@host:5432/name."


def test_the_secret_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret-key"
    first = environment.secret_key("RIMLIG_PROBE", file)
    assert (environment.secret_key("RIMLIG_PROBE", file), len(first) >= 50) == (first, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
