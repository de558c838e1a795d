# t[0] += [2] raises, and has changed the list all the same.
t = ([1],)
try:
    t[0] += [2]
except TypeError as error:
    print(error)
print(t)
