# Entering and leaving a context manager.
class Manager:
    def __enter__(self):
        return 1

    def __exit__(self, kind, error, traceback):
        return False


def run(n):
    m, s = Manager(), 0
    for i in range(n):
        with m as one:
            s += one
    return s


print(run(2_000_000))
