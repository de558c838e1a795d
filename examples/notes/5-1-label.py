# ids: normalised
# Note 5: the object has a type, an id and a value.
x = 100
print(id(x))     # Memory address
print(type(x))   # <class 'int'>
