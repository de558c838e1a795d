# Note 1: a second name is bound to the same object; nothing is copied.
a_value = [1, 2, 3]  # added
a_name = a_value
another_name = a_name
print(a_name is a_value, another_name is a_value)  # added
