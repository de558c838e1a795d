# Note 2: assignment binds in a scope: local, enclosing or global.
x = "global"  # added
# added
def outer():  # added
    x = "enclosing"  # added
    def inner():  # added
        x = "local"  # added
        return x  # added
    return inner(), x  # added
# added
print(outer(), x)  # added
