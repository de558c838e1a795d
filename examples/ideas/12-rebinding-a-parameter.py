# Wrong idea: rebinding a parameter reaches the caller.
# It predicts: the caller's list is replaced.
def replace(items):
    items = ["new"]
    return None
mine = ["old"]
replace(mine)
print("predicted:", ["new"])
print("happened: ", mine)
