"""What CPython's test suite asks of its private extension _testinternalcapi: little is there."""

import unittest

SIZEOF_PYGC_HEAD = 16


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise unittest.SkipTest(f"_testinternalcapi.{name} is not there")
