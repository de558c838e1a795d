# Note 4: the outer list holds a reference to the inner one, not the list itself.
import sys  # added
inner = [1, 2]  # added
outer = [inner, 3, 4]  # added
print(outer, outer[0] is inner)  # added
before = sys.getsizeof(outer)  # added
inner.extend(range(1000))  # added
print(sys.getsizeof(outer) == before, len(outer[0]))  # added
