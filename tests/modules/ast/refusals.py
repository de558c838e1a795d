# Trees that no text gives are refused with CPython's exceptions.
import ast
from ast import *

PLACE = {"lineno": 1, "col_offset": 0}


def attempt(node, mode="exec", fix=True):
    if fix and isinstance(node, AST):
        fix_missing_locations(node)
    try:
        code = compile(node, "<t>", mode)
    except RecursionError as error:
        print("RecursionError", error)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
    else:
        print("compiled", str(code.co_consts).split(" at 0x")[0], code.co_names)


def statement(node, **options):
    attempt(Module([node], []), **options)


def expression(node, **options):
    attempt(Expression(node), "eval", **options)


LOAD, STORE, DEL = Load(), Store(), Del()
one, x = Constant(1), Name("x", LOAD)
for mode in ("exec", "eval", "single"):
    for node in (Module([], []), Expression(one), Interactive([]), Pass(), Load(), AST(), 3, None):
        attempt(node, mode)
expression(Name("x"))
expression(Name("x", LOAD, lineno=1), fix=False)
expression(Name("x", LOAD), fix=False)
expression(Name("x", LOAD, lineno="a", col_offset=0), fix=False)
expression(Name("x", LOAD, lineno=2**40, col_offset=0), fix=False)
expression(Name("x", LOAD, lineno=1, col_offset=0, end_lineno=None, end_col_offset=None), fix=False)
for places in ((2, 0, 1, 0), (1, 5, 1, 2), (-1, 0, 3, 0), (1, -1, 1, 3), (1, 3, 2, 1)):
    names = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    expression(Name("x", LOAD, **dict(zip(names, places))), fix=False)
expression(Name(1, LOAD))
expression(Name(None, LOAD))
expression(Name("None", LOAD))
expression(Name("True", LOAD))
expression(Name("x", 3))
expression(Name("x", None))
expression(Name("x", STORE))
expression(Name("x", expr_context()))
expression(None)
expression(3)
expression(expr())
expression(Pass())
expression(BinOp(one, Add(), None))
expression(BinOp(one, None, one))
expression(BinOp(one, And(), one))
expression(BoolOp(And(), []))
expression(BoolOp(And(), [one]))
expression(BoolOp(And(), [one, None]))
expression(BoolOp(And(), (one, one)))
expression(Compare(one, [], []))
expression(Compare(one, [Lt()], []))
expression(Compare(one, [Lt()], [one, one]))
expression(Compare(one, [None], [one]))
expression(Dict([one], []))
expression(Dict([None], [x]))
expression(Dict([None], [None]))
expression(Set([None]))
expression(ListComp(one, []))
expression(ListComp(one, [comprehension(x, x, [], 0)]))
expression(ListComp(one, [comprehension(one, x, [], 0)]))
expression(ListComp(one, [comprehension(Name("y", STORE), x, [None], 0)]))
expression(ListComp(one, [comprehension(Name("y", STORE), x, [])]))
expression(ListComp(one, [None]))
expression(Call(x, [None], []))
expression(Call(x, [], [None]))
expression(Call(x, [Starred(x, STORE)], []))
expression(Constant([1]))
expression(Constant((1, [2])))
expression(Constant(frozenset({object})))
expression(Constant((None, True, ..., b"b", 1.5, 2j)))
expression(Constant("s", kind=3))
expression(Constant("s", kind="u"))
expression(FormattedValue(one, 3))
expression(FormattedValue(one, 115))
expression(JoinedStr([one, FormattedValue(x, -1)]))
expression(JoinedStr([None]))
expression(Attribute(x, "None", LOAD))
expression(Attribute(x, None, LOAD))
expression(Subscript(x, Slice(), LOAD))
expression(Slice())
expression(Starred(x, LOAD))
expression(NamedExpr(x, one))
expression(NamedExpr(Name("y", STORE), one))
expression(Lambda(arguments([], [], None, [], [], None, []), one))
expression(Lambda(arguments([], [], None, [], [], None, [one]), one))
expression(Lambda(arguments([], [], None, [], [one], None, []), one))
expression(Lambda(arguments([], [arg("a")], None, [arg("b")], [None], None, [one]), one))
expression(Lambda(arguments([], [arg("a", Name("x", STORE))], None, [], [], None, []), one))
expression(Lambda(arguments([], [3], None, [], [], None, []), one))
expression(Lambda(arguments([], []), one))
expression(Yield(None))
expression(Await(x))
statement(None)
statement(stmt())
statement(FunctionDef("f", arguments([], [], None, [], [], None, []), [], []))
statement(FunctionDef("f", arguments([], [], None, [], [], None, []), [None], []))
statement(FunctionDef("f", arguments([], [], None, [], [], None, []), [Pass()], [None]))
statement(FunctionDef("f", None, [Pass()], []))
statement(FunctionDef("f"))
statement(ClassDef("C", [], [], [], []))
statement(ClassDef("C", [None], [], [Pass()], []))
statement(Return(Name("x", STORE)))
statement(Delete([]))
statement(Delete([x]))
statement(Delete([one]))
statement(Delete([None]))
statement(Assign([], one))
statement(Assign([one], one))
statement(Assign([Name("y", STORE)], None))
statement(AugAssign(x, Add(), one))
statement(AugAssign(Tuple([], STORE), Add(), one))
statement(AnnAssign(Attribute(x, "y", STORE), x, None, 1))
statement(AnnAssign(Name("y", STORE), x, None, 1))
statement(For(x, x, [Pass()], []))
statement(For(Name("y", STORE), x, [], []))
statement(For(Name("y", STORE), x, [Pass()], [None]))
statement(While(x, [], []))
statement(If(x, [], []))
statement(With([], [Pass()]))
statement(With([withitem(x, x)], [Pass()]))
statement(With([withitem(x, None)], []))
statement(AsyncWith([], [Pass()]))
statement(Match(x, []))
statement(Match(x, [match_case(MatchValue(x), None, [Pass()])]))
statement(Match(x, [match_case(MatchAs(None, None), None, [])]))
ONE_PLACE = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
for pattern in (MatchValue(one), MatchValue(Constant(None)), MatchValue(Constant((1,))),
                MatchValue(UnaryOp(USub(), one)), MatchValue(UnaryOp(Not(), one)),
                MatchValue(BinOp(one, Add(), Constant(2j))), MatchValue(BinOp(one, Add(), one)),
                MatchSingleton(None), MatchSingleton(True), MatchSingleton(1), MatchSingleton("x"),
                MatchSequence([MatchStar("a")]), MatchSequence([MatchStar("_")]),
                MatchSequence([MatchStar("a"), MatchStar("b")]), MatchStar("a"),
                MatchMapping([one], [], None), MatchMapping([one], [MatchAs()], "_"),
                MatchMapping([Constant(None)], [MatchAs()], "r"), MatchMapping([x], [MatchAs()], None),
                MatchClass(x, [], ["a"], []), MatchClass(one, [], [], []),
                MatchClass(Attribute(x, "y", LOAD), [MatchAs(None, "b")], ["None"], [MatchAs()]),
                MatchAs(MatchAs(), None), MatchAs(None, "_"), MatchAs(MatchAs(None, "a"), "b"),
                MatchOr([]), MatchOr([MatchValue(one)]), MatchOr([MatchValue(one), MatchValue(one)]),
                3, pattern()):
    tree = Match(x, [match_case(pattern, None, [Pass()])])
    for node in walk(tree):
        if isinstance(node, ast.pattern):
            for name, value in ONE_PLACE.items():
                setattr(node, name, value)
    statement(tree)
statement(Raise(None, x))
statement(Try([Pass()], [], [], []))
statement(Try([Pass()], [], [Pass()], [Pass()]))
statement(Try([Pass()], [ExceptHandler(None, None, [])], [], []))
statement(Try([Pass()], [ExceptHandler(None, None, [Pass()]), ExceptHandler(x, "e", [Pass()])], [], []))
statement(TryStar([Pass()], [], [], []))
statement(Assert(None))
statement(Import([]))
statement(Import([alias("a.b", None)]))
statement(ImportFrom("m", [], 0))
statement(ImportFrom("m", [alias("a", None)], -1))
statement(ImportFrom(None, [alias("a", None)], 1))
statement(ImportFrom("m", [alias("a", None)]))
statement(Global([]))
statement(Nonlocal(["x"]))
statement(Global(["x", 3]))
statement(Expr(None))
statement(Return(one))
statement(Break())
deep = x
for _ in range(2000):
    deep = UnaryOp(Not(), deep, lineno=1, col_offset=0)
expression(deep, fix=False)
loop = UnaryOp(Not(), None, lineno=1, col_offset=0)
loop.operand = loop
expression(loop, fix=False)
loop.operand = None
while isinstance(deep, UnaryOp):
    deep = deep.operand


class Changing(ast.Module):
    @property
    def body(self):
        raise KeyError("no body")


class Liar:
    @property
    def __class__(self):
        return ast.Pass
    lineno = col_offset = 1


attempt(Changing(), fix=False)
attempt(Module([Liar()], []), fix=False)
items = []


class Clearing(Pass):
    @property
    def lineno(self):
        items.clear()
        return 1


items += [Clearing(col_offset=0), Pass(**PLACE)]
attempt(Module(items, []), fix=False)
