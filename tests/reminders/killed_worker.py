"""A process that sends the mail of a test's database: started by test_killed_workers.py, which kills it half-way."""

import json
import os
import sys

import django


def main(database: str, port: str, where: str) -> None:
    """Send what is due by the server on the port; `where` says at which step to stop and wait for the end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
    django.setup()
    from django.conf import settings  # noqa: PLC0415  # after the settings are named
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict.update(json.loads(database))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(port)
    from rimlig.reminders import outbox  # noqa: PLC0415  # needs the apps

    def stop(*_given: object) -> None:
        sys.stdout.write("here\n")
        sys.stdout.flush()
        sys.stdin.read()

    if where == "taken":
        outbox._hand_over = stop  # type: ignore[assignment]
    outbox.send_what_is_due()
    stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
