"""Lists of programs that are known to fail a check: one that passes must leave its list."""

import os

from project import ROOT


class Known:
    """Rows `CHECK PROGRAM: reason`, of one check."""

    def __init__(self, path, check):
        self.programs = set()
        if path is None:
            return
        with open(path, encoding="utf-8") as file:
            rows = [line.split("#")[0].split(":")[0].split() for line in file]
        self.programs = {row[1] for row in rows if row and row[0] == check}

    def is_fault(self, program, has_failed):
        """Whether the outcome is another one than the list has it; says so when it passed."""
        is_known = os.path.relpath(program, ROOT) in self.programs
        if is_known and not has_failed:
            print(f"{program}: passes now and must leave the list of known differences")
        return is_known != has_failed
