# Note 5: "a = 11  # Creates a new object". The ints from -5 to 256 are there already.
a = 11
b = 12 - 1  # added
print(a is b)  # added
a = 1100  # added
b = a + 100 - 100  # added
print(a == b, a is b)  # added
