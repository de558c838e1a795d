# One-way constraints between variables, planned and executed again and again.
class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.users = []
        self.setter = None
        self.mark = 0

    def __repr__(self):
        return f"{self.name}={self.value}"


class Constraint:
    def __init__(self, *inputs_and_output):
        *self.inputs, self.output = inputs_and_output
        for variable in self.inputs:
            variable.users.append(self)
        self.output.setter = self
        self.mark = 0

    def is_ready(self, mark):
        return all(v.mark == mark or v.setter is None for v in self.inputs)

    def execute(self):
        raise NotImplementedError


class Equal(Constraint):
    def execute(self):
        self.output.value = self.inputs[0].value


class Scale(Constraint):
    def execute(self):
        source, factor, offset = self.inputs
        self.output.value = source.value * factor.value + offset.value


class Sum(Constraint):
    def execute(self):
        self.output.value = sum(v.value for v in self.inputs) & 0xFFFFFF


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, start):
        self.mark += 1
        order, todo = [], [start]
        start.mark = self.mark
        while todo:
            variable = todo.pop()
            for user in variable.users:
                if user.mark != self.mark:
                    user.mark = self.mark
                    order.append(user)
                    user.output.mark = self.mark
                    todo.append(user.output)
        return order

    def change(self, variable, value):
        variable.value = value
        for constraint in self.plan(variable):
            constraint.execute()


def chain(n):
    variables = [Variable(f"v{i}", 0) for i in range(n + 1)]
    for before, after in zip(variables, variables[1:]):
        Equal(before, after)
    return variables


def projection(n):
    factor, offset = Variable("factor", 3), Variable("offset", 7)
    sources = [Variable(f"s{i}", i) for i in range(n)]
    targets = [Variable(f"t{i}", 0) for i in range(n)]
    for source, target in zip(sources, targets):
        Scale(source, factor, offset, target)
    total = Variable("total", 0)
    Sum(*targets, total)
    return factor, offset, sources, targets, total


def run(n, rounds):
    planner = Planner()
    line = chain(n)
    factor, offset, sources, targets, total = projection(n)
    checksum = 0
    for i in range(rounds):
        planner.change(line[0], i)
        checksum += line[-1].value
        planner.change(sources[i % n], i)
        planner.change(factor, i & 15)
        planner.change(offset, i & 7)
        checksum = (checksum * 31 + total.value + targets[i % n].value) % 1000003
    return checksum, line[-1], total


print(*run(400, 900))
