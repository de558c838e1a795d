# Recursion, mutual and deep, and the limit.
import sys
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(n) for n in range(15)])
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(100), odd(7))
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def forever(): return forever()
try:
    forever()
except RecursionError as error:
    print(error)
print(depth(900))
sys.setrecursionlimit(200)
try:
    depth(900)
except RecursionError as error:
    print(error)
print(sys.getrecursionlimit())
