"""A control test that is run for an answer of the demo: at once, without a worker, and through the product's own steps."""

import tempfile
from pathlib import Path

from django.core.files.base import ContentFile

from rimlig.controltests.files import Given
from rimlig.controltests.outcome import to_json
from rimlig.controltests.registry import control_test
from rimlig.demo.content import ControlTest
from rimlig.demo.papers import content_of
from rimlig.followup.models import FollowUpResult
from rimlig.followup.running.operations import begin_run, finish_run, start_run, take_figures
from rimlig.organisation.models import User


def examine(row: FollowUpResult, asked: ControlTest, *, by: User) -> FollowUpResult:
    """Run the test on its files, lay it beside the answer, and take its figures into the answer.

    The job that stands in the queue too finds the run done, and leaves it so.
    """
    contents = {name: content_of(paper) for name, paper in asked.files.items()}
    files = {name: ContentFile(content, asked.files[name].name) for name, content in contents.items()}
    run = begin_run(row, test=asked.code, files=files, parameters=asked.parameters, by=by)
    start_run(run.pk, by=None)
    if not finish_run(run.pk, _outcome(asked, contents), by=None):
        raise AssertionError(run)
    run.refresh_from_db()
    return take_figures(run, version=row.version, by=by)


def _outcome(asked: ControlTest, contents: dict[str, bytes]) -> bytes:
    from rimlig.controltests.running import run_test  # noqa: PLC0415  # the engine is loaded where something is examined

    with tempfile.TemporaryDirectory(prefix="rimlig-demo-") as folder:
        files = {}
        for name, content in contents.items():
            path = Path(folder) / name
            path.write_bytes(content)
            files[name] = Given(path, asked.files[name].name)
        return to_json(run_test(control_test(asked.code), files, asked.parameters)).encode()
