# Global names and builtins.
STEP = 3
total = 0


def run(n):
    global total
    for i in range(n):
        total = (total + STEP) & MASK
        total = total + int(True)


MASK = 0xFFFFFF
run(1_500_000)
print(total)
