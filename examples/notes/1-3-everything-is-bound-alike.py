# Note 1: assignment binds ints, lists, sets, functions and closures in one way.
def outer():  # added
    kept = 1  # added
    return lambda: kept  # added
# added
for a_value in (7, [1], {1}, outer, outer()):  # added
    a_name = a_value
    print(type(a_value).__name__, a_name is a_value)  # added
