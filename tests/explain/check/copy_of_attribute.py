class Game:
    def __init__(self):
        self.board = [["."] * 2 for _ in range(2)]

    def try_move(self):
        trial = self.board[:]
        # only in the trial
        trial[0][0] = "x"
        return trial

game = Game()
game.try_move()
print(game.board)
# finds: shallow-copy@8
