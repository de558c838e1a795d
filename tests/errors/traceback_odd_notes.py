# Notes of all kinds, and what is no note.
import sys

sys.stderr = sys.stdout


def show(source):
    print("##", source.replace("\n", "|"))
    try:
        exec(source, {"__name__": "__main__"})
    except BaseException as e:
        sys.excepthook(type(e), e, None)


show("e=ValueError(1); e.add_note('n1'); e.add_note('n2\\nn3'); e.add_note(''); raise e")
show("e=ValueError(1); e.__notes__=5; raise e")
show("e=ValueError(1); e.__notes__='abc'; raise e")
show("e=ValueError(1); e.__notes__=('abc',5,None); raise e")
show("e=ValueError(1); e.__notes__=b'abc'; raise e")
show("e=ValueError(1); e.__notes__={1:2}; raise e")
show("e=ValueError(1); e.__notes__=[]; raise e")
show("class R:\n  def __repr__(self): 1/0\n  __str__=__repr__\ne=ValueError(1); e.__notes__=R(); raise e")
show("class R:\n  def __repr__(self): 1/0\n  __str__=__repr__\ne=ValueError(1); e.__notes__=[R(),'x']; raise e")
show("e=ValueError(1); e.add_note('a\\x0bb\\x1cc\\r\\nd\\re'); raise e")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.add_note('note'); raise e")
show("class L(list):\n  def __getitem__(self, i): return 'item%d' % i\ne=ValueError(1); e.__notes__=L([1,2]); raise e")
show("class L:\n  def __getitem__(self, i): return i\n  def __len__(self): return 2\ne=ValueError(1); e.__notes__=L(); raise e")
show("class L:\n  def __getitem__(self, i): return i\ne=ValueError(1); e.__notes__=L(); raise e")
show("raise ExceptionGroup('g', [(e := ValueError(1), e.add_note('a\\nb'), e.add_note('c\\n'))[0], KeyError(2)])")
show("class E(Exception):\n  __module__ = 5\nraise E(1)")
show("class E(Exception):\n  __module__ = 'm.n'\n  __qualname__ = 'O.E'\nraise E(1)")
