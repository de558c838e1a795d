numbers = [2, 4, 6, 7]
for number in numbers:
    if number % 2 == 0:
        numbers.remove(number)
print(numbers)
# finds: changed-while-iterated@4
