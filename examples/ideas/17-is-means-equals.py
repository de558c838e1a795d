# Wrong idea: `is` means `==`.
# It predicts: both give the same answer.
a = [1, 2]
b = [1, 2]
print("predicted:", True, True)
print("happened: ", a == b, a is b)
