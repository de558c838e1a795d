# Note 2: copying is asked for, and has two depths.
import copy  # added
a = [[1], 2]  # added
b = a.copy()        # shallow copy
print(b is a, b[0] is a[0])  # added
b = copy.deepcopy(a)
print(b is a, b[0] is a[0])  # added
