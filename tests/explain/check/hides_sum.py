def average(numbers):
    sum = 0
    for number in numbers: sum += number
    try:
        return sum(numbers) / len(numbers)
    except TypeError as error:
        return str(error)
print(average([1, 2]))
# finds: hidden-builtin@5
