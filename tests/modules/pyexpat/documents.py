"""xml: ElementTree, minidom, sax, plistlib, xmlrpc and the parser itself on whole documents."""
import io, pyexpat, plistlib, datetime, xmlrpc.client
import xml.etree.ElementTree as ET
from xml.dom import minidom
from xml import sax

TEXT = '''<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE shop [<!ENTITY who "K&#xf6;nig &amp; S&#246;hne"><!ELEMENT shop (item*, (a|b)+, c?)>
<!ATTLIST item id ID #REQUIRED kind (x|y) "x"><!NOTATION gif SYSTEM "viewer">
<!ENTITY pic SYSTEM "p.gif" NDATA gif>]>
<shop xmlns:m="urn:m" owner="&who;"><!-- a note --><?pi some data?>
 <item id="i1" m:price="3.50">Tea &lt;green&gt;</item>
 <item id="i2" kind="y"><![CDATA[a < b && c]]></item>&who;
</shop>'''

tree = ET.fromstring(TEXT)
print(tree.tag, tree.attrib, [(e.tag, e.attrib, e.text, e.tail) for e in tree])
print(ET.tostring(tree, encoding='unicode'))
tree.append(ET.Element('new', {'a': '<&>"'}))
ET.indent(tree)
print(ET.tostring(tree))
print([e.get('id') for e in tree.iterfind(".//item[@kind='y']")], tree.findtext('item'))
for event, element in ET.iterparse(io.BytesIO(TEXT.encode()), events=('start', 'end', 'start-ns')):
    print(event, getattr(element, 'tag', element))

document = minidom.parseString(TEXT)
print(document.documentElement.getAttribute('owner'), document.doctype.name)
print(document.toprettyxml(indent='  ')[:300])

class Handler(sax.ContentHandler):
    def startElement(self, name, attributes): print('start', name, dict(attributes))
    def endElement(self, name): print('end', name)
    def characters(self, content): print('text', repr(content))
sax.parseString(TEXT.encode(), Handler())

def logged(name):
    return lambda *arguments: print(name, arguments)
for settings in ({}, {'buffer_text': True}, {'ordered_attributes': True, 'specified_attributes': True}):
    parser = pyexpat.ParserCreate(namespace_separator=' ' if settings else None)
    for name, value in settings.items(): setattr(parser, name, value)
    for name in dir(parser):
        if name.endswith('Handler') and name not in ('ExternalEntityRefHandler', 'NotStandaloneHandler'):
            setattr(parser, name, logged(name))
    print(parser.Parse(TEXT[:200]), parser.Parse(TEXT[200:], True), parser.CurrentByteIndex)

for bad in ('<a>', '<a></b>', '<a b="1" b="2"/>', '&x;', '', '<a>&nope;</a>', '<a/><b/>', '<x:a/>',
            '<?xml version="1.0" encoding="nope"?><a/>', b'<a>\xff</a>', '<a\x00/>'):
    parser = pyexpat.ParserCreate(namespace_separator=':')
    try: parser.Parse(bad, True)
    except pyexpat.ExpatError as error:
        print(repr(bad), error, error.code, error.lineno, error.offset, pyexpat.ErrorString(error.code))
    try: ET.fromstring(bad)
    except ET.ParseError as error: print(error, error.code, error.position)
    except Exception as error: print(type(error).__name__, error)
for encoding in ('latin-1', 'iso8859-15', 'cp1252', 'utf-16', 'us-ascii', 'koi8-r'):
    try: print(encoding, ascii(ET.fromstring(f'<?xml version="1.0" encoding="{encoding}"?><a>\u20ac\xe4</a>'
                                            .encode(encoding, 'replace')).text))
    except Exception as error: print(encoding, type(error).__name__)

def stop(*arguments): raise KeyError('stop')
parser = pyexpat.ParserCreate()
parser.StartElementHandler = stop
parser.EndElementHandler = logged('end')
try: parser.Parse('<a><b/></a>', True)
except KeyError as error: print('raised', error, parser.EndElementHandler)
parser = pyexpat.ParserCreate(intern=None)
print(parser.intern, pyexpat.ParserCreate().intern, parser.buffer_size, parser.ErrorCode)
for wrong in (lambda: setattr(parser, 'buffer_size', 0), lambda: setattr(parser, 'buffer_size', 'x'),
              lambda: delattr(parser, 'buffer_size'), lambda: delattr(parser, 'CommentHandler'),
              lambda: parser.Parse(5), lambda: parser.ParseFile(5), lambda: setattr(parser, 'x', 1),
              lambda: pyexpat.ParserCreate(5), lambda: pyexpat.ParserCreate(None, 'ab'),
              lambda: pyexpat.ParserCreate(intern=5), lambda: pyexpat.XMLParserType(),
              lambda: parser.ParseFile(io.StringIO('<a/>'))):
    try: print(wrong())
    except Exception as error: print(type(error).__name__, error)

data = {'name': 'x', 'list': [1, 2.5, True, b'bytes'], 'when': datetime.datetime(2020, 1, 2, 3, 4, 5)}
text = plistlib.dumps(data)
print(text.decode(), plistlib.loads(text) == data)
call = xmlrpc.client.dumps((1, 'two', [3.0, {'four': None}]), 'method', allow_none=True)
print(call, xmlrpc.client.loads(call))
