# Note 2: the common pitfall, a nested list that two names reach.
a = [[1, 2], [3, 4]]
b = a

b[0].append(99)
print(a)  # [[1, 2, 99], [3, 4]]
