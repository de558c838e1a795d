# A chain binds its targets from left to right, to one object.
def log(name):
    print("target", name)
    return {}
log("a")["x"] = log("b")["y"] = [1]
a = b = c = []
a.append(1)
print(b, c, a is c)
i, row = 0, [0, 0]
i = row[i] = 1
print(i, row)
