"""Who is told of what, and when: what awaits people, mail that is not lost, notices, calendars. It knows of no plans."""
