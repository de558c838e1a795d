# Wrong idea: an attribute written in the class body is each instance's own.
# It predicts: the second cart stays empty.
class Cart:
    items = []
one, two = Cart(), Cart()
one.items.append("apple")
print("predicted:", [])
print("happened: ", two.items)
