# Objects of many kinds, changed in many ways; the events of its run are checked elsewhere.
import sys


class Point:
    count = 0

    def __init__(self, x, y):
        self.x = x
        self.y = y
        Point.count += 1


class Slotted:
    __slots__ = ("a", "b")


class Row(list):
    pass


def counter(start):
    total = start

    def add(step=1, *, log=[]):
        nonlocal total
        total += step
        log.append(total)
        return total
    return add


def numbers(limit):
    seen = []
    for i in range(limit):
        seen.append(i)
        yield seen


def fails(values):
    try:
        values[99] = 1
    except IndexError as error:
        return str(error)
    finally:
        values.append("done")


def text(n):
    s = "start"
    for i in range(n):
        s += "more" * i
    return s


point = Point(1, 2)
point.x = [point]
point.z = {"k": point}
del point.y
vars(point)["w"] = 5
point.w = 6
slotted = Slotted()
slotted.a = slotted
slotted.b = 1
del slotted.b
row = Row([1, 2])
row.name = "row"
row.append(row)
row[0:1] = [7, 8, 9]
row.insert(1, "in")
row.reverse()
values = [5, 3, 9, 1]
values.sort(key=lambda v: -v)
values.sort()
values += [2]
values *= 2
del values[1:3]
values.pop(0)
values.clear()
table = {i: str(i) for i in range(5)}
table["x"] = table
table.pop(2)
table[2] = "again"
table.update(a=1, b=2)
del table["x"]
table.setdefault("l", []).append(3)
members = {1, 2, 3}
members.add("four")
members.discard(2)
members |= {9}
add = counter(10)
print(add(), add(5), add.__closure__[0].cell_contents)
holder = None
for holder in numbers(3):
    holder.append("seen")
generator = numbers(2)
print(next(generator))
del generator
print(fails(values))
print(len(text(6)))
pair = (values, [1])
pair[1].append(pair)
a, *b = [1, 2, 3]
a, b = b, a
first, second = [x * 2 for x in a], {y for y in a}
nested = [[0] * 2 for _ in range(2)]
nested[0][1] = nested
matrix = [[0] * 2] * 2
matrix[0][0] = 5
big = 2 ** 100
big += 1
half = 1 / 3
exec("made = [1]; made.append(2)")
made.append(3)
globals()["dynamic"] = made
del dynamic
print(point.w, sys.getrefcount(made))
