"""The test runner itself: what it compares, renames and counts."""

import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TOOLS = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools"))
sys.path.insert(0, os.path.join(TOOLS, "lib"))
import programs  # noqa: E402
from programs import Program, Result, difference, normalised  # noqa: E402
from project import ORACLE, ROOT  # noqa: E402



def load_runner():
    loader = importlib.machinery.SourceFileLoader("run_tests", os.path.join(TOOLS, "run_tests"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_tests", loader))
    loader.exec_module(module)
    return module


run_tests = load_runner()
SCRATCH = os.path.join(ROOT, "build", "runner-tests")


def tearDownModule():
    shutil.rmtree(SCRATCH, ignore_errors=True)


def program(text, **files):
    """A Program in a folder of its own, with the files beside it by ending."""
    os.makedirs(SCRATCH, exist_ok=True)
    folder = tempfile.mkdtemp(dir=SCRATCH)
    path = os.path.join(os.path.relpath(folder, ROOT), "x.py")
    for ending, content in {"py": text, **files}.items():
        with open(os.path.join(folder, "x." + ending), "w", encoding="utf-8") as file:
            file.write(content)
    return Program(path)


def outcome(test):
    """What the runner says of a program when the oracle runs it."""
    expected = test.expected()
    return None if expected is None else difference(expected, test.run([ORACLE]))


class Comparison(unittest.TestCase):
    def test_equal_output_passes(self):
        self.assertEqual("", outcome(program("print(1)\n", out="1\n")))

    def test_different_output_fails(self):
        self.assertIn("-2", outcome(program("print(1)\n", out="2\n")))

    def test_missing_newline_fails(self):
        self.assertIn("how lines end", outcome(program("print(1)\n", out="1")))

    def test_comments_beside_lines(self):
        self.assertEqual("", outcome(program("print(1)  # expect: 1\nprint()  # expect:\n")))
        self.assertIn("-3", outcome(program("print(1)  # expect: 3\n")))

    def test_unexpected_errors_fail(self):
        text = "import sys\nprint(1)\nprint(2, file=sys.stderr)\n"
        self.assertIn("errors", outcome(program(text, out="1\n")))
        self.assertEqual("", outcome(program(text, out="1\n", err="2\n")))

    def test_status_is_compared(self):
        text = "print(1)\nraise SystemExit(3)\n"
        self.assertIn("status", outcome(program(text, out="1\n")))
        self.assertEqual("", outcome(program(text, out="1\n", status="3\n")))

    def test_no_expectation_is_seen(self):
        self.assertIsNone(outcome(program("x = 1\n")))
        self.assertIsNone(outcome(program("x = 1\n", out="")))

    def test_endless_program_fails(self):
        test = program("# timeout: 0.3\nprint(1, flush=True)\nwhile True: pass\n", out="1\n")
        self.assertIn("no end", outcome(test))

    def test_input_and_arguments(self):
        text = "# args: a b\nimport sys\nprint(sys.argv[1:], input())\n"
        self.assertEqual("", outcome(program(text, out="['a', 'b'] q\n", **{"in": "q\n"})))

    def test_modes(self):
        test = program("# modes: plain stack\nprint(1)\n", out="1\n")
        self.assertTrue(test.runs_in("stack"))
        self.assertFalse(test.runs_in("watched"))

    def test_long_differences_are_cut(self):
        shown = difference(Result("a\n" * 50, "", 0), Result("b\n" * 50, "", 0))
        self.assertLess(len(shown.splitlines()), 20)
        self.assertIn("more lines", shown)


class Ids(unittest.TestCase):
    def test_renamed_in_order_of_appearance(self):
        text = "140234567890 140234567890 <list at 0x7f0000000010> 140234567891\n"
        self.assertEqual("id1 id1 <list at id2> id3\n", normalised(text))

    def test_the_same_address_in_both_forms(self):
        self.assertEqual("id1 id1", normalised(f"{0x7f0000000010} 0x7f0000000010"))

    def test_short_numbers_stay(self):
        self.assertEqual("123456 0xff 3.14159265358979", normalised(
            "123456 0xff 3.14159265358979"))

    def test_header_asks_for_it(self):
        test = program("# ids: normalised\nx = []\nprint(id(x), id(x) == id(x))\n",
                       out="id1 True\n")
        self.assertEqual("", outcome(test))


class Differences(unittest.TestCase):
    text = "# A title\n# cause: because\nprint(1)\n"

    def outcome(self, cpython, nametag):
        test = program(self.text, **{"cpython.out": cpython, "nametag.out": nametag})
        return run_tests.run_difference(test, ORACLE)

    def test_recorded_difference_passes(self):
        self.assertEqual("", self.outcome("other\n", "1\n"))

    def test_third_answer_fails(self):
        self.assertIn("+1", self.outcome("other\n", "recorded\n"))

    def test_difference_that_is_gone_fails(self):
        self.assertIn("differs no longer", self.outcome("1\n", "recorded\n"))

    def test_incomplete_record_fails(self):
        test = program(self.text, **{"cpython.out": "1\n"})
        self.assertIn("lacks", run_tests.run_difference(test, ORACLE))


class Command(unittest.TestCase):
    def run_tool(self, *arguments):
        return subprocess.run([os.path.join(TOOLS, "run_tests"), *arguments],
                              capture_output=True, text=True)

    def test_last_line_counts(self):
        done = self.run_tool("--kind", "program", "no test has this name")
        self.assertEqual(("0 passed, 0 failed\n", 0), (done.stdout, done.returncode))

    def test_every_program_states_an_expectation(self):
        silent = [path for path in programs.find_programs() if Program(path).expected() is None]
        self.assertEqual([], silent)


if __name__ == "__main__":
    unittest.main()
