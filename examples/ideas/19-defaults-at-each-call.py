# Wrong idea: defaults are evaluated at each call.
# It predicts: each call begins with an empty list.
def collect(item, seen=[]):
    seen.append(item)
    return seen
collect(1)
print("predicted:", [2])
print("happened: ", collect(2))
