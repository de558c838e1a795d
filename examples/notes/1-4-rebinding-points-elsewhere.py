# Note 1: an immutable object can't change; rebinding a name just points elsewhere.
a_value = 5  # added
a_name = a_value
a_value = 6  # added
print(a_name, a_value)  # added
