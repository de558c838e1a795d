# del unbinds names, attributes, items and slices.
x = y = [1, 2, 3, 4]
del x
print(y)
try:
    x
except NameError as error:
    print(error)
del y[0], y[1:]
print(y)
class C: pass
c = C()
c.a = 1
del c.a
try:
    del c.a
except AttributeError as error:
    print(error)
def function():
    local = 1
    del local
    try:
        return local
    except UnboundLocalError as error:
        print(error)
    try:
        del local
    except UnboundLocalError as error:
        print(error)
function()
try:
    del missing
except NameError as error:
    print(error)
a, b, c = 1, 2, 3
del (a, [b]), c
print("a" in globals(), "c" in globals())
