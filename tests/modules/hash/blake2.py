# The options of BLAKE2.
import _blake2


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords).hexdigest()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for kind in _blake2.blake2b, _blake2.blake2s:
    print(kind.SALT_SIZE, kind.PERSON_SIZE, kind.MAX_KEY_SIZE, kind.MAX_DIGEST_SIZE)
    for name, values in {
        "digest_size": (0, 1, 20, 32, 33, 64, 65, -1, 2**40, "x"),
        "key": (b"", b"k", b"k" * 32, b"k" * 33, b"k" * 64, b"k" * 65, "a", 1),
        "salt": (b"", b"s", b"s" * 8, b"s" * 9, b"s" * 17, "a"),
        "person": (b"p", b"p" * 8, b"p" * 9, b"p" * 17, 3),
        "fanout": (0, 2, 255, -1, 256, "x"),
        "depth": (0, 1, 255, 256, -1, 1.5),
        "leaf_size": (0, 4000, 2**32 - 1, 2**32, 2**64, -1, 1.5, "x"),
        "node_offset": (0, 77, 2**48 - 1, 2**48, 2**64 - 1, 2**64, -1, "x"),
        "node_depth": (0, 255, 256, -1),
        "inner_size": (0, 32, 33, 64, 65, -1),
        "last_node": (True, 0, "x", []),
        "other": (1,),
    }.items():
        for value in values:
            print(name, value if isinstance(value, int) else type(value),
                  attempt(kind, **{name: value}), attempt(kind, b"abc", **{name: value}))
    options = {"fanout": 2, "depth": 3, "leaf_size": 4000, "node_offset": 77777, "node_depth": 2,
               "inner_size": 32, "last_node": True, "key": b"key", "digest_size": 17}
    for size in 0, 1, 63, 64, 65, 127, 128, 129, 256, 1000:
        hash = kind(b"x" * size, **options)
        hash.update(b"more")
        print(size, hash.hexdigest(), hash.copy().digest_size, hash.name)
