# Effects on the stack of every instruction, on both ways.
import _opcode
for i in range(-12,258):
    for arg in (None,)+tuple(range(0,6))+(255,300):
        for j in (False,True,None):
            try: r=(_opcode.stack_effect(i,arg,jump=j))
            except Exception as e: r=type(e).__name__+str(e)
            print(i,arg,j,r)
for a in (('x',),(1.5,),(2**40,),(90,'x'),(90,2**40),(90,1.5),(1,),(),(90,1,2)):
    try: print(a, _opcode.stack_effect(*a))
    except Exception as e: print(a,type(e).__name__,e)
for j in (True,False,None,3,'x'):
  try: print(j,_opcode.stack_effect(93,1,jump=j), )
  except Exception as e: print(j,type(e), e)
