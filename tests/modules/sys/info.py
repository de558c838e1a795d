# What sys tells of the language and the machine, where it is as in CPython.
import sys
print(sys.version_info, sys.version_info >= (3, 11), sys.version_info[:2], sys.hexversion)
print(sys.float_info)
print(sys.int_info)
print(sys.hash_info)
print(sys.thread_info)
print(sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform, sys.api_version)
print(type(sys.flags), sys.flags.n_fields, sys.flags.optimize, sys.flags.isolated)
for kind in (type(sys.flags), type(sys.version_info)):
    try:
        kind((1, 2, 3))
    except TypeError as error:
        print(error)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
print(sys.getswitchinterval(), sys.getrecursionlimit(), sys.get_int_max_str_digits())
print(sys.float_repr_style, sys.abiflags == "", sys.platlibdir, sys.pycache_prefix)
print(len(sys.stdlib_module_names) > 300, {"sys", "os", "re", "asyncio"} <= sys.stdlib_module_names)
print({"sys", "builtins", "gc", "_warnings", "atexit"} <= set(sys.builtin_module_names))
print(sorted(sys.builtin_module_names) == list(sys.builtin_module_names))
print(sys.get_asyncgen_hooks(), sys.get_coroutine_origin_tracking_depth())


def attempt(function, *arguments, **keywords):
    try:
        print(function.__name__, repr(function(*arguments, **keywords)))
    except BaseException as error:
        print(function.__name__, type(error).__name__, error)


attempt(sys.setrecursionlimit, 0)
attempt(sys.setrecursionlimit, 1)
attempt(sys.setrecursionlimit, 1 << 40)
attempt(sys.setrecursionlimit, -(1 << 40))
attempt(sys.setrecursionlimit, "x")
attempt(sys.set_int_max_str_digits, 5)
attempt(sys.set_int_max_str_digits, maxdigits=700)
attempt(sys.get_int_max_str_digits)
attempt(sys.set_int_max_str_digits, 4300)
attempt(sys.setswitchinterval, 0)
attempt(sys.setswitchinterval, "x")
attempt(sys.intern, 3)
attempt(sys.intern, type("S", (str,), {})("x"))
attempt(sys.getsizeof)
attempt(sys.getsizeof, 1, 2, 3)
attempt(sys._getframe, 1000)
attempt(sys._getframe, 1 << 40)
attempt(sys.exit)
attempt(sys.exit, 3)
attempt(sys.exit, (1, 2))
attempt(sys.exit, SystemExit(7))
attempt(sys.exit, ValueError(7))
attempt(sys.set_coroutine_origin_tracking_depth, -1)
attempt(sys.set_asyncgen_hooks, 3)
attempt(sys.set_asyncgen_hooks, finalizer=3)
attempt(sys.call_tracing, len, 3)
attempt(sys.call_tracing, len, ([1],))
attempt(sys.exc_info)
attempt(sys.exception)
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[:2], sys.exception())
