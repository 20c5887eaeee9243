"""The queue of background jobs: what an operation puts in it is there when the operation's transaction is, and not else."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

# Django's own connection, so that what is queued is queued in the transaction of the operation.
MANAGER: Final = JobManager(DjangoConnector())
SILENCE: Final = timedelta(seconds=30)
"""A worker shows itself every ten seconds; one that has not for this long is dead."""


def put_in_queue(task: str, queue: str, *, lock: str | None = None, **arguments: Any) -> None:
    """Queue the task by its name in this transaction, without loading what the worker needs to carry it out.

    Of jobs with the same `lock` only one is carried out at a time.
    """
    configure_task(name=task, job_manager=MANAGER, queue=queue, lock=lock).defer(**arguments)


def worker_is_running() -> bool:
    """Say whether any worker has shown itself lately, so that a page need not turn for ever."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENCE).exists()


def of_dead_workers(queue: str) -> "QuerySet[ProcrastinateJob]":
    """Return the jobs of the queue that a worker had begun when it died."""
    running = ProcrastinateJob.objects.filter(queue_name=queue, status="doing")
    return running.filter(Q(worker=None) | Q(worker__last_heartbeat__lt=timezone.now() - SILENCE))


def take_up_left_behind(queue: str) -> int:
    """Put what dead workers had begun in the queue again, and return how many jobs. Each must bear being done twice."""
    left = list(of_dead_workers(queue))
    for job in left:
        MANAGER.retry_job_by_id(job.pk, retry_at=timezone.now())
    return len(left)
