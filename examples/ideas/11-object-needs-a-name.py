# Wrong idea: an object without a name can't exist.
# It predicts: the inner list dies when its name is deleted.
inner = [1, 2]
outer = [inner]
del inner
print("predicted:", [None])
print("happened: ", outer)
