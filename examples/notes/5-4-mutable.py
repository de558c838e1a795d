# Note 5: both names refer to the one list, which changes where it is.
x = [1, 2, 3]
y = x
before = id(x)  # added
x.append(4)
print(y)  # Output: [1, 2, 3, 4]
print(id(x) == before)  # added
