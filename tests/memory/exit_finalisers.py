# Finalisers that run at the end of the program still find sys.stdout, builtins and their own
# module's names.
import sys


class Noted:
    def __init__(self, number):
        self.number = number

    def __del__(self):
        print('gone:', self.number, len('four'), sys.flags.optimize, sys.is_finalizing())


one = Noted(1)
ring = Noted(2)
ring.itself = ring
