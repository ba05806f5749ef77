"""One private PostgreSQL cluster in a data folder: made, started, mended after a crash, and stopped."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from assetregistry.errors import RegistryError
from assetregistry.store.embedded.account import Account
from assetregistry.store.embedded.binaries import Binaries, require_binaries
from assetregistry.store.embedded.tuning import server_settings

DATABASE = "assetregistry"
ROLE = "assetregistry"
PORT = 5432  # only names the socket's file
SHARED_HOME = Path("/var/lib/assetregistry")
START_SECONDS = 60
STOP_SECONDS = 300  # a checkpoint on a busy disk takes its time
KEYS = 12


@dataclass(frozen=True)
class ClusterStatus:
    """Whether the cluster runs, and where its parts are."""

    running: bool
    pid: int | None
    data_dir: Path
    socket_dir: Path
    bin_dir: Path | None
    postgres_version: str | None
    postgis_version: str | None


class EmbeddedCluster:
    """The cluster of one data folder; making this object touches nothing.

    As root the server runs under another account. Where that account cannot reach the data folder (below /root, say),
    the cluster lies in /var/lib/assetregistry under a name derived from the folder's.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().resolve()
        self.account = Account.choose()
        self.key = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:KEYS]

    @cached_property
    def home(self) -> Path:
        """The folder of the cluster and its log."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        reached = self.account.reaches(self.data_dir)
        return self.data_dir / "postgresql" if reached else SHARED_HOME / self.key

    @property
    def cluster_dir(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "data"

    @property
    def log_path(self) -> Path:
        """What the server has to say."""
        return self.home / "server.log"

    @property
    def socket_dir(self) -> Path:
        """The socket's folder: short, because a socket's path may have no more than 107 bytes."""
        return Path(tempfile.gettempdir()) / f"assetregistry-{self.account.uid}-{self.key}"

    @cached_property
    def binaries(self) -> Binaries:
        """PostgreSQL's programs, fetched when the machine has none."""
        return require_binaries(self.data_dir / "debian")

    def url(self, database: str = DATABASE) -> str:
        """The libpq URL of a database of this cluster."""
        return f"postgresql://{ROLE}@/{database}?{urlencode({'host': str(self.socket_dir), 'port': PORT})}"

    def start(self) -> str:
        """Start the server unless it runs, make the registry's database unless it is there; returns its URL."""
        with self._locked():
            if not self._answers():
                self._prepare()
                self._launch()
            self._make_database()
        return self.url()

    def stop(self, mode: str = "fast") -> bool:
        """Stop the server; False when it did not run. No process, socket or lock stays behind."""
        if not self._pid_file.exists():
            self._forget_socket()
            return False
        with self._locked():
            running = self._server_pid() is not None
            if running:
                self._halt(mode)
            self._forget_socket()
        self._lock_path.unlink(missing_ok=True)
        return running

    def status(self) -> ClusterStatus:
        """Look without changing anything."""
        versions = (None, None)
        running = self._answers()
        if running:
            with psycopg.connect(self.url()) as connection:
                row = connection.execute("SELECT current_setting('server_version'), postgis_lib_version()").fetchone()
                versions = row or versions
        return ClusterStatus(
            running=running,
            pid=self._server_pid(),
            data_dir=self.data_dir,
            socket_dir=self.socket_dir,
            bin_dir=self.binaries.bin_dir if running else None,
            postgres_version=versions[0],
            postgis_version=versions[1],
        )

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, as a copy of `template` where one is given."""
        query = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            query += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(query)

    def drop_database(self, name: str) -> None:
        """Drop a database and everybody's connections to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def remove(self) -> None:
        """Stop the server and delete the cluster with everything in it; nothing is written that will be deleted."""
        self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    # -- steps -------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self.account.own([self.home, self.socket_dir])
        if self.home.parent == SHARED_HOME:
            SHARED_HOME.chmod(0o755)
        if (self.cluster_dir / "PG_VERSION").exists():
            self._check_version()
        else:
            self._initialise()
        settings = server_settings(self.socket_dir, PORT)
        self._write(self.cluster_dir / "postgresql.auto.conf", settings)

    def _initialise(self) -> None:
        """initdb into a folder of its own, then renamed: a cluster is there whole or not at all."""
        half_made = self.home / "data.new"
        shutil.rmtree(half_made, ignore_errors=True)
        options = [
            "--username",
            ROLE,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--lc-collate",  # ids and codes sort by their bytes: twice as quick, and the same on every machine
            "C",
            "--lc-ctype",
            "C.UTF-8",
            "--data-checksums",
        ]
        self._run([self.binaries.program("initdb"), "--pgdata", str(half_made), "--no-instructions", *options])
        half_made.rename(self.cluster_dir)

    def _check_version(self) -> None:
        made_by = int((self.cluster_dir / "PG_VERSION").read_text())
        if made_by != self.binaries.major():
            raise RegistryError(
                f"the cluster in {self.cluster_dir} was made by PostgreSQL {made_by}, this machine has "
                f"{self.binaries.major()}: install postgresql-{made_by}-postgis-3, "
                "or choose another ASSETREGISTRY_DATA_DIR"
            )

    def _launch(self) -> None:
        if self._server_pid() is None:
            self._pid_file.unlink(missing_ok=True)  # left by a server that was killed
        else:
            self._halt()  # it runs, but its socket was cleared away with other temporary files
        self._forget_socket(keep_folder=True)
        try:
            self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(self.log_path))
        except RegistryError as error:
            raise RegistryError(f"{error}; its log says: {self._last_words()} ({self.log_path})") from None

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        with psycopg.connect(self.url()) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")

    # -- looking -----------------------------------------------------------------------------------------------

    @property
    def _pid_file(self) -> Path:
        return self.cluster_dir / "postmaster.pid"

    @property
    def _lock_path(self) -> Path:
        return self.data_dir / ".starting"

    def _server_pid(self) -> int | None:
        """The server's process, when it is really ours and alive."""
        try:
            pid = int(self._pid_file.read_text().split("\n", maxsplit=1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (OSError, ValueError):
            return None
        return pid if str(self.cluster_dir) in command else None

    def _answers(self) -> bool:
        if self._server_pid() is None:
            return False
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if "starting up" not in str(error) and "shutting down" not in str(error):
                    return False
                time.sleep(0.05)
            else:
                return True
        return False

    def _last_words(self) -> str:
        try:
            lines = [line for line in self.log_path.read_text(errors="replace").splitlines() if line.strip()]
        except OSError:
            return "nothing"
        telling = [line for line in lines if "FATAL" in line or "ERROR" in line or "PANIC" in line]
        return (telling or lines or ["nothing"])[-1]

    # -- doing -------------------------------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One starter or stopper at a time; the lock goes with the process that holds it."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._lock_path.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _halt(self, mode: str = "fast") -> None:
        self._pg_ctl("stop", "-m", mode, "-w", "-t", str(STOP_SECONDS))

    def _pg_ctl(self, *arguments: str) -> None:
        self._run([self.binaries.program("pg_ctl"), "-D", str(self.cluster_dir), *arguments])

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command,
            cwd="/",
            env=self.binaries.full_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # Ctrl-C in a terminal is for us, not for the server
            **self.account.subprocess_options(),
        )
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
            raise RegistryError(f"PostgreSQL's {Path(command[0]).name} failed: {said}")

    def _execute(self, query: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(query)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if self.account.drops:
            os.chown(path, self.account.uid, self.account.gid)

    def _forget_socket(self, *, keep_folder: bool = False) -> None:
        if not self.socket_dir.exists() or self._server_pid() is not None:
            return
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.socket_dir / name).unlink(missing_ok=True)
        if not keep_folder:
            shutil.rmtree(self.socket_dir, ignore_errors=True)
