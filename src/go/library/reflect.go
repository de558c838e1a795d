package reflect

type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)
const Ptr = Pointer

var kindNames = [...]string{"invalid", "bool", "int", "int8", "int16", "int32", "int64", "uint",
	"uint8", "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "complex64",
	"complex128", "array", "chan", "func", "interface", "map", "ptr", "slice", "string", "struct",
	"unsafe.Pointer"}

func (k Kind) String() string { return kindNames[k] }

type Type interface {
	String() string
	Name() string
	Kind() Kind
	Size() uintptr
	Align() int
	Elem() Type
	Key() Type
	Len() int
	NumField() int
	Comparable() bool
}

type description struct{ hidden int }

func typeOf(i any) *description
func typeText(t *description) string
func typeName(t *description) string
func typeNumber(t *description, which int) int
func typePart(t *description, which int) *description
func DeepEqual(x, y any) bool

func (t *description) String() string   { return typeText(t) }
func (t *description) Name() string     { return typeName(t) }
func (t *description) Kind() Kind       { return Kind(typeNumber(t, 0)) }
func (t *description) Size() uintptr    { return uintptr(typeNumber(t, 1)) }
func (t *description) Align() int       { return typeNumber(t, 2) }
func (t *description) Len() int         { return typeNumber(t, 3) }
func (t *description) NumField() int    { return typeNumber(t, 4) }
func (t *description) Comparable() bool { return typeNumber(t, 5) != 0 }
func (t *description) Elem() Type       { return typePart(t, 0) }
func (t *description) Key() Type        { return typePart(t, 1) }

func TypeOf(i any) Type {
	t := typeOf(i)
	if t == nil {
		return nil
	}
	return t
}
