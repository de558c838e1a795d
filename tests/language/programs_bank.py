# Programs: classes with rules, errors of their own, a log by a decorator.
class BankError(Exception): pass
class Overdrawn(BankError):
    def __init__(self, missing):
        super().__init__(f"{missing} missing")
        self.missing = missing
log = []
def logged(f):
    def wrapper(self, *args):
        try:
            result = f(self, *args)
        except BankError as error:
            log.append((f.__name__, args, str(error)))
            raise
        log.append((f.__name__, args, self.balance))
        return result
    wrapper.__name__ = f.__name__
    return wrapper
class Account:
    fee = 0
    def __init__(self, owner, balance=0): self.owner, self._balance = owner, balance
    @property
    def balance(self): return self._balance
    @logged
    def deposit(self, amount):
        if amount <= 0: raise BankError("not an amount")
        self._balance += amount
    @logged
    def withdraw(self, amount):
        total = amount + self.fee
        if total > self._balance: raise Overdrawn(total - self._balance)
        self._balance -= total
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self.balance})"
class Checking(Account): fee = 1
a, b = Account("ann", 10), Checking("bob")
a.deposit(5); b.deposit(20); b.withdraw(4)
for action in (lambda: a.withdraw(100), lambda: b.deposit(-1), lambda: setattr(a, "balance", 5)):
    try:
        action()
    except Overdrawn as error:
        print("overdrawn", error, error.missing)
    except BankError as error:
        print("error", error)
    except AttributeError as error:
        print(error)
print(a, b, sorted([a, b], key=lambda x: x.balance), a.deposit.__name__)
for row in log: print(*row)
