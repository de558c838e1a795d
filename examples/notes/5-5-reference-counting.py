# Note 5: when the last reference goes, the object is deleted.
import weakref  # added
class list(list): pass  # added: a plain list can't be watched
x = list([1, 2])
gone = weakref.ref(x, lambda reference: print("deleted"))  # added
y = x
del x
print("one name left")  # added
del y  # Object is deleted from memory
print("end")  # added
