buckets = 4 * [[]]
for number in (5, 6, 7):
    place = number % 4
    buckets[place].append(number)
print(len(buckets[0]))
# finds: repeated-rows@4
