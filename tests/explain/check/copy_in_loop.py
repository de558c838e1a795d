table = [[1], [2], [3]]
double = list(table)
for row in double:
    row[0] *= 2
print(table)
# finds: shallow-copy@4
