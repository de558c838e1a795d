# Note 2: "old object unchanged". Its value is; its count falls, and at zero it goes.
import weakref  # added
class Value: pass  # added
x = Value()  # added
gone = weakref.ref(x, lambda reference: print("the old object is freed"))  # added
x = 20
print(x)  # added
