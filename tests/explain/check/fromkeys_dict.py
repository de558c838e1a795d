def make(names):
    return dict.fromkeys(names, {})

scores = make(["x", "y"])
scores["x"]["points"] = 3
print(scores["y"])
# finds: fromkeys-value@5
