def same(one, other):
    # asks for identity
    if one is other:
        return "same"
    return "different"
print(same(1000, int("1000")))
# finds: is-on-values@3
