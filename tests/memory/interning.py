# Identifiers among constants are interned; text made at run time is not, until asked.
import sys
a = "name"
b = "".join(["na", "me"])
print(a is b, a == b, sys.intern(b) is a)
c = sys.intern("not an identifier!")
d = sys.intern("not an " + "identifier!"[:])
print(c is d)
class C: attribute = 1
print(any(k is a for k in {"name": 1}), sys.intern("attribute") is [k for k in C.__dict__ if k == "attribute"][0])
key = "".join(["attri", "bute2"])
o = C()
setattr(o, key, 1)
print([k for k in o.__dict__][0] is key, sys.intern("attribute2") is [k for k in o.__dict__][0])
try:
    sys.intern(5)
except TypeError as error:
    print(error)
class S(str): pass
try:
    sys.intern(S("x"))
except TypeError as error:
    print(error)
word = "xyz"
print(chr(120) is word[0])
