def history(start):
    """All states."""
    state = [start]
    first = state
    state += [start + 1]
    return first
print(history(1))
# finds: in-place-of-shared@5
