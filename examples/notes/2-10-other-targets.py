# Note 2: "=" creates or updates a name binding. With another target on its left it
# calls the object: an attribute, an item or a slice is stored there.
class Loud:  # added
    def __setattr__(self, name, value):  # added
        print("attribute", name, value)  # added
    def __setitem__(self, key, value):  # added
        print("item", key, value)  # added
loud = Loud()  # added
loud.x = 1  # added
loud["k"] = 2  # added
numbers = [1, 2, 3]  # added
numbers[1:] = other = [7, 8]  # added
print(numbers, other)  # added
