# for binds its target, keeps it afterwards, and has an else.
for i in range(3): pass
print(i)
for i in []: pass
print(i)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xy")]:
    print(a, b, c)
items = [0, 0, 0]
for items[1] in range(5): pass
print(items)
for x in "abc":
    if x == "b": break
else:
    print("no break")
for x in "abc":
    if x == "z": break
else:
    print("else")
for i in range(2):
    for j in range(3):
        if j == 1: continue
        print((i, j), end=" ")
print()
numbers = [1, 2, 3, 4]
for n in numbers:
    if n == 2: numbers.remove(n)
print(numbers)
try:
    for x in 5: pass
except TypeError as error:
    print(error)
