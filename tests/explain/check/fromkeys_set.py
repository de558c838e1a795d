class Graph:
    def __init__(self, nodes): self.next = dict.fromkeys(nodes, set())
    def link(self, one, other):
        self.next[one].add(other)
    def show(self):
        return {node: sorted(after) for node, after in self.next.items()}

graph = Graph("abc")
graph.link("a", "b")
print(graph.show())
# finds: fromkeys-value@4
