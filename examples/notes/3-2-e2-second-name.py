# ids: normalised
# Note 3, e2.py: two names, one object, one id.
var1 = 999
print(var1, id(var1))
var2 = var1
print(var2, id(var2))
