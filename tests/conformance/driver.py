"""Runs the tests of one module of CPython's test suite and logs each method as it goes.

    driver.py MODULE LOG [DONE]

LOG gets a line an event: "begin ID", then "pass", "skip", "fail", "error" or "broken" with
the ID. DONE names a file of IDs that are not to be run again. The interpreter that runs this
may be unfinished: it uses as little as it can.
"""

import sys
import unittest


class Log(unittest.TestResult):
    """Writes events down at once, so that a crash loses none."""

    def __init__(self, path):
        super().__init__()
        self.file = open(path, "a", encoding="utf-8", errors="backslashreplace")
        self.failed_parts = set()

    def tell(self, what, name, text=""):
        text = " ".join(text.split())[:300]
        self.file.write(f"{what}\t{name}\t{text}\n")
        self.file.flush()

    def startTest(self, test):
        super().startTest(test)
        self.tell("begin", test.id())

    def addSuccess(self, test):
        if test.id() not in self.failed_parts:
            self.tell("pass", test.id())

    def addExpectedFailure(self, test, error):
        self.tell("pass", test.id())

    def addUnexpectedSuccess(self, test):
        self.tell("fail", test.id(), "unexpected success")

    def addSkip(self, test, reason):
        self.tell("skip", test.id(), str(reason))

    def addFailure(self, test, error):
        self.tell("fail", test.id(), last_line(error))
        self.show(test, error)

    def addError(self, test, error):
        self.tell("error", test.id(), last_line(error))
        self.show(test, error)

    def addSubTest(self, test, subtest, error):
        if error is not None and test.id() not in self.failed_parts:
            self.failed_parts.add(test.id())
            self.tell("fail", test.id(), last_line(error))
            self.show(subtest, error)

    def show(self, test, error):
        print("=" * 70)
        print(test)
        try:
            import traceback
            traceback.print_exception(*error, file=sys.stdout)
        except Exception as another:
            print("can't be shown:", type(another).__name__, another)
        sys.stdout.flush()


def last_line(error):
    try:
        return f"{error[0].__name__}: {error[1]}"
    except Exception:
        return error[0].__name__


def claims_detail(**guards):
    """Details of CPython's implementation are Nametag's too: it takes the same tests."""
    return guards.get("cpython", not next(iter(guards.values()), False))


def flatten(tests):
    for test in tests:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def load(module):
    loader = unittest.defaultTestLoader
    if not hasattr(module, "__path__"):
        return loader.loadTestsFromModule(module)
    # What a package's load_tests adds are modules, which are run by themselves.
    return unittest.TestSuite(
        loader.loadTestsFromTestCase(value) for value in list(vars(module).values())
        if isinstance(value, type) and issubclass(value, unittest.TestCase))


def main(name, log_path, done_path=None):
    log = Log(log_path)
    done = set()
    if done_path is not None:
        with open(done_path, encoding="utf-8") as file:
            done.update(file.read().split("\n"))
    try:
        import test.support
        test.support.use_resources = []
        test.support.verbose = False
        test.support.check_impl_detail = claims_detail
        __import__(name)
        tests = list(flatten(load(sys.modules[name])))
    except unittest.SkipTest as skip:
        log.tell("skipped", name, str(skip))
        return
    except BaseException:
        log.tell("broken", name, last_line(sys.exc_info()))
        log.show(name, sys.exc_info())
        return
    log.tell("loaded", name, str(len(tests)))
    unittest.TestSuite(test for test in tests if test.id() not in done).run(log)
    log.tell("ended", name)


if __name__ == "__main__":
    main(*sys.argv[1:])
