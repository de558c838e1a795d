# Classes of tree nodes: fields, docs, what the constructor takes, pickling and copying.
import ast
import copy

import sys
import _ast

for name, value in list(_ast.__dict__.items()):
    if isinstance(value, type) and issubclass(value, ast.AST):
        print(name, value.__name__, value.__qualname__, value.__module__, value.__bases__,
              value._fields, value.__match_args__, value._attributes, value.__basicsize__,
              value.__dictoffset__, value.__weakrefoffset__, list(value.__dict__))
        print(value.__doc__)
        print({key: entry for key, entry in value.__dict__.items() if entry is None})
    elif name.startswith("PyCF"):
        print(name, value)

def attempt(function, *args, **kwargs):
    try:
        result = function(*args, **kwargs)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print(sorted(result.__dict__.items(), key=repr), sys.getsizeof(result))

attempt(ast.Name)
attempt(ast.Name, "x")
attempt(ast.Name, "x", 3)
attempt(ast.Name, "x", 3, 4)
attempt(ast.Pass, 1)
attempt(ast.Return, 1, 2)
attempt(ast.Name, "x", id="y")
attempt(ast.Name, "x", ctx=1, lineno=2, other=3)
attempt(ast.AST)
attempt(ast.AST, 1)
attempt(ast.AST, any=1)

class Own(ast.AST):
    _fields = ("left", "right")

class Odd(ast.AST):
    _fields = 3

class Names(ast.AST):
    _fields = (1, 2)

class Fine(ast.Name):
    _fields = ("id", "ctx", "extra")

attempt(Own, 1, right=2)
attempt(Own, 1, left=2)
attempt(Own, 1, 2, 3)
attempt(Odd)
attempt(Odd, 1)
attempt(Names, 1)
attempt(Fine, 1, 2, 3)
node = ast.parse("f(x, *y, k=1)[2:3]").body[0]
for other in (copy.copy(node), copy.deepcopy(node)):
    print(type(other), ast.dump(other, include_attributes=True), other is node)
print(node.__reduce__()[:2], sorted(node.__reduce__()[2]))
node.__dict__ = {"value": ast.Constant(1)}
print(ast.dump(node))
try:
    node.__dict__ = 3
except TypeError as error:
    print(error)
del node.value
print(hasattr(node, "value"), hasattr(node, "lineno"), node.end_lineno)
print(ast.parse("x").body[0].value.ctx is ast.parse("y").body[0].value.ctx)
print(ast.parse("a + b").body[0].value.op is ast.parse("c + d").body[0].value.op)
match ast.parse("a + 1").body[0].value:
    case ast.BinOp(ast.Name(name), ast.Add(), ast.Constant(number)):
        print(name, number)
print(sys.getrefcount(ast.Module) > 1, isinstance(ast.Num, type))
print(isinstance(ast.Constant(3), ast.Num), isinstance(ast.Constant("3"), ast.Num), ast.Num(4).n)
