# Ints just beyond a machine word.
def run(n):
    a, b = 1, 1
    for i in range(n):
        a, b = b, (a * 3 + b + i) % 1208925819614629174706189
    return a


print(run(2_000_000))
