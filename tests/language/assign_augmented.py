# Each augmented operator, in place where the type has it and by a new object else.
class Recorder:
    def __init__(self):
        self.log = []
for name in "add sub mul truediv floordiv mod pow lshift rshift and xor or matmul".split():
    def method(self, other, name=name):
        self.log.append(name)
        return self
    setattr(Recorder, f"__i{name}__", method)
r = Recorder()
r += 1; r -= 1; r *= 1; r /= 1; r //= 1; r %= 1; r **= 1
r <<= 1; r >>= 1; r &= 1; r ^= 1; r |= 1; r @= 1
print(r.log)
n = 10
n += 5; print(n)
n -= 1; print(n)
n *= 3; print(n)
n //= 4; print(n)
n %= 7; print(n)
n **= 3; print(n)
n <<= 4; print(n)
n >>= 2; print(n)
n &= 12; print(n)
n |= 3; print(n)
n ^= 5; print(n)
n /= 2; print(n)
