class Board:
    def __init__(self, n):
        self.n = n
        self.rows = [[" "] * n] * n

    def set(self, x, y, mark):
        self.rows[y][x] = mark

    def show(self):
        for row in self.rows:
            print("".join(row))

board = Board(3)
board.set(1, 1, "x")
board.show()
# finds: repeated-rows@7
