# Note 2 mentions `a = b = 10`: one object, two names, bound from left to right.
a = b = 10
print(a is b)  # added
b = 11  # added
print(a, b)  # added
c = d = []  # added
d.append(1)  # added
print(c)  # added
