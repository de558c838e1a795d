pair = ([1], 2)
try:
    pair[0] += [2]
except TypeError as error:
    print(error, pair)
# finds: changed-and-raised@3
