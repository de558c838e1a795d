open_nodes = {1, 2, 3}
try:
    for node in open_nodes:
        open_nodes.discard(node)
except RuntimeError as error:
    print(error)
# finds: changed-while-iterated@4
