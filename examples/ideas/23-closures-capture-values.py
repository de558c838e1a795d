# Wrong idea: a closure captures the value that the name had.
# It predicts: 0, 1, 2.
functions = [lambda: i for i in range(3)]
print("predicted:", [0, 1, 2])
print("happened: ", [function() for function in functions])
