# bytearray changes in place.
def show(*values): print(*values, sep=" | ")
a = bytearray(b"hello")
b = a
a[0] = 72
a += b"!"
show(a, b is a, len(a), a[1:3], type(a[1:3]).__name__, a[0])
a[1:3] = b"EEE"; show(a)
a[::2] = b"....."[:len(a[::2])]; show(a)
del a[0], a[-2:]; show(a)
a.append(65); a.extend(b"xyz"); a.extend([1, 2]); a.insert(0, 33); show(a)
show(a.pop(), a.pop(0), a); a.remove(65); show(a)
a.reverse(); show(a); c = a.copy(); a.clear(); show(a, c)
c *= 2; show(c, c * 2, b"x" + c[:1], c[:1] + b"x", c == bytes(c))
show(bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2]), bytearray(), repr(bytearray(b"'")), bytearray.fromhex("ff"))
show(c.upper(), type(c.upper()).__name__, c.find(b"z"), c.split(b"."), bytearray(b",").join([b"a", b"b"]))
for text in ("a[5] = 1", "c[0] = 256", "c[0] = 'a'", "c.append(-1)", "c.append('x')", "c.remove(200)", "a.pop()",
             "c[0:1] = 'a'", "c[::2] = b'1'", "hash(c)", "c.extend('x')", "c.extend([300])", "c.insert('a', 1)",
             "c + 'x'", "c[0:1] = 5", "del c[100]", "c.pop(100)", "c.index(b'qq')", "c[0:2] = [256]"):
    try:
        exec(text)
        print(text, "ok", c)
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
v = memoryview(c)
try:
    c.append(1)
except BufferError as error:
    print(error)
v.release()
c.append(1)
show(c[-1], [x for x in bytearray(b"ab")], 97 in bytearray(b"a"))
