# Note 3: a name can refer to an int one moment and to a string the next.
import sys  # added
var1 = 1
print(type(var1).__name__, sys.getsizeof(var1))  # added
var1 = "one"  # added
print(type(var1).__name__, sys.getsizeof(var1))  # added
