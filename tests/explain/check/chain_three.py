first = second = third = {}
third["k"] = 1
print(len(second), first)
# finds: chained-assignment@2
