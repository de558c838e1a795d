ages = {"a": 1, "b": 2, "c": 3}
try:
    for name in ages:
        if ages[name] > 1:
            del ages[name]
except RuntimeError as error:
    print(error)
# finds: changed-while-iterated@5
