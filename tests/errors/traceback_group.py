# An exception group is printed as a tree.
def make(n):
    try:
        raise ValueError(n)
    except ValueError as error:
        return error
print("start")
raise ExceptionGroup("several", [make(1), ExceptionGroup("inner", [make(2), TypeError("no frame")])])
