grid = [[0] * 3] * 2
grid[0][1] = 5
print(grid)
# finds: repeated-rows@2
