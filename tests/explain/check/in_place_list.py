base = [1, 2]
more = base
more += [3]
print(base)
# finds: in-place-of-shared@3
