"""What CPython's test suite asks of its private extension _testcapi, as far as Python can give it.

Tests that need more are skipped.
"""

import sys
import unittest

CHAR_MAX, CHAR_MIN = 127, -128
UCHAR_MAX = 255
SHRT_MAX, SHRT_MIN, USHRT_MAX = 32767, -32768, 65535
INT_MAX, INT_MIN, UINT_MAX = 2**31 - 1, -2**31, 2**32 - 1
LONG_MAX, LONG_MIN, ULONG_MAX = 2**63 - 1, -2**63, 2**64 - 1
LLONG_MAX, LLONG_MIN, ULLONG_MAX = LONG_MAX, LONG_MIN, ULONG_MAX
PY_SSIZE_T_MAX, PY_SSIZE_T_MIN = LONG_MAX, LONG_MIN
SIZEOF_TIME_T, SIZEOF_PYGC_HEAD, SIZEOF_WCHAR_T, SIZEOF_VOID_P = 8, 16, 4, 8
FLT_MAX, FLT_MIN = 3.4028234663852886e+38, 1.1754943508222875e-38
DBL_MAX, DBL_MIN = sys.float_info.max, sys.float_info.min
WITH_PYMALLOC = True
unicode_legacy_string = None
the_number_three = 3
Py_single_input, Py_file_input, Py_eval_input = 256, 257, 258


class error(Exception):
    pass


class awaitType:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return self.value


class Generic:
    def __class_getitem__(cls, item):
        return GenericAlias(item)


class GenericAlias:
    def __init__(self, item):
        self.item = item

    def __mro_entries__(self, bases):
        return (self.item,)


def raise_exception(kind, count):
    raise kind(*range(count))


def raise_memoryerror():
    raise MemoryError


def exception_print(exception):
    sys.__excepthook__(type(exception), exception, exception.__traceback__)


def get_feature_macros():
    raise unittest.SkipTest("there are no feature macros")


def pyobject_vectorcall(function, arguments, names):
    arguments, names = arguments or (), names or ()
    split = len(arguments) - len(names)
    return function(*arguments[:split], **dict(zip(names, arguments[split:])))


def pyvectorcall_call(function, arguments, keywords=None):
    return function(*arguments, **(keywords or {}))


def pyobject_fastcall(function, arguments):
    return function(*(arguments or ()))


def pyobject_fastcalldict(function, arguments, keywords):
    return function(*(arguments or ()), **(keywords or {}))


def sequence_getitem(sequence, index):
    return type(sequence).__getitem__(sequence, index)


def make_exception_with_doc(name, doc=None, base=Exception, dict=None):
    space = {"__doc__": doc} if doc is not None else {}
    space.update(dict or {})
    module, _, name = name.rpartition(".")
    if not module:
        raise SystemError("name must be module.class")
    space["__module__"] = module
    bases = base if isinstance(base, tuple) else (base,)
    return type(name, bases, space)


def make_conventions(get_self):
    """Functions as C defines them by each calling convention; they tell what they were given."""
    def refuse_keywords(name, keywords):
        if keywords:
            raise TypeError(f"{name}() takes no keyword arguments")

    def meth_varargs(*arguments, **keywords):
        refuse_keywords("meth_varargs", keywords)
        return get_self(arguments), arguments[get_self.taken:]

    def meth_varargs_keywords(*arguments, **keywords):
        return get_self(arguments), arguments[get_self.taken:], keywords or None

    def meth_o(*arguments, **keywords):
        refuse_keywords("meth_o", keywords)
        given = arguments[get_self.taken:]
        if len(given) != 1:
            raise TypeError(f"meth_o() takes exactly one argument ({len(given)} given)")
        return get_self(arguments), given[0]

    def meth_noargs(*arguments, **keywords):
        refuse_keywords("meth_noargs", keywords)
        given = arguments[get_self.taken:]
        if given:
            raise TypeError(f"meth_noargs() takes no arguments ({len(given)} given)")
        return get_self(arguments)

    def meth_fastcall(*arguments, **keywords):
        refuse_keywords("meth_fastcall", keywords)
        return get_self(arguments), arguments[get_self.taken:]

    def meth_fastcall_keywords(*arguments, **keywords):
        return get_self(arguments), arguments[get_self.taken:], keywords or None

    return [meth_varargs, meth_varargs_keywords, meth_o, meth_noargs, meth_fastcall,
            meth_fastcall_keywords]


def first_argument(arguments):
    return arguments[0]


def no_object(arguments):
    return None


def this_module(arguments):
    return sys.modules[__name__]


first_argument.taken, no_object.taken, this_module.taken = 1, 0, 0
MethInstance = type("MethInstance", (), {
    function.__name__: function for function in make_conventions(first_argument)})
MethClass = type("MethClass", (), {
    function.__name__: classmethod(function) for function in make_conventions(first_argument)})
MethStatic = type("MethStatic", (), {
    function.__name__: staticmethod(function) for function in make_conventions(no_object)})
globals().update((function.__name__, function) for function in make_conventions(this_module))


class Missing(unittest.SkipTest, AttributeError):
    """To hasattr() and `from ... import` the name is absent; in a test it skips the test."""


def __getattr__(name):
    raise Missing(f"_testcapi.{name} is not there")
