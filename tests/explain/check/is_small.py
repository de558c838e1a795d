count = 0
for _ in range(5): count += 1
print("five" if count is 5 else "other")
# finds: is-on-values@3
