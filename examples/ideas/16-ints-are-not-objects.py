# Wrong idea: ints and literals are not objects.
# It predicts: they have no type, no id, no attributes.
print("predicted:", "no attributes")
print("happened: ", isinstance(7, object), (7).bit_length(), "ab".upper(), id(7) == id(7))
