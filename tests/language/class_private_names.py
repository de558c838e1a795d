# __name in a class is mangled with the class's name.
class C:
    __x = 1
    __dunder__ = 2
    def __f(self, __a=3): return self.__x, __a
    def call(self): return self.__f()
    def variables(self):
        __local = 5
        return sorted(locals())
print(C().call(), C().variables(), sorted(k for k in C.__dict__ if k.startswith("_C")))
class _D:
    __y = 2
print(_D._D__y)
class __: __z = 1
print("__z" in __.__dict__)
try:
    C.__x
except AttributeError as error:
    print(error)
