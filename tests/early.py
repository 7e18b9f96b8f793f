"""Loaded before anything else: tests have a data folder of their own, whichever way they are run."""

import os
import tempfile

os.environ["TOUCHSTONE_DATA"] = tempfile.mkdtemp(prefix="touchstone-tests-")
os.environ["TOUCHSTONE_WORKER"] = "0"
