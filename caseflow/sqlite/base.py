"""A file lock is taken before each write transaction: SQLite's own busy handler lets some writers wait for seconds."""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions of this backend write (IMMEDIATE), hence each takes its turn at the lock file."""

    _turn: int | None = None

    def _lock_path(self) -> str | None:
        name = str(self.settings_dict["NAME"])
        return None if self.is_in_memory_db() or "mode=memory" in name else f"{name}.lock"

    def _start_transaction_under_autocommit(self) -> None:
        path = self._lock_path()
        if path:
            self._turn = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_way()
            raise

    def _give_way(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            if not self.in_transaction_now():
                self._give_way()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_way()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_way()

    def in_transaction_now(self) -> bool:
        return bool(self.connection and self.connection.in_transaction)
