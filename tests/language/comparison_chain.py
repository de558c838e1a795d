# Chains evaluate each operand once and stop at the first false.
def say(x):
    print(x, end=" ")
    return x
print(say(1) < say(2) < say(3))
print(say(3) < say(2) < say(1))
print(1 < 2 > 1 != 0 == False, 1 < 2 in [2], (1 < 2) in [2])
print(1 == 1.0 == True, "a" < "b" <= "b", [1] is not [1] != None)
x = 5
print(0 < x < 10, not 0 < x < 3)
if 1 < x < 3 or 4 < x < 6: print("between")
