left = right = []
left.append(1)
print(right)
# finds: chained-assignment@2
