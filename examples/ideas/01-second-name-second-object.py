# Wrong idea: `b = a` makes a second object.
# It predicts: a keeps [1, 2], and the two have different ids.
a = [1, 2]
b = a
b.append(3)
print("predicted:", [1, 2], False)
print("happened: ", a, id(a) == id(b))
