package strconv

import (
	"errors"
	"unicode/utf8"
)

const IntSize = 64

var ErrRange = errors.New("value out of range")
var ErrSyntax = errors.New("invalid syntax")

type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": " + "parsing " + Quote(e.Num) + ": " + e.Err.Error()
}
func (e *NumError) Unwrap() error { return e.Err }

func formatInt(i int64, base int) string
func formatUint(i uint64, base int) string
func FormatFloat(f float64, fmt byte, prec, bitSize int) string
func quote(s string, how int) string
func quoteRune(r rune, how int) string
func parseFloat(s string, bits int) (value float64, state int)

func FormatInt(i int64, base int) string   { return formatInt(i, base) }
func FormatUint(i uint64, base int) string { return formatUint(i, base) }
func Itoa(i int) string                    { return formatInt(int64(i), 10) }
func Quote(s string) string                { return quote(s, 0) }
func QuoteToASCII(s string) string         { return quote(s, 1) }
func QuoteToGraphic(s string) string       { return quote(s, 2) }
func QuoteRune(r rune) string              { return quoteRune(r, 0) }
func QuoteRuneToASCII(r rune) string       { return quoteRune(r, 1) }

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func AppendInt(dst []byte, i int64, base int) []byte   { return append(dst, FormatInt(i, base)...) }
func AppendUint(dst []byte, i uint64, base int) []byte { return append(dst, FormatUint(i, base)...) }
func AppendBool(dst []byte, b bool) []byte             { return append(dst, FormatBool(b)...) }
func AppendQuote(dst []byte, s string) []byte          { return append(dst, Quote(s)...) }
func AppendQuoteRune(dst []byte, r rune) []byte        { return append(dst, QuoteRune(r)...) }
func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	return append(dst, FormatFloat(f, fmt, prec, bitSize)...)
}

func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, &NumError{"ParseBool", str, ErrSyntax}
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// Whether underscores stand only between digits, behind a base's prefix too.
func underscoresAreRight(s string) bool {
	last := byte('^')
	i := 0
	if len(s) >= 1 && (s[0] == '-' || s[0] == '+') {
		i++
	}
	hex := false
	if len(s) >= i+2 && s[i] == '0' {
		switch s[i+1] | 0x20 {
		case 'b', 'o', 'x':
			hex = s[i+1]|0x20 == 'x'
			i += 2
			last = '0'
		}
	}
	for ; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' || hex && c|0x20 >= 'a' && c|0x20 <= 'f' {
			last = '0'
		} else if c == '_' {
			if last != '0' {
				return false
			}
			last = '_'
		} else {
			if last == '_' {
				return false
			}
			last = '!'
		}
	}
	return last != '_'
}

func parseUint(name, whole, s string, base int, bitSize int) (uint64, error) {
	if s == "" {
		return 0, &NumError{name, whole, ErrSyntax}
	}
	prefixed := base == 0
	switch {
	case base >= 2 && base <= 36:
	case base == 0:
		base = 10
		if s[0] == '0' {
			switch {
			case len(s) >= 3 && s[1]|0x20 == 'b':
				base, s = 2, s[2:]
			case len(s) >= 3 && s[1]|0x20 == 'o':
				base, s = 8, s[2:]
			case len(s) >= 3 && s[1]|0x20 == 'x':
				base, s = 16, s[2:]
			default:
				base, s = 8, s[1:]
			}
		}
	default:
		return 0, &NumError{name, whole, errors.New("invalid base " + Itoa(base))}
	}
	if bitSize == 0 {
		bitSize = 64
	} else if bitSize < 0 || bitSize > 64 {
		return 0, &NumError{name, whole, errors.New("invalid bit size " + Itoa(bitSize))}
	}
	limit := ^uint64(0) >> (64 - uint(bitSize))
	var value uint64
	overflows, hasUnderscore := false, false
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && prefixed {
			hasUnderscore = true
			continue
		}
		d := digitValue(s[i])
		if d >= base {
			return 0, &NumError{name, whole, ErrSyntax}
		}
		if value > (^uint64(0)-uint64(d))/uint64(base) {
			overflows = true
		}
		value = value*uint64(base) + uint64(d)
		if value > limit {
			overflows = true
		}
	}
	if hasUnderscore && !underscoresAreRight(whole) {
		return 0, &NumError{name, whole, ErrSyntax}
	}
	if overflows {
		return limit, &NumError{name, whole, ErrRange}
	}
	return value, nil
}

func ParseUint(s string, base int, bitSize int) (uint64, error) {
	return parseUint("ParseUint", s, s, base, bitSize)
}

func parseInt(name, s string, base int, bitSize int) (int64, error) {
	if s == "" {
		return 0, &NumError{name, s, ErrSyntax}
	}
	rest := s
	negative := s[0] == '-'
	if s[0] == '-' || s[0] == '+' {
		rest = s[1:]
	}
	value, err := parseUint(name, s, rest, base, bitSize)
	if err != nil && err.(*NumError).Err != ErrRange {
		return 0, err
	}
	if bitSize == 0 {
		bitSize = 64
	}
	cutoff := uint64(1) << uint(bitSize-1)
	if !negative && value >= cutoff {
		return int64(cutoff - 1), &NumError{name, s, ErrRange}
	}
	if negative && value > cutoff {
		return -int64(cutoff), &NumError{name, s, ErrRange}
	}
	if negative {
		return -int64(value), nil
	}
	return int64(value), nil
}

func ParseInt(s string, base int, bitSize int) (int64, error) {
	return parseInt("ParseInt", s, base, bitSize)
}

func Atoi(s string) (int, error) {
	value, err := parseInt("Atoi", s, 10, 0)
	return int(value), err
}

func lowered(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 32
		}
	}
	return string(b)
}

func hexFloat(s string) (float64, bool) {
	negative := s[0] == '-'
	if s[0] == '-' || s[0] == '+' {
		s = s[1:]
	}
	if len(s) < 3 || s[0] != '0' || s[1]|0x20 != 'x' {
		return 0, false
	}
	var mantissa float64
	exponent, point, digits := 0, false, 0
	i := 2
	for ; i < len(s); i++ {
		if s[i] == '.' && !point {
			point = true
			continue
		}
		if s[i] == '_' {
			continue
		}
		d := digitValue(s[i])
		if d >= 16 {
			break
		}
		digits++
		mantissa = mantissa*16 + float64(d)
		if point {
			exponent -= 4
		}
	}
	if digits == 0 || i >= len(s) || s[i]|0x20 != 'p' {
		return 0, false
	}
	power, err := Atoi(s[i+1:])
	if err != nil {
		return 0, false
	}
	exponent += power
	for ; exponent > 0 && mantissa < 1e308; exponent-- {
		mantissa *= 2
	}
	for ; exponent < 0 && mantissa != 0; exponent++ {
		mantissa /= 2
	}
	if negative {
		mantissa = -mantissa
	}
	return mantissa, true
}

func ParseFloat(s string, bitSize int) (float64, error) {
	if s == "" {
		return 0, &NumError{"ParseFloat", s, ErrSyntax}
	}
	var zero float64
	sign, word := 1.0, lowered(s)
	if word[0] == '-' || word[0] == '+' {
		if word[0] == '-' {
			sign = -1
		}
		word = word[1:]
	}
	if word == "inf" || word == "infinity" {
		return sign / zero, nil
	}
	if lowered(s) == "nan" {
		return zero / zero, nil
	}
	if value, ok := hexFloat(s); ok {
		return value, nil
	}
	plain := s
	for i := 0; i < len(s); i++ {
		if s[i] == '_' {
			return 0, &NumError{"ParseFloat", s, ErrSyntax}
		}
	}
	value, state := parseFloat(plain, bitSize)
	switch state {
	case 1:
		return value, &NumError{"ParseFloat", s, ErrRange}
	case 2:
		return 0, &NumError{"ParseFloat", s, ErrSyntax}
	}
	return value, nil
}

func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if len(s) == 0 {
		return 0, false, "", ErrSyntax
	}
	c := s[0]
	if c == quote && (quote == '\'' || quote == '"') {
		return 0, false, "", ErrSyntax
	}
	if c >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s)
		return r, true, s[size:], nil
	}
	if c != '\\' {
		return rune(c), false, s[1:], nil
	}
	if len(s) <= 1 {
		return 0, false, "", ErrSyntax
	}
	c, s = s[1], s[2:]
	count := 0
	switch c {
	case 'a':
		return '\a', false, s, nil
	case 'b':
		return '\b', false, s, nil
	case 'f':
		return '\f', false, s, nil
	case 'n':
		return '\n', false, s, nil
	case 'r':
		return '\r', false, s, nil
	case 't':
		return '\t', false, s, nil
	case 'v':
		return '\v', false, s, nil
	case '\\':
		return '\\', false, s, nil
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		return rune(c), false, s, nil
	case 'x':
		count = 2
	case 'u':
		count = 4
	case 'U':
		count = 8
	case '0', '1', '2', '3', '4', '5', '6', '7':
		if len(s) < 2 {
			return 0, false, "", ErrSyntax
		}
		v := rune(c - '0')
		for i := 0; i < 2; i++ {
			d := digitValue(s[i])
			if d > 7 {
				return 0, false, "", ErrSyntax
			}
			v = v*8 + rune(d)
		}
		if v > 255 {
			return 0, false, "", ErrSyntax
		}
		return v, false, s[2:], nil
	default:
		return 0, false, "", ErrSyntax
	}
	if len(s) < count {
		return 0, false, "", ErrSyntax
	}
	var v rune
	for i := 0; i < count; i++ {
		d := digitValue(s[i])
		if d > 15 {
			return 0, false, "", ErrSyntax
		}
		v = v*16 + rune(d)
	}
	if count > 2 && !utf8.ValidRune(v) {
		return 0, false, "", ErrSyntax
	}
	return v, count > 2, s[count:], nil
}

func Unquote(s string) (string, error) {
	if len(s) < 2 || s[0] != s[len(s)-1] {
		return "", ErrSyntax
	}
	mark := s[0]
	inner := s[1 : len(s)-1]
	switch mark {
	case '`':
		for i := 0; i < len(inner); i++ {
			if inner[i] == '`' {
				return "", ErrSyntax
			}
		}
		return inner, nil
	case '"', '\'':
		var out []byte
		count := 0
		for len(inner) > 0 {
			if inner[0] == '\n' {
				return "", ErrSyntax
			}
			r, multibyte, tail, err := UnquoteChar(inner, mark)
			if err != nil {
				return "", err
			}
			if r < utf8.RuneSelf || !multibyte {
				out = append(out, byte(r))
			} else {
				out = append(out, string(r)...)
			}
			inner = tail
			count++
		}
		if mark == '\'' && count != 1 {
			return "", ErrSyntax
		}
		return string(out), nil
	}
	return "", ErrSyntax
}
