# jinja2 compiles templates: inheritance, macros, filters, loops, and what it refuses.
import jinja2
env = jinja2.Environment(autoescape=True, trim_blocks=True, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
env.loader = jinja2.DictLoader({"base": "<{% block title %}base{% endblock %}>{% block body %}{% endblock %}", "child": "{% extends 'base' %}{% block title %}{{ super() }}!{{ t|upper }}{% endblock %}{% block body %}{% for x in xs if x %}{{ loop.index }}:{{ x|e }}{% if loop.last %}.{% else %}, {% endif %}{% else %}none{% endfor %}{% include 'inc' %}{% endblock %}", "inc": "{% macro m(a, b=2) %}{{ a }}-{{ b }}{{ varargs }}{% endmacro %}{{ m(1) }}{{ m(1, 3, 4) }}{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}"})
print(env.get_template("child").render(t="tit<le", xs=["a", "", "<b>", 3]))
for src in ("{{ xs|join(', ') }} {{ xs|sort|reverse|list }} {{ {'a':1}|tojson }} {{ 'x y z'|title|replace('X','Q') }} {{ 3.14159|round(2) }} {{ xs|batch(2)|list }} {{ xs|map('string')|list }}", "{% filter upper %}abc{% endfilter %}{% raw %}{{ x }}{% endraw %}", "{{ undefined_thing }}|{{ a.b.c }}", "{% for a, b in d.items() %}{{ a }}={{ b }};{% endfor %}", "{{ 1 // 0 }}", "{% if %}", "{{ 'a' ~ 1 ~ none }} {{ 5 is odd }} {{ [1,2] is iterable }} {{ 'a' in 'abc' }}", "{% call(x) foo(3) %}<{{ x }}>{% endcall %}"):
    try:
        print(env.from_string(src, globals={"foo": lambda n, caller: jinja2.utils.markupsafe.Markup("").join(caller(i) for i in range(n))}).render(xs=[3, 1, 2], d={"k": "v", "z": "<"}))
    except Exception as e:
        print(type(e).__name__, e)
print(env.compile("{{ a + 1 }}{% for x in y %}{{ x }}{% endfor %}", raw=True))
