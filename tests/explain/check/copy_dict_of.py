class State:
    def __init__(self): self.data = {"seen": [], "n": 0}

    def snapshot(self): return dict(self.data)

state = State()
before = state.snapshot()
state.data["seen"].append(1)
print(before)
# finds: shallow-copy@8
