# Programs: breadth, depth, shortest paths, topological order.
graph = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {}}
def bfs(start):
    seen, queue = [start], [start]
    while queue:
        for n in graph[queue.pop(0)]:
            if n not in seen:
                seen.append(n)
                queue.append(n)
    return seen
def dfs(node, seen=None):
    seen = seen if seen is not None else set()
    seen.add(node)
    yield node
    for n in graph[node]:
        if n not in seen: yield from dfs(n, seen)
def dijkstra(start):
    distance = {n: float("inf") for n in graph}
    distance[start] = 0
    todo = set(graph)
    while todo:
        node = min(todo, key=lambda n: (distance[n], n))
        todo.remove(node)
        for n, w in graph[node].items():
            distance[n] = min(distance[n], distance[node] + w)
    return distance
print(bfs("a"), list(dfs("a")), dijkstra("a"))
def topological():
    done = []
    def visit(n):
        if n in done: return
        for m in graph[n]: visit(m)
        done.insert(0, n)
    for n in graph: visit(n)
    return done
print(topological())
