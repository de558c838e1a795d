# Note 4: the same object has one id; equal lists need not be one.
numbers = [1, 2, 3, 4]  # added
numbers2 = numbers  # added
print(id(numbers) == id(numbers2))      # True
print(numbers is numbers2)              # True
numbers2 = [1, 2, 3, 4]  # added
print(numbers == numbers2, numbers is numbers2)  # added
