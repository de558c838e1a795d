# ids: normalised
# Note 5: two names of one small int; then one of them is bound elsewhere.
a = 10
b = 10
print(id(a))  # e.g., 140734627083888
print(id(b))  # Same as id(a)
a = 11  # Creates a new object
print(id(a))  # Different from previous
