# Note 4: augmented assignment rebinds a name of an immutable object, and
# mutates a mutable one (and rebinds the name to what the mutation gave).
x = y = (1, 2)  # added
x += (3,)  # added
print(x, y, x is y)  # added
x = y = [1, 2]  # added
x += [3]  # added
print(x, y, x is y)  # added
