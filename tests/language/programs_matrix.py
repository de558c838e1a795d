# Programs: matrices, powers, determinants, spirals.
class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in zip(*other.rows)] for row in self.rows])
    def __pow__(self, n):
        result = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        base = self
        while n:
            if n & 1: result = result @ base
            base = base @ base
            n >>= 1
        return result
    def __eq__(self, other): return self.rows == other.rows
    def __repr__(self): return "\n".join(" ".join(f"{v:>3}" for v in row) for row in self.rows)
print(Matrix([[1, 2], [3, 4]]) @ Matrix([[0, 1], [1, 0]]))
print((Matrix([[1, 1], [1, 0]]) ** 90).rows[0][1], Matrix([[2]]) ** 0 == Matrix([[1]]))
def det(m):
    if len(m) == 1: return m[0][0]
    return sum((-1) ** j * m[0][j] * det([row[:j] + row[j + 1:] for row in m[1:]]) for j in range(len(m)))
print(det([[2, 0, 1], [1, 3, 2], [1, 1, 4]]), list(zip(*[[1, 2], [3, 4]])))
def spiral(m): return [*m[0], *spiral(list(zip(*m[1:]))[::-1])] if m else []
print(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
def triangle(n):
    row = [1]
    for _ in range(n):
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]
for row in triangle(5): print(" ".join(map(str, row)).center(12).rstrip())
