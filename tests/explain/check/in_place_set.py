def allowed():
    common = {"read"}
    admin = common
    admin |= {"write"}
    return len(common)
print(allowed())
# finds: in-place-of-shared@4
