"""The embedded database is shared by many processes, and any of them may end in any way at any moment."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from rimlig.config import database
from rimlig.config.account import DatabaseUnavailable, ServerAccount
from rimlig.config.database import EmbeddedDatabase

HOLDER = Path(__file__).with_name("holder.py")
AS_ROOT = os.geteuid() == 0

Holder = subprocess.Popen[str]
Hold = Callable[..., Holder]


@pytest.fixture(scope="module")
def made_once(lasting_place: Path) -> Path:
    """A directory with a database that has been started and stopped."""
    var = lasting_place / "var"
    embedded = EmbeddedDatabase(var, durable=False)
    embedded.hold()
    embedded.release()
    return var


@pytest.fixture
def var(made_once: Path, place: Path) -> Path:
    """A directory with a stopped database of the test's own."""
    subprocess.run(["cp", "-a", made_once, place / "var"], check=True)
    return place / "var"


@pytest.fixture
def empty(place: Path) -> Path:
    """A directory that is not there yet."""
    return place / "var"


@pytest.fixture
def start() -> Iterator[Hold]:
    """Start a process that will hold a database; killed at the end if it still lives."""
    started: list[Holder] = []

    def start_one(var: Path, *account: str) -> Holder:
        command = [sys.executable, str(HOLDER), str(var), *account]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def hold(start: Hold) -> Hold:
    """Start a process and wait until it holds the database."""

    def hold_one(var: Path, *account: str) -> Holder:
        process = start(var, *account)
        assert answer(process) == "held"
        return process

    return hold_one


@pytest.fixture
def server(var: Path) -> Iterator[EmbeddedDatabase]:
    """A database that this process holds."""
    embedded = EmbeddedDatabase(var, durable=False)
    embedded.hold()
    yield embedded
    embedded.release()


def answer(process: Holder) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def end(process: Holder) -> None:
    """Let it end in order."""
    process.communicate()
    assert process.returncode == 0


def kill(process: Holder) -> None:
    process.kill()
    process.communicate()


def ask(var: Path, query: str) -> object:
    """Connect as Rimlig does, commit, and give the first value of the first row."""
    place = EmbeddedDatabase(var).django_settings()
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"]
    ) as connection:
        cursor = connection.execute(query)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def is_running(var: Path) -> bool:
    try:
        return ask(var, "SELECT true") is True
    except psycopg.OperationalError:
        return False


def server_process(var: Path) -> psutil.Process:
    return psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0]))


def is_alive(process: psutil.Process) -> bool:
    """Where nobody collects the dead they keep their id."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def kill_server(var: Path) -> None:
    os.kill(server_process(var).pid, signal.SIGKILL)


def test_what_it_is(server: EmbeddedDatabase, var: Path) -> None:
    settings = ["listen_addresses", "server_encoding", "default_text_search_config", "unix_socket_permissions"]
    assert [ask(var, f"SHOW {setting}") for setting in settings] == ["", "UTF8", "pg_catalog.swedish", "0700"]
    assert ask(var, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(var, "SELECT lower('ÅÄÖ')") == "åäö"
    assert (
        ask(
            var,
            "SELECT server_version_num::int / 10000 FROM current_setting('server_version_num') AS server_version_num",
        )
        == 18
    )


def test_nobody_else_may_open_the_data_or_the_socket(server: EmbeddedDatabase) -> None:
    socket = server.socket_directory / ".s.PGSQL.5432"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (server.data, socket)] == [0o700, 0o700]


def test_several_that_start_at_once_on_an_empty_directory_share_one_server(start: Hold, empty: Path) -> None:
    processes = [start(empty) for _ in range(4)]
    assert [answer(process) for process in processes] == ["held"] * 4
    assert ask(empty, "SELECT count(*) FROM pg_database WHERE datname = 'rimlig'") == 1
    for process in processes:
        end(process)
    assert not is_running(empty)


def test_the_last_that_ends_stops_it(hold: Hold, var: Path) -> None:
    first, last = hold(var), hold(var)
    end(first)
    assert is_running(var)
    end(last)
    assert not is_running(var)


def test_a_killed_holder_is_not_waited_for(hold: Hold, var: Path) -> None:
    killed, last = hold(var), hold(var)
    kill(killed)
    assert is_running(var)
    end(last)
    assert not is_running(var)


def test_after_all_were_killed_the_next_takes_over(hold: Hold, var: Path) -> None:
    kill(hold(var))
    left = server_process(var)
    following = hold(var)
    assert server_process(var) == left
    end(following)
    assert not is_alive(left)


def test_a_forked_child_keeps_it_running_when_its_parent_is_killed(hold: Hold, var: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from rimlig.config.database import EmbeddedDatabase\n"
        "EmbeddedDatabase(Path(sys.argv[1]), durable=False).hold()\n"
        "if os.fork() == 0: print(os.getpid(), flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(var)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        child = psutil.Process(int(answer(parent)))
        os.kill(parent.pid, signal.SIGKILL)
        end(hold(var))
        assert is_running(var)
        child.kill()
    end(hold(var))
    assert not is_running(var)


def test_a_forked_child_that_ends_takes_nothing_from_its_parent(server: EmbeddedDatabase, var: Path) -> None:
    child = os.fork()
    if child == 0:
        try:
            server.release()
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert is_running(var)


def test_what_was_committed_survives_that_everything_is_killed(hold: Hold, var: Path) -> None:
    holder = hold(var, "durable")
    ask(var, "CREATE TABLE kept AS SELECT 17 AS number")
    kill_server(var)
    kill(holder)
    hold(var)
    assert ask(var, "SELECT number FROM kept") == 17


def test_it_starts_although_another_process_has_got_the_id_of_a_dead_server(hold: Hold, var: Path) -> None:
    holder = hold(var)
    file = var / "postgres" / "postmaster.pid"
    remembered = file.read_text()
    end(holder)
    dead = remembered.splitlines()[0]
    # Ours: PostgreSQL takes no notice of processes of other accounts, and as root we are another account.
    account = server_account(var)
    with subprocess.Popen(["sleep", "60"], **({"user": account.uid} if AS_ROOT else {})) as other:
        file.write_text(remembered.replace(dead, str(other.pid), 1))
        lock = var / "postgres" / ".s.PGSQL.5432.lock"
        lock.write_text(remembered.replace(dead, str(other.pid), 1))
        for path in (file, lock):
            os.chown(path, account.uid, account.gid)
        hold(var)
        assert is_running(var)
        assert other.poll() is None
        other.kill()


def server_account(var: Path) -> ServerAccount:
    owner = (var / "postgres").stat()
    return ServerAccount(owner.st_uid, owner.st_gid)


@pytest.mark.parametrize("content", ["", "\n", "garbage\n", "17"], ids=["empty", "blank", "garbage", "cut"])
def test_it_starts_although_the_file_of_its_process_is_damaged(hold: Hold, var: Path, content: str) -> None:
    file = var / "postgres" / "postmaster.pid"
    file.write_text(content)
    os.chown(file, server_account(var).uid, server_account(var).gid)
    hold(var)
    assert is_running(var)


def test_it_is_started_again_when_its_socket_has_been_cleared_away(hold: Hold, var: Path) -> None:
    kill(hold(var))
    before = server_process(var)
    (EmbeddedDatabase(var).socket_directory / ".s.PGSQL.5432").unlink()
    hold(var)
    assert is_running(var)
    assert not is_alive(before)


def test_a_first_start_cut_short_leaves_nothing_in_the_way(hold: Hold, empty: Path) -> None:
    half_made = empty / "postgres.new" / "base"
    half_made.mkdir(parents=True)
    (half_made.parent / "PG_VERSION").write_text("18\n")
    hold(empty)
    assert is_running(empty)
    assert not half_made.exists()


@pytest.mark.parametrize(
    "name",
    ["två ord, å", "citat ' \" $HOME `x` \\", "långt " + "x" * 120],
    ids=["space-comma", "quotes", "longer-than-a-socket-path"],
)
def test_any_path_will_do(made_once: Path, place: Path, name: str) -> None:
    moved = place / name
    subprocess.run(["cp", "-a", made_once, moved], check=True)
    embedded = EmbeddedDatabase(moved, durable=False)
    embedded.hold()
    assert is_running(moved)
    embedded.release()
    assert not (embedded.socket_directory / ".s.PGSQL.5432").exists()


@pytest.mark.parametrize("name", ["två ord, å", "citat ' \" $HOME `x` \\"], ids=["space-comma", "quotes"])
def test_it_can_be_made_anywhere(place: Path, name: str) -> None:
    embedded = EmbeddedDatabase(place / name, durable=False)
    embedded.hold()
    assert is_running(place / name)
    embedded.release()


def test_a_socket_directory_that_somebody_else_made_is_not_used(made_once: Path, place: Path) -> None:
    subprocess.run(["cp", "-a", made_once, place / ("x" * 120)], check=True)
    embedded = EmbeddedDatabase(place / ("x" * 120), durable=False)
    embedded.socket_directory.mkdir(mode=0o777)
    embedded.socket_directory.chmod(0o777)
    try:
        with pytest.raises(DatabaseUnavailable) as refused:
            embedded.hold()
    finally:
        embedded.socket_directory.rmdir()
    assert (
        str(refused.value) == f"{embedded.socket_directory} belongs to somebody else or is open to others; remove it."
    )


def test_data_of_another_version_are_left_alone(hold: Hold, start: Hold, var: Path) -> None:
    (var / "postgres" / "PG_VERSION").write_text("16\n")
    assert answer(start(var)) == (
        f"{var}/postgres was made by PostgreSQL 16, and this installation has 18; docs/running.md says how to move the data."
    )


def test_a_server_that_cannot_start_says_why_in_one_line(hold: Hold, start: Hold, var: Path) -> None:
    (var / "postgres" / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    said = answer(start(var))
    assert said.startswith("The embedded database did not start: ")
    assert said.endswith(f"(more in {var}/postgres/server.log)")
    assert "FATAL:" in said


@pytest.mark.skipif(not AS_ROOT, reason="only root can become somebody else")
class TestAsRoot:
    """Root shares a machine with others, and PostgreSQL does not run as root."""

    @pytest.fixture(autouse=True)
    def _reachable(self, place: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        ServerAccount(nobody.pw_uid, nobody.pw_gid).let_pass(place, database.binaries())

    def test_an_ordinary_account_runs_its_own(self, hold: Hold, empty: Path) -> None:
        empty.mkdir()
        os.chown(empty, pwd.getpwnam("nobody").pw_uid, -1)
        holder = hold(empty, "nobody")
        assert server_process(empty).username() == "nobody"
        end(holder)
        assert not is_running(empty)

    def test_root_and_the_owner_of_the_directory_share_one_server(self, hold: Hold, empty: Path) -> None:
        empty.mkdir()
        os.chown(empty, pwd.getpwnam("nobody").pw_uid, -1)
        first = hold(empty)  # as root
        assert server_process(empty).username() == "nobody"
        last = hold(empty, "nobody")
        end(first)
        assert is_running(empty)
        end(last)
        assert not is_running(empty)

    def test_the_directory_of_root_is_closed_to_others(self, hold: Hold, start: Hold, var: Path) -> None:
        hold(var)
        assert answer(start(var, "nobody")) == f"Cannot write in {var}: Permission denied. Set RIMLIG_VAR."

    def test_closed_directories_above_are_opened_for_passing_through_only(self, hold: Hold, place: Path) -> None:
        closed = place / "closed"
        closed.mkdir(mode=0o700)
        hold(closed / "var")
        assert [stat.S_IMODE(path.stat().st_mode) for path in (closed, closed / "var")] == [0o701, 0o701]
