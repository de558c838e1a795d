command = "".join(["go", " on"])
while command is "go on":
    break
else:
    print("not found")
# finds: is-on-values@2
