# Note 3 lets `var1 = 2` make an object. The small ints are there before the
# program; a bigger one is made, and made before the name lets go of the old one.
var1 = 2
var2 = 4 - 2  # added
print(var1 is var2)  # added
var1 = 1000  # added
before = id(var1)  # added
var1 = var1 + 1  # added
print(id(var1) == before)  # added
