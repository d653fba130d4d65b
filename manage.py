#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import sys

AS_OWNER = {
    "migrate",
    "backup",
    "restore",
    "database_roles",
    "showmigrations",
}  # the role that serves pages owns nothing


def main():
    """Run administrative tasks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseflow.settings")
    os.environ.setdefault("CASEFLOW_STATEMENT_TIMEOUT", "0")  # nobody waits for a command as for a page
    if (owner := os.environ.get("CASEFLOW_OWNER_DATABASE")) and sys.argv[1:2] and sys.argv[1] in AS_OWNER:
        os.environ["CASEFLOW_DATABASE"] = owner
    try:
        from django.core.management import execute_from_command_line
    except ImportError as exc:
        raise ImportError(
            "Couldn't import Django. Are you sure it's installed and "
            "available on your PYTHONPATH environment variable? Did you "
            "forget to activate a virtual environment?"
        ) from exc
    from caseflow.acting import SYSTEM, current

    current.set(SYSTEM)
    refuse_where_unsafe(sys.argv[1:2])
    execute_from_command_line(sys.argv)


def refuse_where_unsafe(arguments):
    """Nothing that serves or writes cases begins in an unsafe set-up."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    command = "".join(arguments)
    if not command or command.startswith("-") or "--help" in sys.argv:
        return
    try:
        django.setup()
        from caseflow import safety

        safety.insist(command)
    except ImproperlyConfigured as unsafe:
        sys.exit(str(unsafe))


if __name__ == "__main__":
    main()
