# gives a row with the mark
def marked(row, at):
    """The row, marked."""
    row[at] = "x"
    return row
first = [".", "."]
second = marked(first, 1)
print(first, second)
# finds: argument-changed@4
