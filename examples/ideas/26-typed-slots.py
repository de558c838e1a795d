# Wrong idea: a variable is a typed slot that holds the value, as in C or Go.
# It predicts: x can't hold a string later, and assignment keeps its address.
x = 1
before = id(x)
x = "one"
print("predicted:", "a type error, or the same address")
print("happened: ", type(x).__name__, id(x) == before)
