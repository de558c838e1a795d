# Wrong idea: assignment moves the value and leaves the source empty.
# It predicts: after `b = a`, using a fails.
a = [1, 2]
b = a
try:
    happened = a
except NameError as error:
    happened = error
print("predicted:", "name 'a' is not defined")
print("happened: ", happened)
