package utf8

const (
	RuneError = '\uFFFD'
	RuneSelf  = 0x80
	MaxRune   = '\U0010FFFF'
	UTFMax    = 4
)

func RuneCountInString(s string) int
func DecodeRuneInString(s string) (rune, int)

func RuneCount(p []byte) int { return RuneCountInString(string(p)) }

func DecodeRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[:UTFMax]
	}
	return DecodeRuneInString(string(p))
}

func RuneStart(b byte) bool { return b&0xC0 != 0x80 }

func DecodeLastRuneInString(s string) (rune, int) {
	if len(s) == 0 {
		return RuneError, 0
	}
	start := len(s) - 1
	for i := start; i >= 0 && i > start-UTFMax; i-- {
		if !RuneStart(s[i]) {
			continue
		}
		if r, size := DecodeRuneInString(s[i:]); i+size == len(s) {
			return r, size
		}
		break
	}
	return RuneError, 1
}

func DecodeLastRune(p []byte) (rune, int) {
	if len(p) > UTFMax {
		p = p[len(p)-UTFMax:]
	}
	return DecodeLastRuneInString(string(p))
}

func ValidRune(r rune) bool {
	return 0 <= r && r < 0xD800 || 0xDFFF < r && r <= MaxRune
}

func RuneLen(r rune) int {
	switch {
	case r < 0:
		return -1
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case 0xD800 <= r && r <= 0xDFFF:
		return -1
	case r < 0x10000:
		return 3
	case r <= MaxRune:
		return 4
	}
	return -1
}

func EncodeRune(p []byte, r rune) int { return copy(p, string(r)) }
func AppendRune(p []byte, r rune) []byte { return append(p, string(r)...) }

func ValidString(s string) bool {
	for i := 0; i < len(s); {
		if s[i] < RuneSelf {
			i++
			continue
		}
		r, size := DecodeRuneInString(s[i:])
		if r == RuneError && size == 1 {
			return false
		}
		i += size
	}
	return true
}

func Valid(p []byte) bool { return ValidString(string(p)) }

func FullRuneInString(s string) bool {
	if len(s) == 0 {
		return false
	}
	wanted := 1
	switch c := s[0]; {
	case c >= 0xF0 && c < 0xF5:
		wanted = 4
	case c >= 0xE0 && c < 0xF0:
		wanted = 3
	case c >= 0xC2 && c < 0xE0:
		wanted = 2
	}
	if len(s) >= wanted {
		return true
	}
	for i := 1; i < len(s); i++ {
		if RuneStart(s[i]) {
			return true
		}
	}
	return false
}

func FullRune(p []byte) bool { return FullRuneInString(string(p)) }
