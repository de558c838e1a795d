# Note 4: "Shallow copies are always faster." A shallow copy of an immutable
# object makes nothing; a slice of a list costs its whole length.
import copy  # added
text = ("a", "b")  # added
print(copy.copy(text) is text, copy.deepcopy(text) is text)  # added
numbers = [1, 2, 3]  # added
print(copy.copy(numbers) is numbers)  # added
