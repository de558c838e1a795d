# Points of an attractor drawn by a random walk along splines: floats and methods.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Point(self.x - other.x, self.y - other.y)

    def scaled(self, factor):
        return Point(self.x * factor, self.y * factor)

    def towards(self, other, part):
        return self + (other - self).scaled(part)


class Curve:
    def __init__(self, *points):
        self.points = points

    def at(self, t):
        points = self.points
        while len(points) > 1:
            points = [a.towards(b, t) for a, b in zip(points, points[1:])]
        return points[0]


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return self.state / 0x80000000


def run(steps, width, height):
    random = Random(1234)
    curves = [Curve(Point(0, 0), Point(0.2, 1.2), Point(0.5, 1)),
              Curve(Point(0.5, 1), Point(0.9, 0.8), Point(1, 0)),
              Curve(Point(1, 0), Point(0.5, -0.4), Point(0, 0))]
    grid = [[0] * width for _ in range(height)]
    place = Point(0.5, 0.5)
    for _ in range(steps):
        curve = curves[int(random.next() * len(curves))]
        place = place.towards(curve.at(random.next()), 0.55)
        i, j = int(place.x * (width - 1)), int((place.y + 0.3) / 1.5 * (height - 1))
        if 0 <= i < width and 0 <= j < height:
            grid[j][i] += 1
    return grid


grid = run(60_000, 72, 24)
print(sum(map(sum, grid)), max(map(max, grid)))
for row in reversed(grid):
    print("".join(" .:+*#"[min(5, n // 20)] for n in row).rstrip())
