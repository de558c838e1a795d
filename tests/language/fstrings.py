# f-strings: expressions, conversions, nested specs, = and quotes.
x, name, width = 3.14159, "ann", 10
print(f"{x}", f"{x:.2f}", f"{x:{width}.{2}f}|", f"{name!r:>{width}}", f"{{}}", f"{{{x:.0f}}}")
print(f"{x=}", f"{x = :.1f}", f"{name=!s}", f"{1 + 2 = }", f"{name.upper()=}")
print(f"{'nested ' + f'{x:.1f}'}", f"{name!a}", f"{'é'!a}", f"{[i for i in range(3)]}")
print(f"{(lambda y: y * 2)(4)}", f"{ {'a': 1}['a'] }", f"{x if x > 3 else 0:.3}", f"a" "b" f"{1}" 'c')
print(f'''multi
{name}
line''', fr"\d{name}\n", f"\t|{name}\x41")
print(f"{10:#x} {10:08b} {1234567:,} {0.5:%} {'s':*^5} {-5:+} {5: }")
print(f"{None} {True} {[1]!r} {'q':s}")
for source in ("f'{}'", "f'{x'", "f'}'", "f'{x!z}'", "f'{x:{y:{z}}}'", "f'{a b}'", "f'{x!}'"):
    try:
        compile(source, "f", "eval")
        print("ok", source)
    except SyntaxError as error:
        print(source, error.msg)
try:
    f"{x:q}"
except ValueError as error:
    print(error)
