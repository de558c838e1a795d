# := binds and gives the value; in a comprehension it binds outside.
if (n := 10) > 5:
    print(n)
print([y := 1, y ** 2, y + 1])
found = [last := x for x in range(4) if x % 2]
print(found, last)
def function():
    total = 0
    parts = [total := total + x for x in range(5)]
    return total, parts
print(function())
while (n := n - 3) > 0:
    print("left", n)
print((x := 1, 2), x)
print(any((hit := w).startswith("b") for w in ["ab", "ba", "bb"]), hit)
