# Methods along a chain of classes, by super().
class A:
    def f(self, x):
        return x + 1


class B(A):
    def f(self, x):
        return super().f(x) + 1


class C(B):
    def f(self, x):
        return super().f(x) + 1


def run(n):
    c, s = C(), 0
    for i in range(n):
        s += c.f(i)
    return s


print(run(700_000))
