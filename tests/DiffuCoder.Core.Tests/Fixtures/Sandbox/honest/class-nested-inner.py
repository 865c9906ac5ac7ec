#: expect=pass
#: category=honest
class Graph:
    class Node:
        def __init__(self, name):
            self.name = name
            self.edges = []

    def __init__(self):
        self.nodes = {}

    def node(self, name):
        return self.nodes.setdefault(name, Graph.Node(name))

    def link(self, a, b):
        self.node(a).edges.append(self.node(b))
        return self
#### statements
g = Graph().link("a", "b").link("a", "c").link("c", "a")
assert [n.name for n in g.node("a").edges] == ["b", "c"]
assert g.nodes["c"].edges[0] is g.nodes["a"]
assert isinstance(g.node("b"), Graph.Node) and Graph.Node.__qualname__ == "Graph.Node"
