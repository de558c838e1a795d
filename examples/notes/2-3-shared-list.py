# Note 2: if assignment copied values, this would print [1, 2, 3].
a = [1, 2, 3]
b = a
b.append(4)
print(a)
