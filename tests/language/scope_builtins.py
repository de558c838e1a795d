# Names are looked up in locals, globals and builtins; a global hides a builtin.
len = lambda x: "mine"
print(len([1]))
del len
print(len([1]))
def function():
    max = min
    return max(1, 2)
print(function(), max(1, 2))
try:
    print(undefined_name)
except NameError as error:
    print(error, error.name)
