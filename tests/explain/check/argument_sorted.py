def ordered(items):
    items.sort()
    return items

given = [3, 1, 2]
result = ordered(given)
print(given, result)
# finds: argument-changed@2
