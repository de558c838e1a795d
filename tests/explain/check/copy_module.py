import copy
plan = {"monday": ["rest"], "tuesday": []}
other = copy.copy(plan)
other["monday"].append("run")
print(plan["monday"])
# finds: shallow-copy@4
