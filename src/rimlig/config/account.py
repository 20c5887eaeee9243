"""Which account of the machine runs the embedded database, and what that account must be let into.

PostgreSQL refuses to run as root. When root starts it, it runs as the owner of its data, or as the owner of the directory
that the data will stand in, or as an account without any rights that is made for it.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVICE_ACCOUNT = "rimlig-database"


class DatabaseUnavailable(Exception):  # it reads as what is the matter
    """The database cannot be used; the text is one line for people."""


@dataclass(frozen=True)
class ServerAccount:
    """The account that runs the server. When we are not root it is our own."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether it is the account that this process runs as."""
        return self.uid == os.geteuid()

    def run(self, command: list[str], *, standard_input: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program as the account, with nothing of our environment, and wait for it to end."""
        return subprocess.run(
            command, input=standard_input, capture_output=True, text=True, check=False, **self._as_it()
        )

    def start(self, command: list[str], *, log: Path) -> int:
        """Start a program as the account that lives on without us, writing to `log`, and give its process id."""
        # The shell gives the program away: it is not our child, so we need not wait for its end.
        script = ["/bin/sh", "-c", '"$@" </dev/null >>"$0" 2>&1 & echo $!', str(log), *command]
        done = subprocess.run(
            script, capture_output=True, text=True, check=True, start_new_session=True, **self._as_it()
        )
        return int(done.stdout)

    def _as_it(self) -> dict[str, Any]:
        change = {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        # Where we stand may be closed to the account, and our variables (PGPORT, PGDATA …) would be obeyed.
        return {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}, "umask": 0o077, **change}

    def make_directory(self, path: Path) -> None:
        """Make a directory that the account owns and nobody else reads, or make sure that it is one."""
        try:
            path.mkdir(mode=0o700)
            if not self.is_ours:
                os.chown(path, self.uid, self.gid)
        except FileExistsError:
            pass
        except OSError as error:
            raise DatabaseUnavailable(f"Cannot make {path}: {error.strerror}.") from error
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or found.st_mode & 0o077:
            raise DatabaseUnavailable(f"{path} belongs to somebody else or is open to others; remove it.")

    def let_read(self, *trees: Path) -> None:
        """Let the account read and run programs that root has installed for itself alone."""
        if self.is_ours:
            return
        for tree in trees:
            for path in (tree, *tree.rglob("*")):
                mode = path.stat().st_mode
                wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
                if wanted != mode:
                    path.chmod(wanted)

    def let_pass(self, *directories: Path) -> None:
        """Let the account go through to the directories.

        Only root does this, and only the right to pass through is given, not to list: a project below a closed home
        directory could not be tried as root otherwise.
        """
        if self.is_ours:
            return
        for directory in directories:
            for part in (directory, *directory.parents):
                found = part.stat()
                right = stat.S_IXGRP if found.st_gid == self.gid else stat.S_IXOTH
                if found.st_uid != self.uid and not found.st_mode & right:
                    part.chmod(found.st_mode | right)


def account_for(var: Path, data: Path) -> ServerAccount:
    """Give the account that runs the server whose data stand, or will stand, in `data` below `var`."""
    if os.geteuid() != 0:
        return ServerAccount(os.geteuid(), os.getegid())
    for directory in (data, var):
        if directory.exists() and (found := directory.stat()).st_uid != 0:
            return ServerAccount(found.st_uid, _main_group(found.st_uid, found.st_gid))
    entry = _entry(SERVICE_ACCOUNT) or _made() or pwd.getpwnam("nobody")
    return ServerAccount(entry.pw_uid, entry.pw_gid)


def _main_group(uid: int, otherwise: int) -> int:
    """The group of the account, not of the directory: that may be root's."""
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return otherwise


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd | None:
    """Make the account; None where the machine does not let us, as in a container with a fixed list of accounts."""
    if program := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin"):
        command = [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
        subprocess.run(command, check=False, capture_output=True)
    return _entry(SERVICE_ACCOUNT)
