def options(given=dict(a=1)):
    given["size"] = len(given)
    return given


def defaults(extra=[]): return extra
defaults().append("x")
print(defaults())
# finds: mutable-default@7
