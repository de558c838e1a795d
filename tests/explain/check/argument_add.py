def added(row, value):
    row += [value]
    return row

base = [1]
longer = added(base, 2)
print(base)
# finds: argument-changed@2
