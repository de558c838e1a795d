"""string, textwrap, re, difflib, unicodedata, html, base64, urllib.parse, shlex, fnmatch, gettext, email."""
import base64, binascii, codecs, difflib, email, email.message, email.policy, fnmatch, html, html.parser, locale, quopri, re, shlex, string, textwrap, unicodedata
from urllib.parse import parse_qs, quote, unquote, urlencode, urljoin, urlparse, urlsplit, urlunsplit

print(string.Template('$who owes ${amount}$$').substitute(who='Ann', amount=5), string.capwords('the old  man'), string.punctuation)
class Loud(string.Formatter):
    def format_field(self, value, spec): return super().format_field(value, spec).upper()
print(Loud().format('{0:>6}|{name!r}', 'ab', name='c'), '{:^10}{:+.2e}{:#x}'.format('m', 12345.678, 255))
text = 'The quick brown fox jumps over the lazy dog. ' * 3
print(textwrap.fill(text, 30, initial_indent='* ', subsequent_indent='  '), textwrap.shorten(text, 25), textwrap.dedent('  a\n    b\n'))
print(textwrap.indent('x\n\ny', '> '), textwrap.wrap('abcdefghij klm', 5, break_long_words=True))
print(re.findall(r'(\w+)@(\w+)\.com', 'ann@site.com, bob@host.com'), re.sub(r'(?P<d>\d+)', lambda m: str(int(m['d']) * 2), 'a1 b22'),
      re.split(r'[,;]\s*', 'a, b;c'), re.fullmatch(r'(?i:HELLO)\b.*', 'hello world').span(), re.compile(r'''
    ^(?P<year>\d{4}) - (?P<month>\d\d)$''', re.X).match('2024-05').groupdict(), re.escape('a.b*c'), re.subn('x*', '-', 'abxd'))
print([m.group() for m in re.finditer(r'(?<=\$)\d+(?!\d)', '$10 $200 30')], re.search(r'(a|b)*?c(?=d)', 'ababcd').groups(), re.match(r'(.)\1', 'aab').end())
for wrong in ('(', '*a', '[z-a]', r'(?P<1>x)', r'\1'):
    try: re.compile(wrong)
    except re.error as error: print(error, error.pos)
print(''.join(difflib.unified_diff('a\nb\nc\n'.splitlines(True), 'a\nB\nc\nd\n'.splitlines(True), 'old', 'new')),
      difflib.get_close_matches('appel', ['ape', 'apple', 'peach']), difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio(),
      list(difflib.ndiff(['one'], ['ore'])), difflib.SequenceMatcher(None, 'qabxcd', 'abycdf').get_opcodes())
print(unicodedata.normalize('NFD', 'é').encode(), unicodedata.name('ß'), unicodedata.category('A'), 'ǅ'.swapcase(), 'ß'.upper(), 'İ'.lower().encode())
print(html.escape('<a href="x">&\'</a>'), html.unescape('&lt;&eacute;&#8364;&amp;nbsp&hearts;&notit;'))
class Links(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs): print('start', tag, attrs)
    def handle_data(self, data): print('data', repr(data))
    def handle_comment(self, data): print('comment', data)
Links().feed('<p class="a b">Hi <a href=/x?y=1&amp;z>there</a><br/><!-- note --><script>if (a<b) x</script>')
raw = bytes(range(0, 256, 17))
print(base64.b64encode(raw), base64.urlsafe_b64encode(raw), base64.b32encode(raw[:5]), base64.a85encode(b'hello world'), base64.b85decode(base64.b85encode(raw)) == raw,
      binascii.hexlify(raw, '-', 2), binascii.crc32(raw), quopri.encodestring('é=x'.encode()), codecs.encode('Hello', 'rot13'), codecs.decode('68656c6c6f', 'hex'))
url = 'https://user:pw@www.example.com:8080/a/b;p?q=1&q=2&r=%C3%A9#frag'
print(urlparse(url), urlsplit(url).port, parse_qs(urlsplit(url).query), urlencode({'a b': ['x', 'é']}, doseq=True), quote('/a b/ü'), unquote('%E2%82%AC+'),
      urljoin('http://a/b/c/d', '../e?f'), urlunsplit(('http', 'h', '/p', 'q=1', '')))
print(shlex.split('''a "b c" d\\ e 'f"g' # no''', comments=True), shlex.quote("it's"), shlex.join(['a b', 'c']), fnmatch.filter(['a.py', 'b.txt', 'c.PY'], '*.py'), fnmatch.translate('a?[!b]*'))
message = email.message.EmailMessage()
message['Subject'], message['From'], message['To'] = 'Grüße', 'Ann <ann@x.org>', 'bob@y.org, Carl <c@z.org>'
message.set_content('Hello\nWörld\n'); message.add_alternative('<b>Hi</b>', subtype='html')
flat = re.sub(r'={10,}\d+==', 'BOUNDARY', message.as_string())
print(flat)
back = email.message_from_string(message.as_string(), policy=email.policy.default)
print(back['subject'], back['to'].addresses, [part.get_content_type() for part in back.walk()], back.get_body(('plain',)).get_content())
