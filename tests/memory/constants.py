# Constants are merged per code object, and by type as well as value.
def f():
    a = 1000; b = 1000
    c = 1.5; d = 1.5
    e = (1, 2); g = (1, 2)
    h = "long text with blanks"; i = "long text with blanks"
    return a is b, c is d, e is g, h is i
print(f())
def zero(): return 0, 0.0, -0.0, 0j, False
print(zero(), [type(v).__name__ for v in zero()])
def folded():
    return 2 * 500, "a" * 3, (1, 2) + (3,), -5, not True, 2 ** 10
print(folded.__code__.co_consts[1:])
def one(): return "text"
def two(): return "text"
print(one() is two(), one() is one())
def tuples(): return (1, (2, 3))
print(tuples() is tuples())
def lists(): return [1]
print(lists() is lists())
def sets(): return 1 in {1, 2}
print(sets.__code__.co_consts)
