# Slices, tuples and ellipses as subscripts.
class S:
    def __getitem__(self, key): return key
s = S()
print(s[1], s[1:2], s[::], s[:, 1], s[1:2, ::3], s[...], s[()], s[1,], s["a":None], s[-1:])
print(slice(1, 2, 3) == slice(1, 2, 3), slice(5).indices(3), slice(None, None, -1).indices(4), slice(1, 10, 3).stop)
try:
    hash(slice(1))
except TypeError as error:
    print(error)
print(s[lambda: 1].__name__, s[1 if 0 else 2], s[*[1, 2]])
