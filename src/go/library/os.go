package os

import (
	"errors"
	"io"
)

type File struct {
	file int
	name string
}

var (
	Stdin  = &File{0, "/dev/stdin"}
	Stdout = &File{1, "/dev/stdout"}
	Stderr = &File{2, "/dev/stderr"}
	Args   = arguments()
)

var (
	ErrInvalid    = errors.New("invalid argument")
	ErrPermission = errors.New("permission denied")
	ErrExist      = errors.New("file already exists")
	ErrNotExist   = errors.New("file does not exist")
	ErrClosed     = errors.New("file already closed")
)

const (
	O_RDONLY = 0
	O_WRONLY = 1
	O_RDWR   = 2
	O_APPEND = 1024
	O_CREATE = 64
	O_EXCL   = 128
	O_SYNC   = 1052672
	O_TRUNC  = 512
)

type FileMode uint32

type PathError struct {
	Op   string
	Path string
	Err  error
}

func (e *PathError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }

type Signal interface {
	String() string
	Signal()
}

type systemError int

func (e systemError) Error() string {
	switch e {
	case 1:
		return "operation not permitted"
	case 2:
		return "no such file or directory"
	case 9:
		return "bad file descriptor"
	case 13:
		return "permission denied"
	case 17:
		return "file exists"
	case 20:
		return "not a directory"
	case 21:
		return "is a directory"
	}
	return "input/output error"
}

func (e systemError) Is(target error) bool {
	switch target {
	case ErrNotExist:
		return e == 2
	case ErrPermission:
		return e == 1 || e == 13
	case ErrExist:
		return e == 17
	}
	return false
}

func Exit(code int)
func arguments() []string
func write(file int, p []byte) int
func read(file int, p []byte) int
func open(name string, flags, mode int) int
func closeFile(file int) int
func LookupEnv(key string) (string, bool)

func Getenv(key string) string {
	value, _ := LookupEnv(key)
	return value
}

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.file) }

func (f *File) Write(p []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	n = write(f.file, p)
	if n < 0 {
		return 0, &PathError{"write", f.name, systemError(-n)}
	}
	return n, nil
}

func (f *File) WriteString(s string) (n int, err error) { return f.Write([]byte(s)) }

func (f *File) Read(p []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if len(p) == 0 {
		return 0, nil
	}
	n = read(f.file, p)
	if n < 0 {
		return 0, &PathError{"read", f.name, systemError(-n)}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	if failed := closeFile(f.file); failed < 0 {
		return &PathError{"close", f.name, systemError(-failed)}
	}
	return nil
}

func (f *File) Sync() error { return nil }

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	file := open(name, flag, int(perm))
	if file < 0 {
		return nil, &PathError{"open", name, systemError(-file)}
	}
	return &File{file, name}, nil
}

func Open(name string) (*File, error)   { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); closed != nil && err == nil {
		err = closed
	}
	return err
}

func IsNotExist(err error) bool { return errors.Is(err, ErrNotExist) }
func IsExist(err error) bool    { return errors.Is(err, ErrExist) }
