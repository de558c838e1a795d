# Wrong idea: `=` states that both sides are equal.
# It predicts: `x = x + 1` can't be, and `3 = x` may as well be written.
x = 1
x = x + 1
try:
    compile("3 = x", "idea", "exec")
    happened = "accepted"
except SyntaxError as error:
    happened = error.msg
print("predicted:", "x = x + 1 is false, 3 = x is accepted")
print("happened: ", x, "/", happened)
