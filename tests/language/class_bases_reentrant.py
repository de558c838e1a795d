# A metaclass's mro() may assign __bases__ itself, again and again: what it set last stays, and
# no class becomes its own base.
class Meta(type):
    ready = False

    def __repr__(cls):
        return cls.__name__

    def mro(cls):
        if Meta.ready:
            if cls.__name__ == 'B1':
                B2.__bases__ = (B1,)
            if cls.__name__ == 'B2':
                B1.__bases__ = (B2,)
        return type.mro(cls)


class A(metaclass=Meta): pass
class B1(A): pass
class B2(A): pass


Meta.ready = True
try:
    B1.__bases__ += ()
except TypeError as error:
    print(error)
Meta.ready = False
print(B1.__mro__, B2.__mro__, A.__subclasses__())


class Swaps(Meta):
    on = False

    def mro(cls):
        if Swaps.on and cls.__name__ == 'C':
            Swaps.on = False
            C.__bases__ = (D2,)
        return type.mro(cls)


class D(metaclass=Swaps): pass
class D1(D): pass
class D2(D): pass
class C(D): pass


Swaps.on = True
C.__bases__ = (D1,)
D1.__bases__ = (C,)
print(C.__bases__, D2.__subclasses__(), D1.__subclasses__(), D1.__bases__, C.__subclasses__())


class Refuses(Meta):
    on = False

    def mro(cls):
        if Refuses.on and cls.__name__ == 'G':
            raise ValueError('no order')
        return type.mro(cls)


class E(metaclass=Refuses): pass
class E2(metaclass=Refuses): pass
class F(E): pass
class G(F): pass


Refuses.on = True
try:
    F.__bases__ = (E2,)
except ValueError as error:
    print(error, F.__bases__, F.__mro__, G.__mro__, E.__subclasses__(), E2.__subclasses__())


class Lone(type):
    def mro(cls):
        return (A,)


try:
    class H(metaclass=Lone): pass
except TypeError as error:
    print(error)


# An attribute of an instance whose built-in base brings the dict.
class Plain: pass
class MetaPlain(Plain, type): pass
class I(metaclass=MetaPlain): pass
print(type(I.__dict__).__name__)
for target in (I, type):
    try:
        Plain.__dict__['__dict__'].__set__(target, {})
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
