# Note 2: a deep copy shares no mutable object with what it was made from.
a = [[1, 2], [3, 4]]
import copy
b = copy.deepcopy(a)
b[0].append(99)
print(a)
print(b)  # added
