"""The settings of an office, with one thing wrong that ``UNSAFE`` names."""

import os

from caseflow.settings import *
from caseflow.settings import DATABASES

match os.environ.get("UNSAFE", ""):
    case "synchronous":
        options = DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    case "mmap":
        DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA mmap_size=268435456;"
    case "sign_up":
        ACCOUNT_ADAPTER = "allauth.account.adapter.DefaultAccountAdapter"
        INSTALLED_APPS = list(dict.fromkeys([*INSTALLED_APPS, "allauth", "allauth.account"]))
        MIDDLEWARE = list(dict.fromkeys([*MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]))
