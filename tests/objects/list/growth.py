# sys.getsizeof of a list shows how it grows.
import sys
l, sizes = [], []
for i in range(70):
    size = sys.getsizeof(l)
    if not sizes or sizes[-1] != size: sizes.append(size)
    l.append(i)
print(sizes)
print(sys.getsizeof([]), sys.getsizeof([1, 2, 3]), sys.getsizeof([0] * 10), sys.getsizeof(list(range(10))), sys.getsizeof([i for i in range(10)]))
while l: l.pop()
print(sys.getsizeof(l))
l = [1, 2, 3]
l.extend([4, 5]); print(sys.getsizeof(l))
l.insert(0, 9); print(sys.getsizeof(l))
del l[2:]; print(sys.getsizeof(l))
l.clear(); print(sys.getsizeof(l))
l += range(5); print(sys.getsizeof(l))
l = l[:]; print(sys.getsizeof(l))
l = list(x for x in range(20)); print(sys.getsizeof(l))
l = sorted(range(20)); print(sys.getsizeof(l))
