package bytes

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

const MinRead = 512

var ErrTooLarge = errors.New("bytes.Buffer: too large")

func Equal(a, b []byte) bool           { return string(a) == string(b) }
func Compare(a, b []byte) int          { return strings.Compare(string(a), string(b)) }
func Contains(b, sub []byte) bool      { return strings.Contains(string(b), string(sub)) }
func ContainsAny(b []byte, chars string) bool { return strings.ContainsAny(string(b), chars) }
func ContainsRune(b []byte, r rune) bool { return strings.ContainsRune(string(b), r) }
func Count(s, sep []byte) int          { return strings.Count(string(s), string(sep)) }
func Index(s, sep []byte) int          { return strings.Index(string(s), string(sep)) }
func IndexAny(s []byte, chars string) int { return strings.IndexAny(string(s), chars) }
func IndexByte(b []byte, c byte) int   { return strings.IndexByte(string(b), c) }
func IndexRune(s []byte, r rune) int   { return strings.IndexRune(string(s), r) }
func IndexFunc(s []byte, f func(rune) bool) int { return strings.IndexFunc(string(s), f) }
func LastIndex(s, sep []byte) int      { return strings.LastIndex(string(s), string(sep)) }
func LastIndexByte(s []byte, c byte) int { return strings.LastIndexByte(string(s), c) }
func HasPrefix(s, prefix []byte) bool  { return strings.HasPrefix(string(s), string(prefix)) }
func HasSuffix(s, suffix []byte) bool  { return strings.HasSuffix(string(s), string(suffix)) }
func EqualFold(s, t []byte) bool       { return strings.EqualFold(string(s), string(t)) }
func ToUpper(s []byte) []byte          { return []byte(strings.ToUpper(string(s))) }
func ToLower(s []byte) []byte          { return []byte(strings.ToLower(string(s))) }
func Title(s []byte) []byte            { return []byte(strings.Title(string(s))) }
func Repeat(b []byte, count int) []byte { return []byte(strings.Repeat(string(b), count)) }
func Runes(s []byte) []rune            { return []rune(string(s)) }
func Map(mapping func(rune) rune, s []byte) []byte { return []byte(strings.Map(mapping, string(s))) }
func Replace(s, old, new []byte, n int) []byte {
	return []byte(strings.Replace(string(s), string(old), string(new), n))
}
func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// The part of b that a trimmed text is.
func part(b []byte, trimmed string, fromLeft int) []byte {
	if len(trimmed) == 0 {
		return nil
	}
	return b[fromLeft : fromLeft+len(trimmed)]
}

func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	rest := strings.TrimLeftFunc(string(s), f)
	return part(s, rest, len(s)-len(rest))
}
func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	rest := strings.TrimRightFunc(string(s), f)
	return s[:len(rest)]
}
func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }
func TrimSpace(s []byte) []byte {
	left := strings.TrimLeft(string(s), "\t\n\v\f\r \u0085\u00A0")
	rest := strings.TrimSpace(left)
	return part(s, rest, len(s)-len(left))
}
func Trim(s []byte, cutset string) []byte {
	return TrimFunc(s, func(r rune) bool { return strings.ContainsRune(cutset, r) })
}
func TrimLeft(s []byte, cutset string) []byte {
	return TrimLeftFunc(s, func(r rune) bool { return strings.ContainsRune(cutset, r) })
}
func TrimRight(s []byte, cutset string) []byte {
	return TrimRightFunc(s, func(r rune) bool { return strings.ContainsRune(cutset, r) })
}
func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}
func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func pieces(texts []string) [][]byte {
	if texts == nil {
		return nil
	}
	all := make([][]byte, len(texts))
	for i, text := range texts {
		all[i] = []byte(text)
	}
	return all
}

func Split(s, sep []byte) [][]byte { return pieces(strings.Split(string(s), string(sep))) }
func SplitN(s, sep []byte, n int) [][]byte {
	return pieces(strings.SplitN(string(s), string(sep), n))
}
func SplitAfter(s, sep []byte) [][]byte { return pieces(strings.SplitAfter(string(s), string(sep))) }
func Fields(s []byte) [][]byte          { return pieces(strings.Fields(string(s))) }
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	return pieces(strings.FieldsFunc(string(s), f))
}

func Join(s [][]byte, sep []byte) []byte {
	out := []byte{}
	for i, each := range s {
		if i > 0 {
			out = append(out, sep...)
		}
		out = append(out, each...)
	}
	return out
}

func Cut(s, sep []byte) (before, after []byte, found bool) {
	if at := Index(s, sep); at >= 0 {
		return s[:at], s[at+len(sep):], true
	}
	return s, nil, false
}

// --- Buffer ---

type Buffer struct {
	buf      []byte
	off      int
	lastRead int8
}

func NewBuffer(buf []byte) *Buffer      { return &Buffer{buf: buf} }
func NewBufferString(s string) *Buffer { return &Buffer{buf: []byte(s)} }

func (b *Buffer) Bytes() []byte { return b.buf[b.off:] }
func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return string(b.buf[b.off:])
}
func (b *Buffer) Len() int { return len(b.buf) - b.off }
func (b *Buffer) Cap() int { return cap(b.buf) }
func (b *Buffer) Reset() {
	b.buf = b.buf[:0]
	b.off, b.lastRead = 0, 0
}
func (b *Buffer) Grow(n int) {
	if n < 0 {
		panic("bytes.Buffer.Grow: negative count")
	}
	if cap(b.buf)-len(b.buf) < n {
		grown := make([]byte, b.Len(), 2*cap(b.buf)+n)
		copy(grown, b.buf[b.off:])
		b.buf, b.off = grown, 0
	}
}
func (b *Buffer) Truncate(n int) {
	b.lastRead = 0
	if n == 0 {
		b.Reset()
		return
	}
	if n < 0 || n > b.Len() {
		panic("bytes.Buffer: truncation out of range")
	}
	b.buf = b.buf[:b.off+n]
}
func (b *Buffer) Write(p []byte) (n int, err error) {
	b.lastRead = 0
	b.buf = append(b.buf, p...)
	return len(p), nil
}
func (b *Buffer) WriteString(s string) (n int, err error) {
	b.lastRead = 0
	b.buf = append(b.buf, s...)
	return len(s), nil
}
func (b *Buffer) WriteByte(c byte) error {
	b.lastRead = 0
	b.buf = append(b.buf, c)
	return nil
}
func (b *Buffer) WriteRune(r rune) (n int, err error) {
	b.lastRead = 0
	n = len(b.buf)
	b.buf = append(b.buf, string(r)...)
	return len(b.buf) - n, nil
}
func (b *Buffer) Read(p []byte) (n int, err error) {
	b.lastRead = 0
	if b.off >= len(b.buf) {
		b.Reset()
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	n = copy(p, b.buf[b.off:])
	b.off += n
	if n > 0 {
		b.lastRead = -1
	}
	return n, nil
}
func (b *Buffer) Next(n int) []byte {
	b.lastRead = 0
	if n > b.Len() {
		n = b.Len()
	}
	data := b.buf[b.off : b.off+n]
	b.off += n
	if n > 0 {
		b.lastRead = -1
	}
	return data
}
func (b *Buffer) ReadByte() (byte, error) {
	if b.off >= len(b.buf) {
		b.Reset()
		return 0, io.EOF
	}
	c := b.buf[b.off]
	b.off++
	b.lastRead = -1
	return c, nil
}
func (b *Buffer) UnreadByte() error {
	if b.lastRead == 0 {
		return errors.New("bytes.Buffer: UnreadByte: previous operation was not a successful read")
	}
	b.lastRead = 0
	if b.off > 0 {
		b.off--
	}
	return nil
}
func (b *Buffer) ReadRune() (r rune, size int, err error) {
	if b.off >= len(b.buf) {
		b.Reset()
		return 0, 0, io.EOF
	}
	r, size = utf8.DecodeRune(b.buf[b.off:])
	b.off += size
	b.lastRead = int8(size)
	return r, size, nil
}
func (b *Buffer) UnreadRune() error {
	if b.lastRead <= 0 {
		return errors.New("bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune")
	}
	b.off -= int(b.lastRead)
	b.lastRead = 0
	return nil
}
func (b *Buffer) ReadBytes(delim byte) (line []byte, err error) {
	at := IndexByte(b.buf[b.off:], delim)
	end := b.off + at + 1
	if at < 0 {
		end = len(b.buf)
		err = io.EOF
	}
	line = append(line, b.buf[b.off:end]...)
	b.off = end
	b.lastRead = -1
	return line, err
}
func (b *Buffer) ReadString(delim byte) (line string, err error) {
	bytes, err := b.ReadBytes(delim)
	return string(bytes), err
}
func (b *Buffer) ReadFrom(r io.Reader) (n int64, err error) {
	all, err := io.ReadAll(r)
	b.Write(all)
	return int64(len(all)), err
}
func (b *Buffer) WriteTo(w io.Writer) (n int64, err error) {
	b.lastRead = 0
	if b.Len() == 0 {
		return 0, nil
	}
	m, err := w.Write(b.buf[b.off:])
	b.off += m
	if err == nil {
		b.Reset()
	}
	return int64(m), err
}

type Reader struct {
	buf *Buffer
	all []byte
}

func NewReader(b []byte) *Reader                        { return &Reader{NewBuffer(b), b} }
func (r *Reader) Len() int                              { return r.buf.Len() }
func (r *Reader) Size() int64                           { return int64(len(r.all)) }
func (r *Reader) Read(p []byte) (int, error)            { return r.buf.Read(p) }
func (r *Reader) ReadByte() (byte, error)               { return r.buf.ReadByte() }
func (r *Reader) UnreadByte() error                     { return r.buf.UnreadByte() }
func (r *Reader) ReadRune() (rune, int, error)          { return r.buf.ReadRune() }
func (r *Reader) UnreadRune() error                     { return r.buf.UnreadRune() }
func (r *Reader) WriteTo(w io.Writer) (n int64, err error) { return r.buf.WriteTo(w) }
