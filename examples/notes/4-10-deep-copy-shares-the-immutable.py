# Note 4: deepcopy duplicates mutable objects; what can't change is shared.
import copy  # added
inner = [1]  # added
original = ["text", (1, 2), (1, inner), inner]  # added
double = copy.deepcopy(original)  # added
print([x is y for x, y in zip(original, double)])  # added
print(double[2][1] is double[3])  # added
