# A picture of the Mandelbrot set, as text: float loops.
def escape(cx, cy, limit):
    x = y = 0.0
    for i in range(limit):
        xx, yy = x * x, y * y
        if xx + yy > 4.0:
            return i
        x, y = xx - yy + cx, 2.0 * x * y + cy
    return limit


def run(width, height, limit):
    total, rows = 0, []
    for j in range(height):
        row = []
        for i in range(width):
            n = escape(3.0 * i / width - 2.2, 2.4 * j / height - 1.2, limit)
            total += n
            row.append(" .:-=+*#%@"[n * 9 // limit])
        rows.append("".join(row))
    return total, rows


total, rows = run(480, 160, 150)
print(total)
for row in rows[::16]:
    print(row[::6].rstrip())
