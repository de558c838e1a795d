# Wrong idea: after `b = a` the names are tied, so rebinding b moves a.
# It predicts: a becomes 5.
a = 1
b = a
b = 5
print("predicted:", 5)
print("happened: ", a)
