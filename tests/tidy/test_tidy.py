"""Each rule of tools/tidy reports its bad samples, and nothing of its good ones.

A sample file is RULE.txt: sections `=== bad PATH` are each a tree of one file,
in which exactly that rule must find something; the sections `=== good PATH` that
stand together make one tree, in which nothing is found. `both` goes into all.
"""

import glob
import importlib.machinery
import importlib.util
import os
import re
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS = "base\nmemory    base\nobjects   memory base\n"
TOOL = os.path.join(HERE, "..", "..", "tools", "tidy")


def load_tool():
    loader = importlib.machinery.SourceFileLoader("tidy", os.path.abspath(TOOL))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("tidy", loader))
    loader.exec_module(module)
    return module


tidy = load_tool()


def sections(path):
    with open(path, encoding="utf-8") as file:
        parts = re.split(r"^=== (\w+) (\S+)\n", file.read(), flags=re.MULTILINE)
    return list(zip(parts[1::3], parts[2::3], parts[3::3]))


def rules_broken(rule, files):
    """The rules that find something in a tree made of {path: text}."""
    files = {"src/LAYERS": LAYERS, **files}
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            place = os.path.join(root, path)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as file:
                file.write(text)
        findings = tidy.check_tree(root, with_headers=rule == "header-alone")[1]
    return [(name, f"{path}:{line}: {message}") for path, name, line, message in findings]


def good_trees(rows):
    """The good sections as trees; a path that comes again begins the next tree."""
    trees = [{}]
    for kind, path, text in rows:
        if kind == "good":
            if path in trees[-1]:
                trees.append({})
            trees[-1][path] = text
    return trees


class Rules(unittest.TestCase):
    def check(self, path):
        rule = os.path.basename(path)[:-len(".txt")]
        rows = sections(path)
        shared = {path: text for kind, path, text in rows if kind == "both"}
        bad = [(path, text) for kind, path, text in rows if kind == "bad"]
        self.assertTrue(bad)
        for path, text in bad:
            found = rules_broken(rule, {**shared, path: text})
            self.assertEqual({rule}, {name for name, _ in found}, f"{path}\n{text[:300]}\n{found}")
        for tree in good_trees(rows):
            self.assertEqual([], rules_broken(rule, {**shared, **tree}))

    def test_every_rule_has_samples(self):
        names = {name for name, _, _ in tidy.RULES} | {"header-alone"}
        self.assertEqual(names, {os.path.basename(path)[:-4]
                                 for path in glob.glob(os.path.join(HERE, "*.txt"))})


def add_tests():
    for path in sorted(glob.glob(os.path.join(HERE, "*.txt"))):
        name = "test_" + os.path.basename(path)[:-4].replace("-", "_")
        setattr(Rules, name, lambda self, path=path: self.check(path))


class Ratchet(unittest.TestCase):
    finding = ["src/a.c", "goto", 3, "goes back"]

    def test_what_is_allowed_passes(self):
        failed, slack = tidy.split_by_ratchet([self.finding], {("goto", "src/a.c"): 1})
        self.assertEqual(([], []), (failed, slack))

    def test_one_more_fails(self):
        failed, _ = tidy.split_by_ratchet([self.finding] * 2, {("goto", "src/a.c"): 1})
        self.assertEqual(2, len(failed))

    def test_another_file_fails(self):
        failed, slack = tidy.split_by_ratchet([self.finding], {("goto", "src/b.c"): 2})
        self.assertEqual(1, len(failed))
        self.assertEqual([(("goto", "src/b.c"), 2, 0)], slack)


add_tests()
if __name__ == "__main__":
    unittest.main()
