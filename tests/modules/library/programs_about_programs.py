"""ast, dis, inspect, tokenize, traceback, code, codeop, importlib, timeit, profile, pdb, unittest, doctest, argparse, logging, warnings."""
import argparse, ast, code, codeop, dis, doctest, importlib, importlib.util, inspect, io, keyword, logging, os, pdb, profile, pstats, sys, tempfile, timeit, token, tokenize, traceback, types, unittest, warnings
from unittest import mock

tree = ast.parse('def f(x, *, y=2):\n    return [x + y for _ in range(3)]\n')
print(ast.dump(tree.body[0].args), ast.unparse(tree), ast.literal_eval("{'a': [1, (2, 3)], 'b': None}"))
class Doubler(ast.NodeTransformer):
    def visit_Constant(self, node): return ast.copy_location(ast.Constant(node.value * 2), node) if isinstance(node.value, int) else node
namespace = {}; exec(compile(ast.fix_missing_locations(Doubler().visit(tree)), '<tree>', 'exec'), namespace); print(namespace['f'](1))
def sample(a, b: int = 2, /, *args, c, d='x', **kw) -> str:
    """Doc line.

    More."""
    return a
print(inspect.signature(sample), inspect.getdoc(sample), inspect.getfullargspec(sample), inspect.isfunction(sample), inspect.signature(sample).bind(1, c=3).arguments,
      [p.kind.name for p in inspect.signature(sample).parameters.values()], inspect.getsource(sample).splitlines()[0], inspect.currentframe().f_lineno > 0)
out = io.StringIO(); dis.dis('a = b + 1', file=out); print(out.getvalue(), [i.opname for i in dis.get_instructions('x()')])
print([(token.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO('x = 1 # c\nif x:\n  y\n').readline)], keyword.iskeyword('lambda'), tokenize.untokenize([(token.NAME, 'a')]))
def inner(): {}['missing']
def outer():
    try: inner()
    except KeyError as error: raise ValueError('outer') from error
try: outer()
except ValueError as error:
    text = ''.join(traceback.format_exception(error)); print(text.replace(os.path.dirname(os.path.abspath(__file__)) + os.sep, ''))
    print([f.name for f in traceback.extract_tb(error.__traceback__)], traceback.format_exception_only(error))
print(codeop.compile_command('if x:'), codeop.compile_command('x = 1') is not None)
interpreter = code.InteractiveInterpreter({'v': 5}); interpreter.runsource('print(v * 2)'); err = sys.stderr; sys.stderr = io.StringIO(); interpreter.runsource('1/0'); print(sys.stderr.getvalue().splitlines()[-1]); sys.stderr = err
with tempfile.TemporaryDirectory() as folder:
    open(folder + '/made_module.py', 'w').write('value = 1\ndef hello(): return "hi"\n'); sys.path.insert(0, folder)
    module = importlib.import_module('made_module'); print(module.hello(), module.__spec__.name, importlib.util.find_spec('no_such_module'))
    open(folder + '/made_module.py', 'w').write('value = 22\n'); importlib.invalidate_caches(); print(importlib.reload(module).value)
    spec = importlib.util.spec_from_file_location('other', folder + '/made_module.py'); other = importlib.util.module_from_spec(spec); spec.loader.exec_module(other); print(other.value, other.__name__); sys.path.pop(0)
print(timeit.timeit('x + 1', 'x = 1', number=1000) >= 0, len(timeit.repeat('pass', number=10, repeat=3)))
profiler = profile.Profile(); print(profiler.runcall(sorted, [3, 1, 2])); stats = io.StringIO(); pstats.Stats(profiler, stream=stats).sort_stats('name').print_stats(); print('function calls' in stats.getvalue())
commands = io.StringIO('n\np a\nb 2\nw\nc\n'); shown = io.StringIO(); debugger = pdb.Pdb(stdin=commands, stdout=shown, nosigint=True); debugger.use_rawinput = False; debugger.run('a = 5\nb = a\n'); print('-> <string>' in shown.getvalue() or '(Pdb)' in shown.getvalue())
class Case(unittest.TestCase):
    def setUp(self): self.x = 1
    def test_ok(self): self.assertEqual(self.x, 1); self.assertRaises(ZeroDivisionError, lambda: 1 / 0)
    def test_bad(self): self.assertIn(5, [1, 2], 'not there')
    @unittest.skip('later')
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_expected(self): self.fail()
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
report = io.StringIO(); result = unittest.TextTestRunner(report, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))
print(result, [str(t).split()[0] for t, _ in result.failures], report.getvalue().splitlines()[:6])
with mock.patch('os.getcwd', return_value='/fake') as fake: print(os.getcwd(), fake.call_count)
m = mock.MagicMock(side_effect=[1, KeyError]); print(m(2, k=3), m.call_args, m.mock_calls); m.a.b.c.return_value = 9; print(m.a.b.c(), len(m))
def documented():
    """
    >>> documented()
    42
    >>> 1 / 0
    Traceback (most recent call last):
    ZeroDivisionError: division by zero
    """
    return 42
print(doctest.run_docstring_examples(documented, {'documented': documented}), doctest.testmod())
parser = argparse.ArgumentParser(prog='tool', description='Does things.'); parser.add_argument('file', nargs='+'); parser.add_argument('-n', '--number', type=int, default=3, metavar='N', help='how many (%(default)s)')
group = parser.add_mutually_exclusive_group(); group.add_argument('--yes', action='store_true'); group.add_argument('--no', action='store_const', const=1); parser.add_argument('-v', action='count', default=0)
print(parser.parse_args(['a', 'b', '-n', '5', '-vv', '--yes'])); print(parser.format_help())
err, sys.stderr = sys.stderr, io.StringIO()
try: parser.parse_args(['-n', 'x', 'f'])
except SystemExit as error: print(error.code, sys.stderr.getvalue())
sys.stderr = err
stream = io.StringIO(); logger = logging.getLogger('app.part'); handler = logging.StreamHandler(stream); handler.setFormatter(logging.Formatter('%(levelname)s:%(name)s:%(message)s'))
logging.getLogger('app').addHandler(handler); logger.setLevel(logging.INFO); logger.debug('no'); logger.info('yes %d', 5); logger.warning('w')
try: 1 / 0
except ZeroDivisionError: logger.exception('boom')
print(stream.getvalue().splitlines()[0:3], stream.getvalue().splitlines()[-1], logger.isEnabledFor(10), logging.getLevelName(30))
with warnings.catch_warnings(record=True) as caught: warnings.simplefilter('always'); warnings.warn('old', DeprecationWarning); print(caught[0].category.__name__, caught[0].message)
