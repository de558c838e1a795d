"""The generated pages are fresh, and every program of the notes proves a claim."""

import glob
import os
import subprocess
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def claims():
    with open(os.path.join(ROOT, "tests/notes/claims.txt"), encoding="utf-8") as file:
        return file.read()


class Docs(unittest.TestCase):
    def test_pages_are_fresh(self):
        done = subprocess.run([os.path.join(ROOT, "tools/docs"), "--check"],
                              capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_every_program_of_the_notes_is_cited(self):
        text = claims()
        names = [os.path.basename(path)[:-len(".py")]
                 for path in glob.glob(os.path.join(ROOT, "examples/notes/*.py"))]
        self.assertGreater(len(names), 40)
        self.assertEqual([], [name for name in names if f"| {name}\n" not in text])

    def test_every_wrong_idea_states_its_prediction(self):
        paths = sorted(glob.glob(os.path.join(ROOT, "examples/ideas/*.py")))
        self.assertEqual(26, len(paths))
        for path in paths:
            with open(path[:-len(".py")] + ".out", encoding="utf-8") as file:
                predicted, happened = file.read().splitlines()
            self.assertTrue(predicted.startswith("predicted: "), path)
            self.assertTrue(happened.startswith("happened:  "), path)
            self.assertNotEqual(predicted.split(":")[1], happened.split(": ")[1], path)

    def test_readme_commands_are_targets(self):
        with open(os.path.join(ROOT, "Makefile"), encoding="utf-8") as file:
            makefile = file.read()
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            readme = file.read()
        for target in ("demo", "test"):
            self.assertIn(f"make {target}", readme)
            self.assertIn(f"\n{target}:", makefile)


if __name__ == "__main__":
    unittest.main()
