"""Django's SQLite backend with one writer at a time, so that none of them starves."""
