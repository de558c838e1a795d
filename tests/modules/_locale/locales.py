# _locale: the locale set and asked, numbers, order of texts, messages.
import _locale as L


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


for text in (
    "L.setlocale(L.LC_CTYPE)", "L.setlocale(L.LC_ALL)", "L.setlocale(L.LC_NUMERIC)",
    "L.setlocale(L.LC_CTYPE, '')", "L.setlocale(L.LC_ALL, 'C')", "L.setlocale(L.LC_CTYPE)",
    "L.setlocale(L.LC_ALL, 'C.UTF-8')", "L.setlocale(L.LC_ALL)",
    "L.setlocale(L.LC_ALL, 'nosuch')", "L.setlocale(99)", "L.setlocale('a')",
    "L.setlocale(0, 5)", "L.setlocale()", "L.setlocale(0, None)", "L.setlocale(0, 'a\\0')",
    "L.localeconv()", "L.nl_langinfo(L.CODESET)", "L.nl_langinfo(L.DAY_1)",
    "L.nl_langinfo(L.D_T_FMT)", "L.nl_langinfo(9999999)", "L.nl_langinfo('a')",
    "L.getencoding()", "L.strcoll('a', 'b') < 0", "L.strcoll('b', 'a') > 0", "L.strcoll('a', 'a')",
    "L.strcoll(1, 2)", "L.strcoll('a\\0', 'b')", "L.strxfrm('abc')", "L.strxfrm('é')",
    "L.strxfrm(1)", "L.strxfrm('a\\0')", "L.gettext('x')", "L.gettext(1)",
    "L.dgettext('d', 'x')", "L.dgettext(None, 'x')", "L.dcgettext('d', 'x', L.LC_MESSAGES)",
    "L.textdomain(None)", "L.textdomain('dom')", "L.textdomain(None)", "L.textdomain(1)",
    "L.bindtextdomain('dom', None)", "L.bindtextdomain('', 'x')",
    "L.bindtextdomain('dom', '/tmp')", "L.bindtextdomain('dom', None)",
    "L.bindtextdomain(1, None)", "L.bind_textdomain_codeset('dom', None)",
    "L.bind_textdomain_codeset('dom', 'UTF-8')", "L.Error", "L.Error.__mro__",
    "L.nl_langinfo(L.RADIXCHAR)", "L.nl_langinfo(L.ERA)", "L.setlocale(L.LC_CTYPE, 'C')",
    "L.nl_langinfo(L.CODESET)", "L.getencoding()", "L.strxfrm('é')",
):
    t(text)
print(list(vars(L)))
