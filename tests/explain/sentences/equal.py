# What is said of comparisons.
# expect: True True False False True
a = [1]
b = a
c = [1]
print(a is b, a == c, a is c, a == [2], a is not c)
