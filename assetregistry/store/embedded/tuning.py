"""Server settings: quick bulk loads on a small machine, without giving up what was committed."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1024 * 1024


def server_settings(socket_dir: Path, port: int) -> str:
    """The text of `postgresql.auto.conf`. Durability (fsync, synchronous_commit, full pages) stays as it comes: on."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    settings = {
        "listen_addresses": "",
        "port": port,
        "unix_socket_directories": socket_dir,
        "unix_socket_permissions": "0700",
        "max_connections": 60,
        "shared_buffers": f"{_between(128, memory_mb // 16, 1024)}MB",
        "effective_cache_size": f"{_between(512, memory_mb // 2, 16384)}MB",
        "maintenance_work_mem": f"{_between(64, memory_mb // 32, 512)}MB",
        "work_mem": f"{_between(16, memory_mb // 128, 64)}MB",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "wal_compression": "lz4",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "random_page_cost": 1.1,
        "max_parallel_workers_per_gather": 2,
        "jit": "off",
        "default_toast_compression": "lz4",
        "log_min_messages": "warning",
        "log_line_prefix": "%m ",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
