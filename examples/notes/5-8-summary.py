# Note 5: the visual summary, run.
a = 10
b = 10
print(a is b)  # added
a = 11
print(a is b)  # added
x = [1, 2]
y = x
x.append(3)
print(y)  # added
