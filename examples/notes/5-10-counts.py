# Note 5: the count is how many references there are; getrefcount's own is one of them.
import sys  # added
x = [1, 2]
print(sys.getrefcount(x) - 1)  # added
y = x
print(sys.getrefcount(x) - 1)  # added
del y  # added
print(sys.getrefcount(x) - 1)  # added
print(sys.getrefcount(10) > 1000)  # added: a small int is held by many
