# An operating system in small: tasks that send packets to each other.
IDLE, WORK, HANDLER, DEVICE = range(4)


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, system, name, priority, queue):
        self.system = system
        self.name = name
        self.priority = priority
        self.queue = queue
        self.is_held = False
        self.is_waiting = queue is None
        self.runs = 0
        system.add(self)

    def can_run(self):
        return not self.is_held and (not self.is_waiting or self.queue is not None)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
            packet.link = None
        self.is_waiting = False
        return packet

    def give(self, packet):
        self.queue = packet.append_to(self.queue)

    def run(self, packet):
        raise NotImplementedError


class Idle(Task):
    def __init__(self, system, count):
        super().__init__(system, "idle", 0, None)
        self.is_waiting = False
        self.control = 1
        self.left = count

    def run(self, packet):
        self.left -= 1
        if self.left == 0:
            self.is_held = True
        elif self.control & 1:
            self.control = self.control >> 1 ^ 0xD008
            self.system.release("device b")
        else:
            self.control >>= 1
            self.system.release("device a")


class Worker(Task):
    def __init__(self, system, queue):
        super().__init__(system, "worker", 1000, queue)
        self.turn = 0
        self.letter = 0

    def run(self, packet):
        if packet is None:
            self.is_waiting = True
            return
        self.turn ^= 1
        packet.owner = "handler a" if self.turn else "handler b"
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        self.system.send(packet, self)


class Handler(Task):
    def __init__(self, system, name, queue, device):
        super().__init__(system, name, 2000, queue)
        self.device = device
        self.work = self.spare = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.work = packet.append_to(self.work)
            else:
                self.spare = packet.append_to(self.spare)
        work = self.work
        if work is None:
            self.is_waiting = True
        elif work.datum >= 4:
            self.work = work.link
            work.owner = "worker"
            self.system.send(work, self)
        elif self.spare is None:
            self.is_waiting = True
        else:
            spare = self.spare
            self.spare = spare.link
            spare.datum = work.data[work.datum]
            work.datum += 1
            spare.owner = self.device
            self.system.send(spare, self)


class Device(Task):
    def __init__(self, system, name, back):
        super().__init__(system, name, 3000, None)
        self.back = back
        self.pending = None

    def run(self, packet):
        if packet is not None:
            self.pending = packet
            self.system.total += packet.datum
            self.is_held = True
        elif self.pending is None:
            self.is_waiting = True
        else:
            packet, self.pending = self.pending, None
            packet.owner = self.back
            self.system.send(packet, self)


class System:
    def __init__(self):
        self.tasks = []
        self.by_name = {}
        self.sent = self.total = 0

    def add(self, task):
        self.tasks.append(task)
        self.tasks.sort(key=lambda t: -t.priority)
        self.by_name[task.name] = task

    def send(self, packet, sender):
        self.sent += 1
        target = self.by_name[packet.owner]
        packet.owner = sender.name
        target.give(packet)

    def release(self, name):
        self.by_name[name].is_held = False

    def run(self):
        while True:
            for task in self.tasks:
                if task.can_run():
                    task.runs += 1
                    task.run(task.take())
                    break
            else:
                return


def packets(count, owner, kind):
    queue = None
    for _ in range(count):
        queue = Packet(queue, owner, kind)
    return queue


def run(count):
    system = System()
    Idle(system, count)
    Worker(system, packets(2, "worker", WORK))
    Handler(system, "handler a", packets(3, "device a", DEVICE), "device a")
    Handler(system, "handler b", packets(3, "device b", DEVICE), "device b")
    Device(system, "device a", "handler a")
    Device(system, "device b", "handler b")
    system.run()
    return system.sent, system.total, [task.runs for task in system.tasks]


print(*run(100_000))
