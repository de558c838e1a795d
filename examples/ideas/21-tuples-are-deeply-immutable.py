# Wrong idea: a tuple is immutable all the way down.
# It predicts: the list in it can't change, and it can be hashed.
pair = (1, [])
pair[1].append(2)
try:
    happened = hash(pair)
except TypeError as error:
    happened = error
print("predicted:", (1, []), "a hash")
print("happened: ", pair, happened)
