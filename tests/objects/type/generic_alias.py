# list[int] and its kin.
for text in r"""
list[int]
dict[str, int]
tuple[int, ...]
tuple[()]
type[int]
set[frozenset[int]]
list["forward"]
list[int | None]
list[int].__origin__
list[int].__args__
dict[str, int].__args__
list[int] == list[int]
list[int] != list[str]
hash(list[int]) == hash(list[int])
repr(list[int])
type(list[int])
list[int]([1, 2])
list[int]()
list[int].append
list[int].__parameters__
type(list[int]())
issubclass(type(list[int]), object)
(list[int]).__mro_entries__((list[int],))
list[int] | None
tuple[()].__args__
list[int].__unpacked__
[*tuple[int, str]]
isinstance([], list[int])
issubclass(list, list[int])
list[int][int]
int[str]
list[int].missing
list[int].__name__
list[int].__class__
list[int].__doc__ == list.__doc__
list[list[int]].__args__[0].__args__
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
