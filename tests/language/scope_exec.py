# exec and eval run in the namespaces that they are given.
names = {"x": 1}
exec("y = x + 1; z = [x for _ in 'a']", names)
print(names["y"], names["z"], sorted(k for k in names if not k.startswith("__")))
print("__builtins__" in names)
local = {}
exec("a = 1\ndef f():\n    return 5", {}, local)
print(sorted(local), local["f"]())
print(eval("x * 2", {"x": 21}), eval("a + b", {"a": 1}, {"b": 2}))
def function():
    x = 1
    exec("x = 2")
    return x, eval("x")
print(function())
code = compile("1 + 2", "here", "eval")
print(eval(code), code.co_filename)
exec(compile("print('run')", "here", "exec"))
for bad in ("1 +", "x ="):
    try:
        eval(bad)
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
print(eval("  7"), eval(b"8"))
