"""A real worker for tests: it takes every job there is in a queue, and ends."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def empty_queue() -> None:
    """Forget every job: Django does not empty tables that are not its own between tests with real commits."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def work(queue: str = "imports") -> None:
    """Carry out what is in the queue, committed as it must be: the test needs `django_db(transaction=True)`."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    # A thread of the worker's must not keep a connection when the test is over.
    connections.settings["default"]["CONN_MAX_AGE"] = 0
    # In a thread of its own: a test of pages may have an event loop running in this one.
    worker_connector = connector.get_worker_connector()
    with app.replace_connector(worker_connector) as worker_app, ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(asyncio.run, _work(worker_app, queue)).result()


async def _work(worker_app: App, queue: str) -> None:
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            queues=[queue], wait=False, install_signal_handlers=False, listen_notify=False
        )
