flags = ({"a"},)
try:
    flags[0] |= {"b"}
except TypeError:
    pass
print(sorted(flags[0]))
# finds: changed-and-raised@3
