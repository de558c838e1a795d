# Where a SyntaxError says that it is, and what is shown for odd places.
import sys

sys.stderr = sys.stdout


def show(source):
    print("##", source.replace("\n", "|"))
    try:
        exec(source, {"__name__": "__main__"})
    except BaseException as e:
        sys.excepthook(type(e), e, None)


show("raise SyntaxError('a')")
show("raise SyntaxError('a',('f',1,2,'text'))")
show("raise SyntaxError('a',('f',1,2,'text',1,4))")
show("raise SyntaxError('a',('f',1,None,'text',1,4))")
show("raise SyntaxError('a',('f',1,0,'text',1,4))")
show("raise SyntaxError('a',('f',1,-1,'text',1,4))")
show("raise SyntaxError('a',(None,1,1,'text',1,4))")
show("raise SyntaxError('a',('f',1,1,None,1,4))")
show("raise SyntaxError('a',('f',None,1,'abc',1,4))")
show("raise SyntaxError('a',('f',1,100,'abc',1,400))")
show("raise SyntaxError('a',('f',1,3,'abc def',2,1))")
show("raise SyntaxError('a',('f',1,3,'\\n\\nabc def\\nuvw\\n',1,5))")
show("raise SyntaxError('a',('f',1,8,'abc\\ndef\\nuvw\\n',1,5))")
show("raise SyntaxError('a',('f',1,3,'   abc def',1,5))")
show("raise SyntaxError('a',('f',1,3,'',1,5))")
show("raise SyntaxError('a',('f',1,3,'abc\\x0cdef',1,5))")
show("raise SyntaxError()")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.msg=None; raise e")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); del e.msg; raise e")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.print_file_and_line=5; e.lineno='x'; raise e")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.offset='x'; raise e")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.filename=5; raise e")
show("class S(SyntaxError):pass\nraise S('a',('f',1,3,'abc',1,5))")
show("class S(SyntaxError):\n  def __str__(self): return 'mine'\nraise S('a',('f',1,3,'abc',1,5))")
show("e=SyntaxError('a',('f',1,3,'abc',1,5)); e.add_note('note'); raise e")
