# Wrong idea: `c = a + b` keeps following a and b.
# It predicts: c becomes 12 when a becomes 10.
a, b = 1, 2
c = a + b
a = 10
print("predicted:", 12)
print("happened: ", c)
