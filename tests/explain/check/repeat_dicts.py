def table(count):
    return [{}] * count
people = table(2)
people[0]["name"] = "Ada"
print([person.get("name") for person in people])
# finds: repeated-rows@4
