"""The process of its own in which a template is checked or filled in: see apart.py.

Run as `python -m rimlig.reporting.own_word.child LANGUAGE`: a pickled `Job` on
standard input, from us and nobody else; on standard output a line of JSON,
{"problems": [...]} or {"size": n}, and after it as many bytes.
"""

import json
import os
import pickle
import resource
import sys
from pathlib import Path

from rimlig.reporting.own_word.apart import MOST_BYTES, MOST_MEMORY, took_too_much


def _speak(language: str) -> None:
    """Let the sentences come out in the language: all of Django that this process needs."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.utils.translation import activate  # noqa: PLC0415

    rooms = Path(__file__).parents[2]
    settings.configure(USE_I18N=True, LOCALE_PATHS=[str(path) for path in sorted(rooms.glob("*/locale"))])
    django.setup()
    activate(language)


def main() -> None:
    """Do the job on standard input and answer on standard output, within the limits."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not speak into the answer
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _speak(sys.argv[1])
    from rimlig.reporting.own_word.filling import done  # noqa: PLC0415  # after the limits

    job = pickle.loads(sys.stdin.buffer.read())  # noqa: S301  # our own process sent it, and the template in it is bytes
    resource.setrlimit(resource.RLIMIT_CPU, (job.seconds, job.seconds + 1))
    problems, document = done(job.template, job.report)
    if len(document) > MOST_BYTES:
        problems, document = [took_too_much()], b""
    answers.write(
        json.dumps({"problems": problems} if problems else {"size": len(document)}).encode() + b"\n" + document
    )
    answers.flush()


if __name__ == "__main__":
    main()
