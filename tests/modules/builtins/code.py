# compile, eval and exec: their arguments and errors.


def attempt(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
        print(function.__name__, result if not hasattr(result, "co_name") else result.co_filename)
    except BaseException as error:
        print(function.__name__, type(error).__name__, error)


class Path:
    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


attempt(compile, "1", "name", "exec")
attempt(compile, b"1", b"bytes", "eval")
attempt(compile, bytearray(b"1"), Path("path"), "single")
attempt(compile, b"1", Path(b"path"), "exec")
attempt(compile, "1", Path(3), "exec")
attempt(compile, "1", 3, "exec")
attempt(compile, "1", "a\0b", "exec")
attempt(compile, "1\0", "a", "exec")
attempt(compile, 3, "a", "exec")
attempt(compile, "1", "a", "other")
attempt(compile, "1", "a", "func_type")
attempt(compile, "1", "a", 3)
attempt(compile, "1", "a", "exec", 0x10000000)
attempt(compile, "1", "a", "exec", 0, False, 3)
attempt(compile, "1", "a", "exec", optimize=-2)
attempt(compile)
attempt(eval, " \t1+1")
attempt(eval, b"2")
attempt(eval, "x", {"x": 3})
attempt(eval, "x", {}, {"x": 4})
attempt(eval, "1", 3)
attempt(eval, "1", {}, 3)
attempt(eval, "1", [])
attempt(eval, 3)
attempt(exec, 3)
attempt(exec, "1", 3)
attempt(exec, "1", {}, 3)
attempt(exec, "x = 1", {}, {})
attempt(exec, "1", closure=())


def outer():
    x = 5

    def inner():
        print(x)
    return inner


code = outer().__code__
cells = outer().__closure__
attempt(eval, code)
attempt(exec, code)
attempt(exec, code, closure=cells)
attempt(exec, code, closure=(1,))
attempt(exec, code, closure=())
attempt(exec, compile("1", "a", "exec"), closure=cells)
print(eval(compile("assert 0, 1", "a", "exec", optimize=1)))
space = {}
exec("def f():\n  'doc'\n", space)
print(space["f"].__doc__, list(space))
exec(compile("def f():\n  'doc'\n", "a", "exec", optimize=2), space)
print(space["f"].__doc__)
