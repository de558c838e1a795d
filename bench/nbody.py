# Planets that attract each other: float arithmetic on attributes of lists.
DAYS = 365.24
SUN = 39.47841760435743


class Body:
    def __init__(self, place, speed, mass):
        self.x, self.y, self.z = place
        self.vx, self.vy, self.vz = (v * DAYS for v in speed)
        self.mass = mass * SUN


def solar_system():
    return [
        Body((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0),
        Body((4.8414, -1.1603, -0.1036), (0.00166, 0.0077, -0.000069), 0.000954),
        Body((8.3433, 4.1248, -0.4035), (-0.00277, 0.0050, 0.000023), 0.000286),
        Body((12.8943, -15.1111, -0.2233), (0.00296, 0.00238, -0.00003), 0.0000437),
        Body((15.3796, -25.9193, 0.1793), (0.00268, 0.00163, -0.000095), 0.0000515),
    ]


def advance(bodies, step):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            pull = step / (dx * dx + dy * dy + dz * dz) ** 1.5
            to_a, to_b = b.mass * pull, a.mass * pull
            a.vx -= dx * to_a
            a.vy -= dy * to_a
            a.vz -= dz * to_a
            b.vx += dx * to_b
            b.vy += dy * to_b
            b.vz += dz * to_b
    for body in bodies:
        body.x += step * body.vx
        body.y += step * body.vy
        body.z += step * body.vz


def energy(bodies):
    total = 0.0
    for i, a in enumerate(bodies):
        total += 0.5 * a.mass * (a.vx ** 2 + a.vy ** 2 + a.vz ** 2)
        for b in bodies[i + 1:]:
            distance = ((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2) ** 0.5
            total -= a.mass * b.mass / distance
    return total


bodies = solar_system()
print(f"{energy(bodies):.9f}")
for _ in range(60_000):
    advance(bodies, 0.01)
print(f"{energy(bodies):.9f}")
