# Spheres, a floor, shadows and mirrors: objects, methods and floats.
class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vector(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vector(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)

    def mirrored(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Sphere:
    def __init__(self, centre, radius, shade, shine):
        self.centre, self.radius, self.shade, self.shine = centre, radius, shade, shine

    def hit(self, start, way):
        to = self.centre - start
        along = to.dot(way)
        rest = self.radius ** 2 - to.dot(to) + along * along
        if rest < 0:
            return None
        root = rest ** 0.5
        for distance in (along - root, along + root):
            if distance > 1e-6:
                return distance
        return None

    def normal(self, point):
        return (point - self.centre).unit()

    def shade_at(self, point):
        return self.shade


class Floor:
    shine = 0.2

    def hit(self, start, way):
        if way.y > -1e-6:
            return None
        return -start.y / way.y

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def shade_at(self, point):
        return 0.9 if (int(point.x // 1) + int(point.z // 1)) % 2 else 0.2


class Scene:
    def __init__(self, things, light):
        self.things, self.light = things, light

    def nearest(self, start, way):
        best, thing = None, None
        for candidate in self.things:
            distance = candidate.hit(start, way)
            if distance is not None and (best is None or distance < best):
                best, thing = distance, candidate
        return best, thing

    def trace(self, start, way, depth):
        distance, thing = self.nearest(start, way)
        if thing is None:
            return 0.4 + 0.3 * way.y
        point = start + way * distance
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        lit = 0.1
        if self.nearest(point + normal * 1e-4, to_light)[1] is None:
            lit += 0.9 * max(0.0, to_light.dot(normal))
        shade = lit * thing.shade_at(point)
        if depth and thing.shine:
            seen = self.trace(point + normal * 1e-4, way.mirrored(normal), depth - 1)
            shade = shade * (1 - thing.shine) + seen * thing.shine
        return shade


def run(width, height):
    scene = Scene([Floor(), Sphere(Vector(0.0, 1.0, 5.0), 1.0, 0.8, 0.5),
                   Sphere(Vector(1.8, 0.6, 4.0), 0.6, 0.5, 0.3),
                   Sphere(Vector(-1.6, 0.7, 4.2), 0.7, 1.0, 0.0)], Vector(-4.0, 6.0, 0.0))
    eye = Vector(0.0, 1.2, 0.0)
    rows, total = [], 0.0
    for j in range(height):
        row = ""
        for i in range(width):
            way = Vector((i - width / 2) / width * 1.6, (height / 2 - j) / height, 1.0).unit()
            shade = scene.trace(eye, way, 2)
            total += shade
            row += " .:-=+*#%@"[max(0, min(9, int(shade * 10)))]
        rows.append(row)
    return total, rows


total, rows = run(240, 150)
print(f"{total:.6f}")
for row in rows[::15]:
    print(row[::3].rstrip())
