total = sum([0.5, 0.5])
if total is not 1.0:
    print("wrong sum", total)
# finds: is-on-values@2
