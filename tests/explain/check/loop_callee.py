class Queue:
    def __init__(self): self.jobs = ["a", "b", "c"]
    def run(self):
        for job in self.jobs:
            self.done(job)
    def done(self, job): self.jobs.remove(job)

queue = Queue()
queue.run()
print(queue.jobs)
# finds: changed-while-iterated@6
