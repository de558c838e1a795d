# Wrong idea: `del x` destroys the object.
# It predicts: the other name has nothing left.
x = [1, 2]
y = x
del x
print("predicted:", "nothing")
print("happened: ", y)
