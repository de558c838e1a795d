# ids: normalised
# Note 3, e1.py: the same name, two objects, two ids.
var1  = 1
print(var1, id(var1))
var1  = 2
print(var1, id(var1))
