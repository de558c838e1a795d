# Note 2: both names refer to the one list.
a = [1, 2, 3]
b = a
print(a is b)  # added
