"""The speed comparison: what it refuses, and how it counts."""

import os
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(HERE, "..", "..", "tools", "bench")
ORACLE = "/usr/bin/python3.11"


class Bench(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.program = self.write("program.py", "print(sum(range(3000000)))\n")

    def write(self, name, text, mode=0o755):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def compare(self, script, *options):
        """Runs the tool with a shell script in nametag's place."""
        binary = self.write("binary", "#!/bin/sh\n" + script)
        return subprocess.run([TOOL, "--binary", binary, "-n", "1", *options, self.program],
                              capture_output=True, text=True)

    def test_equal_programs(self):
        done = self.compare(f'exec {ORACLE} "$@"')
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        self.assertIn("of 1 programs", done.stdout)

    def test_other_output_fails(self):
        done = self.compare('[ "$1" = -c ] || echo other')
        self.assertEqual(1, done.returncode)
        self.assertIn("the outputs differ", done.stdout)

    def test_failing_program_fails(self):
        done = self.compare('[ "$1" = -c ] || { echo broken >&2; exit 3; }')
        self.assertEqual(1, done.returncode)
        self.assertIn("nametag fails, status 3: broken", done.stdout)

    def test_gate_wants_twice_the_speed(self):
        slow = self.compare(f'{ORACLE} "$@" >/dev/null; exec {ORACLE} "$@"', "--gate")
        self.assertEqual(1, slow.returncode)
        fast = self.compare('[ "$1" = -c ] || echo 4499998500000', "--gate")
        self.assertEqual(0, fast.returncode, fast.stdout + fast.stderr)


if __name__ == "__main__":
    unittest.main()
