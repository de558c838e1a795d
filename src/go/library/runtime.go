package runtime

type Error interface {
	error
	RuntimeError()
}

type runtimeError string

func (e runtimeError) Error() string { return "runtime error: " + string(e) }
func (e runtimeError) RuntimeError() {}

type boundsError string

func (e boundsError) Error() string { return "runtime error: " + string(e) }
func (e boundsError) RuntimeError() {}

type plainError string

func (e plainError) Error() string { return string(e) }
func (e plainError) RuntimeError() {}

type TypeAssertionError struct {
	text string
}

func (e *TypeAssertionError) Error() string { return e.text }
func (e *TypeAssertionError) RuntimeError() {}

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "gc"
)

type MemStats struct {
	Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees                uint64
	HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects uint64
	StackInuse, StackSys, NextGC, LastGC, PauseTotalNs             uint64
	NumGC, NumForcedGC                                             uint32
}

func stats() (alloc, total, sys, mallocs, frees, collections int)

func ReadMemStats(m *MemStats) {
	alloc, total, sys, mallocs, frees, collections := stats()
	m.Alloc, m.HeapAlloc = uint64(alloc), uint64(alloc)
	m.TotalAlloc, m.Sys, m.HeapSys = uint64(total), uint64(sys), uint64(sys)
	m.Mallocs, m.Frees = uint64(mallocs), uint64(frees)
	m.NumGC = uint32(collections)
}

func GC()
func Gosched()
func Goexit()
func NumGoroutine() int
func Caller(skip int) (pc uintptr, file string, line int, ok bool)

func NumCPU() int            { return 1 }
func GOMAXPROCS(n int) int   { return 1 }
func Version() string        { return "go1.19" }
func GOROOT() string         { return "" }
func KeepAlive(x any)        {}
func LockOSThread()          {}
func UnlockOSThread()        {}
func SetFinalizer(obj, finalizer any) {}
func Breakpoint()             {}

var MemProfileRate int = 512 * 1024
