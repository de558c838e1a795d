def add(item, items=[]):
    items.append(item)
    return items

print(add(1))
print(add(2))
# finds: mutable-default@2
