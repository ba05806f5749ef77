"""The registry's own PostGIS: it starts whatever was left behind, keeps what was committed, and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from assetregistry.errors import RegistryError
from assetregistry.store.embedded import EmbeddedCluster, binaries, packages

pytestmark = pytest.mark.database


@pytest.fixture
def own(tmp_path: Path) -> Iterator[EmbeddedCluster]:
    """A cluster of one test."""
    cluster = EmbeddedCluster(tmp_path / "data")
    yield cluster
    cluster.remove()


def _ask(cluster: EmbeddedCluster, query: str) -> object:
    with psycopg.connect(cluster.url()) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return row[0]


def _kill(cluster: EmbeddedCluster) -> None:
    pid = cluster.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    for _ in range(200):
        if _gone(pid):
            return
        time.sleep(0.02)


def _gone(pid: int | None) -> bool:
    """Ended, or waiting for its parent to take note of that."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().split()[2] == "Z"


def test_it_starts_twice_as_once_and_stops_without_a_trace(own: EmbeddedCluster) -> None:
    assert not own.status().running
    url = own.start()
    first = own.status()
    assert own.start() == url
    assert own.status().pid == first.pid
    assert first.postgis_version
    assert _ask(own, "SHOW listen_addresses") == ""
    assert own.stop()
    assert not own.stop()
    assert not own.socket_dir.exists()
    assert _gone(first.pid)
    assert [path.name for path in own.data_dir.iterdir()] in ([], ["postgresql"])


def test_what_was_committed_survives_a_kill_and_would_a_power_cut(own: EmbeddedCluster) -> None:
    own.start()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert _ask(own, f"SHOW {setting}") == "on"
    with psycopg.connect(own.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    _kill(own)
    assert not own.status().running
    own.start()
    assert _ask(own, "SELECT count(*) FROM kept") == 1000


def test_it_mends_a_lost_socket(own: EmbeddedCluster) -> None:
    own.start()
    shutil.rmtree(own.socket_dir)
    own.start()
    assert _ask(own, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_anew(own: EmbeddedCluster) -> None:
    half = own.home / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("15")
    own.start()
    assert _ask(own, "SELECT 1") == 1
    assert not half.exists()


def test_two_data_folders_run_side_by_side(own: EmbeddedCluster, cluster: EmbeddedCluster) -> None:
    own.start()
    assert own.url() != cluster.url()
    assert own.status().pid != cluster.status().pid
    with psycopg.connect(own.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE only_here ()")
    assert _ask(cluster, "SELECT to_regclass('only_here')") is None


def test_starters_at_the_same_moment_get_one_server(own: EmbeddedCluster) -> None:
    with ThreadPoolExecutor(4) as pool:
        urls = set(pool.map(lambda _: EmbeddedCluster(own.data_dir).start(), range(4)))
    assert urls == {own.url()}
    assert _ask(own, "SELECT 1") == 1


def test_ctrl_c_does_not_reach_the_server(own: EmbeddedCluster) -> None:
    own.start()
    pid = own.status().pid
    assert pid is not None
    assert os.getsid(pid) != os.getsid(0)


def test_another_versions_cluster_is_refused_with_what_to_install(own: EmbeddedCluster) -> None:
    own.start()
    own.stop()
    (own.cluster_dir / "PG_VERSION").write_text("9")
    with pytest.raises(RegistryError, match=r"PostgreSQL 9.*install.*ASSETREGISTRY_DATA_DIR"):
        own.start()


def test_a_server_that_cannot_start_says_why(own: EmbeddedCluster) -> None:
    own.start()
    own.stop()
    (own.cluster_dir / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(RegistryError, match=r"no_such_setting|configuration"):
        own.start()


def test_without_any_postgis_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "DEBIAN_ROOT", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RegistryError, match=r"apt-get install .*postgis") as refused:
        binaries.require_binaries(tmp_path / "cache")
    assert "\n" not in str(refused.value)
    assert packages.ADVICE in str(refused.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_runs_it_too() -> None:
    folder = Path("/var/tmp") / f"assetregistry-test-{os.getpid()}"  # noqa: S108  (a folder that `nobody` can reach)
    script = (
        "from pathlib import Path; from assetregistry.store.embedded import EmbeddedCluster\n"
        f"cluster = EmbeddedCluster(Path({str(folder)!r})); cluster.start()\n"
        "print(cluster.status().postgis_version, cluster.account.drops)\n"
        "cluster.remove()\n"
    )
    folder.mkdir()
    shutil.chown(folder, "nobody", "nogroup")
    try:
        done = subprocess.run(
            [_python_for_all(), "-c", script], user="nobody", group="nogroup", extra_groups=[], cwd="/",
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(folder)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1] == "False"


def _python_for_all() -> str:
    """A Python of this version that other users may run: ours may lie below /root."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (Path(sys.executable).resolve(), Path("/usr/bin") / version):
        if path.exists() and all(parent.stat().st_mode & 0o001 for parent in path.parents):
            return str(path)
    pytest.skip("this Python cannot be run by other users")
