# Note 5: the same value at two places.
a = [1, 2]
b = [1, 2]

print(a == b)  # True  – same value
print(a is b)  # False – different memory locations
