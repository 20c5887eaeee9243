"""The worker knows every job that a page or a schedule can put in the queue, in a process that has loaded nothing else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import rimlig

ASK = """
import django
django.setup()
from procrastinate.contrib.django import app
print(" ".join(sorted(name for name in app.tasks if "builtin" not in name)))
"""
DECORATED = re.compile(r"@app\.task\(")


def test_the_worker_finds_every_job_of_every_room() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings_for_tests",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    known = done.stdout.split()
    written = [
        path
        for path in Path(rimlig.__file__).parent.rglob("*.py")
        for _task in DECORATED.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(known) == len(written), (known, written)
