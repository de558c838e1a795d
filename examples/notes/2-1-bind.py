# Note 2: `x = 42` binds the name to an object that exists or is made.
x = 42
print(x, type(x))  # added
y = 42  # added
print(x is y)  # added
