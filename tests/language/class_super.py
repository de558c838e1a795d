# super finds the next in line, with and without arguments.
class Base:
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def plain(): return "plain"
    value = property(lambda self: "base value")
    def __init__(self, *args): self.args = args
class Child(Base):
    def __init__(self, a):
        super().__init__(a, "more")
    @classmethod
    def make(cls): return "child of " + super().make()
    def test(self):
        return super().plain(), super().value, self.args
print(Child(1).args, Child.make(), Child(2).test())
print(super(Child, Child(1)), super(Child, Child).make())
try:
    super(Child, 5)
except TypeError as error:
    print(error)
try:
    super().missing
except RuntimeError as error:
    print(error)
def loose(self): return super().x
try:
    loose(1)
except RuntimeError as error:
    print(error)
class N(Base):
    def f(self): return super().nothing
try:
    N().f()
except AttributeError as error:
    print(error)
class Nested(Base):
    def f(self):
        return [super(Nested, self).plain() for _ in range(2)], (lambda: super(Nested, self).plain())()
print(Nested().f(), Nested.f.__code__.co_freevars)
class UsesClass:
    def f(self): return __class__
print(UsesClass().f())
