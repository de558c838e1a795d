# Programs: primes, perfect numbers, Collatz, gcd.
def sieve(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i, f in enumerate(flags) if f]
print(sieve(60), len(sieve(10000)))
def divisors(n): return [d for d in range(1, n // 2 + 1) if n % d == 0]
print([n for n in range(2, 500) if sum(divisors(n)) == n])
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print(max((collatz(n), n) for n in range(1, 1000)))
def gcd(a, b):
    while b: a, b = b, a % b
    return a
print(gcd(2 ** 40 * 9, 6 ** 20), gcd(17, 0))
