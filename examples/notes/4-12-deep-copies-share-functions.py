# Note 4: nothing done to the original is seen in a deep copy. Functions, classes
# and modules are taken as they are, and can be changed.
import copy  # added
def function(): pass  # added
original = [function]  # added
double = copy.deepcopy(original)  # added
function.changed = True  # added
print(double[0].changed, double[0] is function)  # added
