# Wrong idea: arguments are copied (or: the caller's names are passed).
# The first predicts that the caller's list stays; the second, that x moves too.
def change(items, number):
    items.append("added")
    number = number + 1
mine, x = [], 1
change(mine, x)
print("predicted:", [], 1, "or", ["added"], 2)
print("happened: ", mine, x)
