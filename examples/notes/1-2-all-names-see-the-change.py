# Note 1: where the object is mutable, a change to it is seen through all its names.
a_value = {"key": 1}  # added
a_name = a_value
another_name = a_name
a_value["key"] = 2  # added
print(a_name, another_name)  # added
