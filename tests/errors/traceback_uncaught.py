# An uncaught exception: its traceback goes to standard error, the status is 1.
def inner(x):
    return 10 / x
def outer():
    value = inner(0)
    return value
print("before")
outer()
print("never")
