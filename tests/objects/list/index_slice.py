# Items and slices of lists: read, stored, deleted.
l = list(range(10))
print(l[0], l[-1], l[2:5], l[::-1], l[8:2:-2], l[-3:], l[:-8], l[100:], l[5:2], l[::3])
def on(text):
    l = list(range(6))
    try:
        exec(text)
        print(text, "->", l)
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
for text in """l[0] = 'a'
l[-1] = 'z'
l[6] = 1
l[-7] = 1
l['a'] = 1
l[1.0]
l[6]
l[1:3] = 'xyz'
l[1:3] = []
l[:] = 'ab'
l[3:1] = 'q'
l[2:2] = l
l[::2] = 'abc'
l[::2] = 'ab'
l[::-1] = range(6)
l[5:0:-2] = 'xyz'
l[10:] = [7, 8]
l[:0] = (9,)
l[1:2] = 5
l[::2] = 5
l[::0] = []
del l[0]
del l[-1]
del l[9]
del l[1:3]
del l[::2]
del l[::-2]
del l[4:1:-1]
del l[:]
l[True] = 'one'
l[None:2] = []
l += [1]
l += 'ab'
l += 5
l *= 2
l *= 0
l *= -1
l *= 'a'
l[0:3] = [l]
l[slice(0, 2)] = 'S'
l['a':] = 1""".split("\n"):
    on(text)
