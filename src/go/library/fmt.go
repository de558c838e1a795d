package fmt

import (
	"errors"
	"io"
	"os"
	"strconv"
	"unicode/utf8"
)

type Stringer interface {
	String() string
}
type GoStringer interface {
	GoString() string
}
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}
type Formatter interface {
	Format(f State, verb rune)
}

func Println(a ...any) (n int, err error)
func Print(a ...any) (n int, err error)
func Printf(format string, a ...any) (n int, err error)
func Sprintln(a ...any) string
func Sprint(a ...any) string
func Sprintf(format string, a ...any) string
func wrapf(format string, a []any) (string, int)

func Fprintln(w io.Writer, a ...any) (n int, err error) { return w.Write([]byte(Sprintln(a...))) }
func Fprint(w io.Writer, a ...any) (n int, err error)   { return w.Write([]byte(Sprint(a...))) }
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return w.Write([]byte(Sprintf(format, a...)))
}
func Append(b []byte, a ...any) []byte   { return append(b, Sprint(a...)...) }
func Appendln(b []byte, a ...any) []byte { return append(b, Sprintln(a...)...) }
func Appendf(b []byte, format string, a ...any) []byte {
	return append(b, Sprintf(format, a...)...)
}

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

func Errorf(format string, a ...any) error {
	text, at := wrapf(format, a)
	if at < 0 {
		return errors.New(text)
	}
	err, _ := a[at].(error)
	return &wrapError{text, err}
}

// --- reading ---

type source struct {
	read   func() (rune, bool)
	peeked rune
	has    bool
	ended  bool
}

func (s *source) next() (rune, bool) {
	if s.has {
		s.has = false
		return s.peeked, true
	}
	if s.ended {
		return 0, false
	}
	r, ok := s.read()
	if !ok {
		s.ended = true
	}
	return r, ok
}

func (s *source) back(r rune) { s.peeked, s.has = r, true }

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0xa0
}

// Skips blanks; with stops, not over a line's end. false: nothing follows.
func (s *source) skip(stops bool) (bool, error) {
	for {
		r, ok := s.next()
		if !ok {
			return false, nil
		}
		if r == '\r' {
			continue
		}
		if r == '\n' && stops {
			s.back(r)
			return false, errors.New("unexpected newline")
		}
		if !isSpace(r) {
			s.back(r)
			return true, nil
		}
	}
}

func (s *source) word(width int) string {
	var word []rune
	for width != 0 {
		r, ok := s.next()
		if !ok {
			break
		}
		if isSpace(r) {
			s.back(r)
			break
		}
		word = append(word, r)
		width--
	}
	return string(word)
}

func (s *source) number(width int, accepted string) string {
	var word []rune
	for width != 0 {
		r, ok := s.next()
		if !ok {
			break
		}
		found := false
		for _, each := range accepted {
			found = found || each == r
		}
		if !found {
			s.back(r)
			break
		}
		word = append(word, r)
		width--
	}
	return string(word)
}

func (s *source) integer(width int, verb rune, bits int, signed bool) (int64, uint64, error) {
	base := 10
	digits := "+-0123456789_"
	switch verb {
	case 'b':
		base, digits = 2, "+-01_"
	case 'o':
		base, digits = 8, "+-01234567_"
	case 'x', 'X':
		base, digits = 16, "+-0123456789abcdefABCDEF_"
	case 'v':
		base, digits = 0, "+-0123456789abcdefABCDEFxXoO_"
	}
	text := ""
	if r, ok := s.next(); ok {
		if r == '+' || r == '-' {
			text = string(r)
			if width > 0 {
				width--
			}
		} else {
			s.back(r)
		}
	}
	found := s.number(width, digits[2:])
	text += found
	if found == "" {
		return 0, 0, errors.New("expected integer")
	}
	if text[0] == '+' {
		text = text[1:]
	}
	if signed {
		value, err := strconv.ParseInt(text, base, bits)
		if err != nil {
			if errors.Is(err, strconv.ErrRange) {
				err = errors.New("integer overflow on token " + text)
			}
			return 0, 0, err
		}
		return value, 0, nil
	}
	value, err := strconv.ParseUint(text, base, bits)
	if err != nil {
		if errors.Is(err, strconv.ErrRange) {
			err = errors.New("unsigned integer overflow on token " + text)
		}
		return 0, 0, err
	}
	return 0, value, nil
}

func (s *source) one(target any, verb rune, width int, stops bool) error {
	if verb == 'c' {
		r, ok := s.next()
		if !ok {
			return io.EOF
		}
		switch p := target.(type) {
		case *rune:
			*p = r
		case *int:
			*p = int(r)
		case *byte:
			*p = byte(r)
		}
		return nil
	}
	if more, err := s.skip(stops); !more {
		if err != nil {
			return err
		}
		return io.ErrUnexpectedEOF
	}
	var err error
	var i int64
	var u uint64
	switch p := target.(type) {
	case *string:
		*p = s.word(width)
	case *[]byte:
		*p = []byte(s.word(width))
	case *bool:
		*p, err = strconv.ParseBool(s.word(width))
		if err != nil {
			err = errors.New("syntax error scanning boolean")
		}
	case *int:
		i, _, err = s.integer(width, verb, 64, true)
		*p = int(i)
	case *int8:
		i, _, err = s.integer(width, verb, 8, true)
		*p = int8(i)
	case *int16:
		i, _, err = s.integer(width, verb, 16, true)
		*p = int16(i)
	case *int32:
		i, _, err = s.integer(width, verb, 32, true)
		*p = int32(i)
	case *int64:
		i, _, err = s.integer(width, verb, 64, true)
		*p = i
	case *uint:
		_, u, err = s.integer(width, verb, 64, false)
		*p = uint(u)
	case *uint8:
		_, u, err = s.integer(width, verb, 8, false)
		*p = uint8(u)
	case *uint16:
		_, u, err = s.integer(width, verb, 16, false)
		*p = uint16(u)
	case *uint32:
		_, u, err = s.integer(width, verb, 32, false)
		*p = uint32(u)
	case *uint64:
		_, u, err = s.integer(width, verb, 64, false)
		*p = u
	case *float64:
		*p, err = strconv.ParseFloat(s.number(width, "+-0123456789.eEpPxXabcdfABCDFinINfyt_"), 64)
	case *float32:
		var f float64
		f, err = strconv.ParseFloat(s.number(width, "+-0123456789.eEpPxXabcdfABCDFinINfyt_"), 32)
		*p = float32(f)
	default:
		return errors.New("can't scan type: " + Sprintf("%T", target))
	}
	return err
}

func (s *source) all(a []any, isLine bool) (n int, err error) {
	for i, target := range a {
		if err = s.one(target, 'v', -1, isLine); err != nil {
			if n == 0 && i == 0 && err == io.ErrUnexpectedEOF {
				err = io.EOF
			}
			if err == io.ErrUnexpectedEOF && i > 0 {
				err = errors.New("unexpected newline")
				if s.ended {
					err = io.ErrUnexpectedEOF
				}
			}
			return n, err
		}
		n++
	}
	if isLine {
		for {
			r, ok := s.next()
			if !ok || r == '\n' {
				return n, nil
			}
			if !isSpace(r) {
				return n, errors.New("expected newline")
			}
		}
	}
	return n, nil
}

func (s *source) formatted(format string, a []any) (n int, err error) {
	for i := 0; i < len(format); {
		c, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if c != '%' {
			if isSpace(c) {
				if c == '\n' {
					r, ok := s.next()
					for ok && r != '\n' && isSpace(r) {
						r, ok = s.next()
					}
					if ok && r != '\n' {
						return n, errors.New("newline in format does not match input")
					}
					continue
				}
				for {
					r, ok := s.next()
					if !ok {
						break
					}
					if !isSpace(r) || r == '\n' {
						s.back(r)
						break
					}
				}
				continue
			}
			r, ok := s.next()
			if !ok {
				return n, io.ErrUnexpectedEOF
			}
			if r != c {
				s.back(r)
				return n, errors.New("input does not match format")
			}
			continue
		}
		width := -1
		for i < len(format) && format[i] >= '0' && format[i] <= '9' {
			if width < 0 {
				width = 0
			}
			width = width*10 + int(format[i]-'0')
			i++
		}
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if verb == '%' {
			s.skip(true)
			if r, ok := s.next(); !ok || r != '%' {
				return n, errors.New("missing literal %")
			}
			continue
		}
		if n >= len(a) {
			return n, errors.New("too few operands for format '%" + string(verb) + "'")
		}
		if err = s.one(a[n], verb, width, true); err != nil {
			if n == 0 && err == io.ErrUnexpectedEOF && s.ended {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
		n++
	}
	if n < len(a) {
		return n, errors.New("too many operands")
	}
	return n, nil
}

func fromString(text string) *source {
	at := 0
	return &source{read: func() (rune, bool) {
		if at >= len(text) {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		at += size
		return r, true
	}}
}

type runeScanner interface {
	ReadRune() (r rune, size int, err error)
	UnreadRune() error
}

func fromReader(r io.Reader) *source {
	if scanner, ok := r.(runeScanner); ok {
		return &source{read: func() (rune, bool) {
			c, _, err := scanner.ReadRune()
			return c, err == nil
		}}
	}
	one := make([]byte, 4)
	return &source{read: func() (rune, bool) {
		n, err := r.Read(one[:1])
		if n == 0 || err != nil {
			return 0, false
		}
		count := 1
		for !utf8.FullRune(one[:count]) && count < 4 {
			if n, _ := r.Read(one[count : count+1]); n == 0 {
				break
			}
			count++
		}
		c, _ := utf8.DecodeRune(one[:count])
		return c, true
	}}
}

// What was read ahead goes back where that can be done.
func finish(s *source, r io.Reader) {
	if scanner, ok := r.(runeScanner); ok && s.has {
		scanner.UnreadRune()
	} else if s.has && r == io.Reader(os.Stdin) {
		pending, hasPending = s.peeked, true
	}
}

var pending rune
var hasPending bool

func stdin() *source {
	s := fromReader(os.Stdin)
	if hasPending {
		s.back(pending)
		hasPending = false
	}
	return s
}

func Sscan(str string, a ...any) (n int, err error)   { return fromString(str).all(a, false) }
func Sscanln(str string, a ...any) (n int, err error) { return fromString(str).all(a, true) }
func Sscanf(str string, format string, a ...any) (n int, err error) {
	return fromString(str).formatted(format, a)
}
func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := fromReader(r)
	defer finish(s, r)
	return s.all(a, false)
}
func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := fromReader(r)
	defer finish(s, r)
	return s.all(a, true)
}
func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	s := fromReader(r)
	defer finish(s, r)
	return s.formatted(format, a)
}
func Scan(a ...any) (n int, err error) {
	s := stdin()
	defer finish(s, os.Stdin)
	return s.all(a, false)
}
func Scanln(a ...any) (n int, err error) {
	s := stdin()
	defer finish(s, os.Stdin)
	return s.all(a, true)
}
func Scanf(format string, a ...any) (n int, err error) {
	s := stdin()
	defer finish(s, os.Stdin)
	return s.formatted(format, a)
}
