# Wrong idea: `a = b` changes b.
# It predicts: b becomes what a was.
a, b = 1, 2
a = b
print("predicted:", (1, 1))
print("happened: ", (a, b))
