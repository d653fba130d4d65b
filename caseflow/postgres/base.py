"""Every connection says for whom it works before it is asked anything: row-level security rests on it."""

from typing import Any

from django.db.backends.postgresql import base

from caseflow.acting import Acting, current

TELL = "SELECT set_config('app.actor', %s, false), set_config('app.agency', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """Tells the server when somebody else is acting, and again after whatever may have undone it."""

    _told: Acting | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        self._tell()
        return super().create_cursor(name)

    def _tell(self) -> None:
        who = current.get()
        if self._told == who or self.connection is None or self.needs_rollback:
            return
        with self.connection.cursor() as cursor:
            cursor.execute(TELL, who)
        self._told = who

    def _rollback(self) -> Any:
        self._told = None  # what was told inside the transaction is forgotten with it
        return super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None
