# Note 5: "Memory reuse: no" for mutable objects. A freed list's place is used again.
print(id([1]) == id([2]))  # added
a = [1]  # added
b = [1]  # added
print(id(a) == id(b))  # added
