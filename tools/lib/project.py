"""Where the project stands, and the one Python that its outputs are compared with."""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, "build")
ORACLE = "/usr/bin/python3.11"
ORACLE_VERSION = "Python 3.11.2"


def environment():
    """The environment of every compared run: nothing of the user's that could show."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "LC_", "LANG", "NAMETAG"))}
    kept.update(PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", LC_ALL="C.UTF-8", TZ="UTC",
                NO_COLOR="1", PYTHONIOENCODING="utf-8")
    if "PYTHONHOME" in os.environ:
        kept["PYTHONHOME"] = os.environ["PYTHONHOME"]
    return kept


def require_oracle():
    """Stops unless the oracle is there in the version that the expectations come from."""
    try:
        found = subprocess.run([ORACLE, "-V"], capture_output=True, text=True).stdout.strip()
    except OSError as error:
        found = str(error)
    if found != ORACLE_VERSION:
        sys.exit(f"{ORACLE}: need {ORACLE_VERSION}, found: {found}")


def relative(path):
    """The path as seen from the project's root."""
    return os.path.relpath(os.path.abspath(path), ROOT)
