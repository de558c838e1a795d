# Calls, classes, generators and exceptions, as a trace tells them.
# expect: 6
# expect: caught 0
# expect: [0, 1]
# expect: 3 2.5 True None


def fact(n, acc=1, *rest, key=(1, 2), **more):
    if n == 0:
        return acc
    return fact(n - 1, acc * n)


print(fact(3))


class Point:
    kind = "flat"

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def total(self):
        return self.x + self.y


point = Point(1, 2)
total = point.total


def fails(value):
    return 1 / value


def calls(value):
    return fails(value)


try:
    calls(0)
except ZeroDivisionError:
    print("caught", 0)


def counts(limit):
    for i in range(limit):
        yield i


rows = []
for row in counts(2):
    rows.append(row)
print(rows)
numbers = {"a": 2.5, 3: True, None: {1, 2}}
print(total(), numbers["a"], numbers[3], None)
big, small, text = 10**30, -0.0, 'quotes " and \\ and \n'
