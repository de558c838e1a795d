# Wrong idea: objects know their names.
# It predicts: the object can be asked for its name, and follows a new name.
def first():
    pass
second = first
del first
numbers = [1]
print("predicted:", "second", True)
print("happened: ", second.__name__, hasattr(numbers, "__name__"))
