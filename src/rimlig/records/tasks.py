"""What the worker does with stored files: it draws their previews."""

from procrastinate.contrib.django import app

from rimlig.core.queueing import take_up_left_behind
from rimlig.records.previews import DRAW, QUEUE, draw_preview, draw_what_is_missing


@app.task(name=DRAW, queue=QUEUE)
def draw(stored_file: int) -> None:
    """Draw the file that has just been stored."""
    draw_preview(stored_file)


@app.periodic(cron="20 * * * *")
@app.task(name="records.draw_what_is_missing", queue=QUEUE, queueing_lock="records.draw_what_is_missing")
def draw_missing(timestamp: int) -> None:  # noqa: ARG001  # procrastinate gives it
    """Every hour: take up what a worker that died has left, and draw what was stored while none ran."""
    take_up_left_behind(QUEUE)
    draw_what_is_missing()
