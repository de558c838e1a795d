# Note 4: a shallow copy copies the outermost level alone.
my_list1 = [{"first": "value1"}, {"second": "value2"}, 3, 4, 5]
my_list2 = my_list1.copy()
my_list2[0]['first'] = 42
print(my_list1)
print(my_list1 is my_list2, my_list1[0] is my_list2[0])  # added
my_list2[4] = 6  # added
print(my_list1[4], my_list2[4])  # added
