"""A process that holds an embedded database until its standard input ends: python holder.py VAR [ACCOUNT | durable]."""

import codecs
import os
import pwd
import sys
from pathlib import Path

import psutil  # noqa: F401  # before we become somebody who may not read where it is installed

from rimlig.config.account import DatabaseUnavailable
from rimlig.config.database import EmbeddedDatabase


def main() -> None:
    """Say `held`, or why not; then wait, then end as any command ends."""
    var, rest = Path(sys.argv[1]), sys.argv[2:]
    if rest and rest != ["durable"]:
        codecs.lookup("ascii")  # loaded now, for the same reason
        entry = pwd.getpwnam(rest[0])
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    try:
        EmbeddedDatabase(var, durable=rest == ["durable"]).hold()
    except DatabaseUnavailable as error:
        sys.stdout.write(f"{error}\n")
        sys.exit(1)
    sys.stdout.write("held\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
