"""The Python files that comparisons with CPython run over.

As a program it prints the packages that install them.
"""

import glob
import os
import subprocess

PACKAGES = ("libpython3.11-minimal", "libpython3.11-stdlib", "libpython3.11-testsuite",
            "libpython3.11-dev", "python3-lib2to3", "python3-distutils", "python3.11-venv")


def library_files():
    """Every .py file that the packages install."""
    listed = subprocess.run(["dpkg-query", "-L", *PACKAGES], capture_output=True, text=True,
                            check=True).stdout.split("\n")
    return sorted({path for path in listed if path.endswith(".py") and os.path.isfile(path)})


def files_below(paths):
    """The files, and the .py files of the folders; without any, those of the library."""
    if not paths:
        yield from library_files()
    for path in paths:
        if os.path.isdir(path):
            yield from sorted(glob.glob(os.path.join(path, "**/*.py"), recursive=True))
        else:
            yield path


if __name__ == "__main__":
    print(*PACKAGES)
