# Note 4: a deep copy gives two lists and four dictionaries, but only three ints.
from copy import deepcopy  # added
my_list1 = [{"first": "value1"}, {"second": "value2"}, 3, 4, 5]
my_list2 = deepcopy(my_list1)  # added
both = my_list1 + my_list2  # added
print(len({id(x) for x in (my_list1, my_list2)}), "lists")  # added
print(len({id(x) for x in both if type(x) is dict}), "dictionaries")  # added
print(len({id(x) for x in both if type(x) is int}), "ints")  # added
