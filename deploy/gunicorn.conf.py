"""How the pages are served: two processes with threads, without a log of addresses, renewed now and then."""

import os
from typing import Any

bind = os.environ.get("CASEFLOW_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("CASEFLOW_PROCESSES", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 500
limit_request_line, limit_request_fields, limit_request_field_size = 4094, 60, 8190
accesslog = None  # addresses hold what people look for; each request has its line in our own log, by route
worker_tmp_dir = "/dev/shm"  # heartbeats do not wait for a disk
forwarded_allow_ips = "127.0.0.1"


def child_exit(server: Any, worker: Any) -> None:
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
