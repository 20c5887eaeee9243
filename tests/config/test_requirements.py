"""The pinned requirements fit pyproject.toml and say nothing about where they were compiled."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-s3.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["s3"],
    "requirements-dev.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line) for line in lines]
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


@pytest.mark.parametrize("file", NEEDED)
def test_every_dependency_is_pinned_to_a_version_that_it_allows(file: str) -> None:
    pinned = pins(file)
    wanted = [Requirement(text) for text in NEEDED[file]]
    assert [str(one) for one in wanted if canonicalize_name(one.name) not in pinned] == []
    assert [str(one) for one in wanted if pinned[canonicalize_name(one.name)] not in one.specifier] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-s3.txt"])
def test_all_files_pin_the_same_versions(file: str) -> None:
    developing = pins("requirements-dev.txt")
    assert {name: developing.get(name) for name in pins(file)} == pins(file)


@pytest.mark.parametrize("file", NEEDED)
def test_every_line_is_a_pin_a_hash_or_a_comment(file: str) -> None:
    allowed = re.compile(
        r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*"
    )
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not allowed.fullmatch(line)] == []


@pytest.mark.parametrize("file", NEEDED)
def test_no_address_and_no_path_of_a_machine_is_written_down(file: str) -> None:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(r"://|@|(^|\s)/|index|find-links", line)] == []
