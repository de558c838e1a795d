# Wrong idea: a name remembers the values that it had.
# It predicts: deleting the new value brings the old one back.
x = 1
x = 2
del x
try:
    happened = x
except NameError as error:
    happened = error
print("predicted:", 1)
print("happened: ", happened)
