def grow(row):
    row[1] += ["more"]

record = ("name", [])
try:
    grow(record)
except TypeError:
    print(record)
# finds: changed-and-raised@2
