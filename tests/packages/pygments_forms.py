# pygments finds the words of ten languages and writes them in six forms.
# timeout: 120
import pygments
import pygments.formatters
import pygments.lexers
import pygments.styles

with open(pygments.__file__) as file:
    PYTHON = file.read()
TEXTS = {
    "python": PYTHON,
    "c": "int main(void) { /* c */ return 0x1f + 'a'; }\n",
    "json": '{"a": [1, 2.5, null]}',
    "html": "<p class='x'>&amp;</p><script>var x = 1;</script>",
    "bash": "for i in 1 2; do echo $i; done\n",
    "yaml": "a: [1, 2]\nb: |\n  text\n",
    "rst": "Title\n=====\n\n.. note:: *one* ``two``\n",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
    "sql": "SELECT a, b FROM t WHERE x = 'y' -- c\n",
    "javascript": "const f = (a) => `${a}`;\n",
}

for name, text in TEXTS.items():
    lexer = pygments.lexers.get_lexer_by_name(name)
    for form in ("html", "latex", "terminal256", "raw", "svg", "rtf"):
        formatter = pygments.formatters.get_formatter_by_name(form)
        made = pygments.highlight(text, lexer, formatter)
        if isinstance(made, bytes):
            made = made.decode()
        print(name, form, len(made))
        print(made[:400])
print(sorted(pygments.styles.get_all_styles()))
print(pygments.lexers.guess_lexer("#!/usr/bin/python\nprint(1)"))
print(len(list(pygments.lexers.get_all_lexers())))
