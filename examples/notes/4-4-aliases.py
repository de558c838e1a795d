# Note 4: reassigning a variable changes what it references, no object.
a = [1, 2]  # added
b = a  # added
a = [3]  # added
print(a, b)  # added
