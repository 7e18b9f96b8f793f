"""What each setting means: the reference page of the settings is made of this."""

MEANING = {
    "TOUCHSTONE_ANCHORS": "Folder of the ledger's anchors; in production on another disk or host. Default: in the data folder.",
    "TOUCHSTONE_CACHE": "Cache address, such as `redis://127.0.0.1:6379/1`. Default: a table of the database.",
    "TOUCHSTONE_CLAMD": "Socket or host:port of a ClamAV daemon. Without it evidence says “not scanned”.",
    "TOUCHSTONE_DATA": "Folder of an embedded centre: database, files, secrets. Default: `./data`.",
    "TOUCHSTONE_DATABASE": "Database address, such as `postgres://user@host/touchstone`. Default: SQLite.",
    "TOUCHSTONE_EMAIL_BACKEND": "Django's mail backend by its dotted path. Default: prints mail on the console.",
    "TOUCHSTONE_EMAIL_FROM": "The sender of mail.",
    "TOUCHSTONE_FILE_SECRET": "Secret that seals the keys of files and credentials. Losing it loses the files.",
    "TOUCHSTONE_HOSTS": "Host names that this centre answers to, with commas between.",
    "TOUCHSTONE_IDLE_MINUTES": "Minutes without a request after which a session ends. Default 30.",
    "TOUCHSTONE_LOG_LEVEL": "Level of the log. Default WARNING.",
    "TOUCHSTONE_ORIGINS": "Further https:// origins whose forms are trusted, with commas between.",
    "TOUCHSTONE_POOL": "Connections to PostgreSQL for each web process. Default 8.",
    "TOUCHSTONE_PRODUCTION": "1 in production: secure cookies, and no start with a weak setting.",
    "TOUCHSTONE_SECRET_KEY": "Secret of sessions and links; at least 40 characters.",
    "TOUCHSTONE_URL": "The public address, which certificates carry. Default `http://127.0.0.1:8000`.",
    "TOUCHSTONE_WORKER": "1 where a worker runs, so that long jobs go to it.",
    "TOUCHSTONE_WORKERS": "Processes of the worker. Default 2.",
}
