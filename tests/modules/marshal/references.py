# Values that are met again: one number each, one object when read, cycles too.
import marshal

inner = [1]
outer = [inner, inner, (inner,), "abc def", "abc " * 2]
data = marshal.dumps(outer)
print(data)
back = marshal.loads(data)
print(back == outer, back[0] is back[1], back[2][0] is back[0])
print(marshal.loads(marshal.dumps(outer, 2))[0] is marshal.loads(marshal.dumps(outer, 2))[1])

# Nothing else holds these: no number.
print(marshal.dumps([[b"one " * int("2")], (float("2.5"), float("3.5"))]))

ring = []
ring.append(ring)
back = marshal.loads(marshal.dumps(ring))
print(back[0] is back)
table = {}
table["self"] = table
back = marshal.loads(marshal.dumps(table))
print(back["self"] is back)
try:
    marshal.dumps(ring, 2)
except ValueError as error:
    print(error)

# Strings that look like names are one object again.
name = "a_name_of_its_own"
print(marshal.loads(marshal.dumps(name)) is name, marshal.loads(marshal.dumps(name, 0)) is name)
print(marshal.loads(marshal.dumps(b"a")) is marshal.loads(marshal.dumps(b"a")))

numbered = [b"[\2\0\0\0\xe9\1\0\0\0r\0\0\0\0", b"[\2\0\0\0\xe9\1\0\0\0r\1\0\0\0",
            b"[\2\0\0\0\xe9\1\0\0\0r\xff\xff\xff\xff", b"\xbe\1\0\0\0r\0\0\0\0",
            b"\xa8\1\0\0\0r\0\0\0\0", b"\xfb\xdb\1\0\0\0r\0\0\0\0r\1\0\0\0000",
            b"\xfb\xdb\1\0\0\0NN0", b"\xdb\1\0\0\0r\0\0\0\0"]
for data in numbered:
    try:
        print(data, marshal.loads(data))
    except Exception as error:
        print(data, type(error).__name__, error)
