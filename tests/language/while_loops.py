# while with break, continue and else.
n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
    print(n)
else:
    print("not reached")
while n:
    n -= 1
else:
    print("else", n)
while True:
    while True:
        break
    break
else:
    print("never")
i = 10
while (i := i // 2):
    print(i, end=" ")
print()
