# Wrong idea: two names can't share an object.
# It predicts: an object has one name at most, so this counts 1.
thing = object()
other = thing
print("predicted:", 1)
print("happened: ", sum(1 for value in list(globals().values()) if value is thing))
