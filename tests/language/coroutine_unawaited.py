# A coroutine that nobody awaited is warned about, with the frames that made it when tracked.
# ids: normalised
import sys
import warnings


class Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


async def task():
    pass


def make():
    return task()


sys.stderr = lines = Lines()
make()
sys.set_coroutine_origin_tracking_depth(2)
made = make()
print(made.cr_origin[0][1:], made.cr_origin[1][1:])
del made
sys.set_coroutine_origin_tracking_depth(0)
warnings.simplefilter("error")
make()
warnings.simplefilter("ignore")
make()
warnings.simplefilter("default")
shown = warnings._warn_unawaited_coroutine
warnings._warn_unawaited_coroutine = lambda coroutine: print("told of", coroutine.__qualname__)
make()
warnings._warn_unawaited_coroutine = lambda coroutine: 1 / 0
make()
del warnings._warn_unawaited_coroutine
make()
warnings._warn_unawaited_coroutine = shown
closed = make()
closed.close()
del closed
sys.stderr = sys.__stderr__
print(lines.text.replace(__file__, "FILE"))
