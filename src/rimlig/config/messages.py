"""Compiles the translations that stand beside each room's code, without any system package."""

import sys
from pathlib import Path

import polib

ROOMS = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """Give every room's source of translations."""
    return sorted(ROOMS.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_messages() -> int:
    """Compile the catalogues that are newer than what they were compiled to, and give their number."""
    stale = [source for source in catalogues() if not _is_fresh(source)]
    for source in stale:
        compiled = source.with_suffix(".mo")
        # Two processes may compile at once, and a third may read.
        fresh = compiled.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(compiled)
    return len(stale)


def _is_fresh(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime


if __name__ == "__main__":
    sys.stderr.write(f"{compile_messages()} catalogues compiled.\n")
