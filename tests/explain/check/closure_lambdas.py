functions = []
for i in range(3):
    functions.append(lambda: i)
print([function() for function in functions])
# finds: late-closure@3
