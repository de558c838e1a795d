# finally runs on every way out; a return in it wins.
def ways(how):
    for i in range(2):
        try:
            if how == "return": return "returned"
            if how == "break": break
            if how == "continue": continue
            if how == "raise": raise KeyError(how)
            print("normal")
        finally:
            print("finally", i)
    return "end"
for how in ("return", "break", "continue", "normal"):
    print(ways(how))
try:
    ways("raise")
except KeyError as error:
    print("out", error)
def wins():
    try:
        raise ValueError
    finally:
        return "wins"
print(wins())
def changed():
    x = 1
    try:
        return x
    finally:
        x = 2
print(changed())
def nested():
    try:
        try:
            return "inner"
        finally:
            print("one")
    finally:
        print("two")
print(nested())
def loop():
    while True:
        try:
            return 1
        finally:
            break
    return 2
print(loop())
