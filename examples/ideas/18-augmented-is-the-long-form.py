# Wrong idea: `x += y` is always `x = x + y`.
# It predicts: the other name keeps [1], both times.
x = y = [1]
x = x + [2]
p = q = [1]
p += [2]
print("predicted:", [1], [1])
print("happened: ", y, q)
