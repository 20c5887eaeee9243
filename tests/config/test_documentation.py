"""Whoever runs Rimlig finds every setting and every command in the documents, and nothing that is not there."""

import re
from pathlib import Path

from rimlig.config import cli
from rimlig.config.messages import ROOMS

DOCS = Path(__file__).parents[2] / "docs"
READ = re.compile(r'(?:environment\.\w+\(|environ(?:\.get)?[\[(])\s*"((?:RIMLIG|DATABASE)_[A-Z_]+)"')


def test_every_setting_is_described_and_every_description_has_its_setting() -> None:
    read = {name for path in ROOMS.rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}
    described = re.findall(r"^\| `([A-Z_]+)` \|", (DOCS / "configuration.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(described) == sorted(read)


def test_every_command_is_described_and_every_description_has_its_command() -> None:
    described = re.findall(r"^### `rimlig (\w+)", (DOCS / "running.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(described) == sorted(cli.COMMANDS)


def test_every_check_is_described() -> None:
    ids = re.findall(r'id="(rimlig\.\w+)"', (ROOMS / "config" / "checks.py").read_text(encoding="utf-8"))
    described = re.findall(
        r"^\| `(rimlig\.\w+)` \|", (DOCS / "configuration.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(described) == sorted(ids)
