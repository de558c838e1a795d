# Number literals of every base, with underscores, and what is refused.
print(0b101, 0o17, 0xFF, 1_000_000, 0x_ff, 1e3, 1.5e-3, .5, 5., 1_0.0_1, 3j, 1.5J, 0, 00, 0e0)
print(123456789012345678901234567890, 0xffffffffffffffffffff)
for source in ("012", "1__0", "1_", "0b2", "0o8", "0xg", "1e", "1_.5", "0b", "1abc", "1.5.2", "0777"):
    try:
        print(source, compile(source, "n", "eval") and "ok")
    except SyntaxError as error:
        print(source, "->", error.msg)
