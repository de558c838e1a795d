# A class statement runs its body and makes a type of its names.
class Point:
    "A point."
    count = 0
    def __init__(self, x, y=0):
        self.x, self.y = x, y
        Point.count += 1
    def moved(self, dx):
        return Point(self.x + dx, self.y)
    def __repr__(self):
        return f"Point({self.x}, {self.y})"
p = Point(1)
q = p.moved(5)
print(p, q, Point.count, p.count, Point.__doc__, Point.__name__)
p.count = 99
print(Point.count, q.count, p.__dict__)
print(isinstance(p, Point), type(p) is Point, issubclass(Point, object), Point.__bases__)
print(Point.moved(p, 1), p.moved.__self__ is p, p.moved.__func__ is Point.moved)
bound = p.moved
p.x = 50
print(bound(1))
del p.y
try:
    p.y
except AttributeError as error:
    print(error, error.name, error.obj is p)
print(getattr(p, "y", "default"), hasattr(p, "x"), setattr(p, "z", 3), p.z)
class Empty: pass
print(Empty().__dict__, Empty.__module__, Empty.__qualname__)
print([name for name in Point.__dict__ if not name.startswith("__")])
