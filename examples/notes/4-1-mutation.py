# Note 4: not a reassignment of the name but a mutation of the list.
numbers = [1, 2, 3, 4]
before = id(numbers)  # added
numbers[2] = 3333
print(numbers, id(numbers) == before)  # added
