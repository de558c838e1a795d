# Wrong idea: `return a, b` returns several values.
# It predicts: one name can't take them.
def pair():
    return 1, 2
result = pair()
print("predicted:", "too many values for one name")
print("happened: ", result, type(result).__name__)
