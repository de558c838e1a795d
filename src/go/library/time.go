package time

import "errors"

type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

const (
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
)

func now() int64
func monotonic() int64
func Sleep(d Duration)

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1000 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1000000 }
func (d Duration) Seconds() float64    { return float64(d/Second) + float64(d%Second)/1e9 }
func (d Duration) Minutes() float64    { return float64(d/Minute) + float64(d%Minute)/60e9 }
func (d Duration) Hours() float64      { return float64(d/Hour) + float64(d%Hour)/3600e9 }
func (d Duration) Abs() Duration {
	if d >= 0 {
		return d
	}
	if d == -1<<63 {
		return 1<<63 - 1
	}
	return -d
}
func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}
func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		if -r+-r < m {
			return d - r
		}
		return d - m - r
	}
	if r+r < m {
		return d - r
	}
	return d + m - r
}

func number(v uint64) string {
	if v == 0 {
		return "0"
	}
	var b []byte
	for ; v > 0; v /= 10 {
		b = append([]byte{byte('0' + v%10)}, b...)
	}
	return string(b)
}

// A number in units of 10^digits, without zeros at its end.
func fraction(v uint64, digits int) string {
	unit := uint64(1)
	for i := 0; i < digits; i++ {
		unit *= 10
	}
	text := number(v / unit)
	rest := v % unit
	if rest == 0 {
		return text
	}
	tail := number(rest + unit)[1:]
	for tail[len(tail)-1] == '0' {
		tail = tail[:len(tail)-1]
	}
	return text + "." + tail
}

func (d Duration) String() string {
	if d == 0 {
		return "0s"
	}
	u := uint64(d)
	sign := ""
	if d < 0 {
		u = -u
		sign = "-"
	}
	switch {
	case u < uint64(Microsecond):
		return sign + number(u) + "ns"
	case u < uint64(Millisecond):
		return sign + fraction(u, 3) + "µs"
	case u < uint64(Second):
		return sign + fraction(u, 6) + "ms"
	}
	text := fraction(u%uint64(Minute), 9) + "s"
	u /= uint64(Minute)
	if u > 0 {
		text = number(u%60) + "m" + text
		u /= 60
		if u > 0 {
			text = number(u) + "h" + text
		}
	}
	return sign + text
}

var unitOf = map[string]float64{"ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9,
	"m": 60e9, "h": 3600e9}

func quoted(s string) string { return "\"" + s + "\"" }

func ParseDuration(s string) (Duration, error) {
	rest, sign := s, Duration(1)
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		if rest[0] == '-' {
			sign = -1
		}
		rest = rest[1:]
	}
	if rest == "0" {
		return 0, nil
	}
	if rest == "" {
		return 0, errors.New("time: invalid duration " + quoted(s))
	}
	var total Duration
	for rest != "" {
		whole, scale, part := uint64(0), uint64(1), uint64(0)
		i, digits := 0, 0
		for ; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
			whole = whole*10 + uint64(rest[i]-'0')
			digits++
		}
		if i < len(rest) && rest[i] == '.' {
			for i++; i < len(rest) && rest[i] >= '0' && rest[i] <= '9'; i++ {
				if scale < 1e15 {
					part = part*10 + uint64(rest[i]-'0')
					scale *= 10
				}
				digits++
			}
		}
		if digits == 0 {
			return 0, errors.New("time: invalid duration " + quoted(s))
		}
		rest = rest[i:]
		i = 0
		for i < len(rest) && rest[i] != '.' && (rest[i] < '0' || rest[i] > '9') {
			i++
		}
		if i == 0 {
			return 0, errors.New("time: missing unit in duration " + quoted(s))
		}
		unit, ok := unitOf[rest[:i]]
		if !ok {
			return 0, errors.New("time: unknown unit " + quoted(rest[:i]) + " in duration " + quoted(s))
		}
		total += Duration(whole)*Duration(unit) + Duration(float64(part)*(unit/float64(scale)))
		rest = rest[i:]
	}
	return sign * total, nil
}

// --- moments ---

type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"}

func (m Month) String() string {
	if m >= January && m <= December {
		return monthNames[m-1]
	}
	return "%!Month(" + number(uint64(m)) + ")"
}

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var dayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday"}

func (d Weekday) String() string {
	if d >= Sunday && d <= Saturday {
		return dayNames[d]
	}
	return "%!Weekday(" + number(uint64(d)) + ")"
}

type Location struct{ name string }

func (l *Location) String() string { return l.name }

var UTC *Location = &Location{"UTC"}
var Local *Location = &Location{"Local"}

// Seconds since the year 1, nanoseconds, and the monotonic clock where there is one.
type Time struct {
	seconds int64
	nanos   int64
	ticks   int64
	loc     *Location
}

const toUnix = 62135596800

func Now() Time {
	n := now()
	return Time{n/1e9 + toUnix, n % 1e9, monotonic(), Local}
}
func Unix(sec int64, nsec int64) Time {
	sec += nsec / 1e9
	nsec %= 1e9
	if nsec < 0 {
		nsec += 1e9
		sec--
	}
	return Time{sec + toUnix, nsec, 0, Local}
}
func UnixMilli(msec int64) Time { return Unix(msec/1e3, (msec%1e3)*1e6) }
func Since(t Time) Duration     { return Now().Sub(t) }
func Until(t Time) Duration     { return t.Sub(Now()) }

func (t Time) Sub(u Time) Duration {
	if t.ticks != 0 && u.ticks != 0 {
		return Duration(t.ticks - u.ticks)
	}
	return Duration((t.seconds-u.seconds)*1e9 + t.nanos - u.nanos)
}
func (t Time) Add(d Duration) Time {
	n := t.nanos + int64(d%1e9)
	t.seconds += int64(d / 1e9)
	if n >= 1e9 {
		n -= 1e9
		t.seconds++
	} else if n < 0 {
		n += 1e9
		t.seconds--
	}
	t.nanos = n
	if t.ticks != 0 {
		t.ticks += int64(d)
	}
	return t
}
func (t Time) After(u Time) bool {
	return t.seconds > u.seconds || t.seconds == u.seconds && t.nanos > u.nanos
}
func (t Time) Before(u Time) bool { return u.After(t) }
func (t Time) Equal(u Time) bool  { return t.seconds == u.seconds && t.nanos == u.nanos }
func (t Time) IsZero() bool       { return t.seconds == 0 && t.nanos == 0 }
func (t Time) Unix() int64        { return t.seconds - toUnix }
func (t Time) UnixNano() int64    { return (t.seconds-toUnix)*1e9 + t.nanos }
func (t Time) UnixMilli() int64   { return (t.seconds-toUnix)*1e3 + t.nanos/1e6 }
func (t Time) UnixMicro() int64   { return (t.seconds-toUnix)*1e6 + t.nanos/1e3 }
func (t Time) UTC() Time          { t.loc = UTC; return t }
func (t Time) Local() Time        { t.loc = Local; return t }
func (t Time) In(loc *Location) Time { t.loc = loc; return t }
func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}
func (t Time) Nanosecond() int { return int(t.nanos) }
func (t Time) Second() int     { return int(t.seconds % 60) }
func (t Time) Minute() int     { return int(t.seconds / 60 % 60) }
func (t Time) Hour() int       { return int(t.seconds / 3600 % 24) }
func (t Time) Clock() (hour, min, sec int) { return t.Hour(), t.Minute(), t.Second() }
func (t Time) Weekday() Weekday { return Weekday((t.seconds/86400 + 1) % 7) }
func (t Time) Year() int        { y, _, _ := t.Date(); return y }
func (t Time) Month() Month     { _, m, _ := t.Date(); return m }
func (t Time) Day() int         { _, _, d := t.Date(); return d }

func (t Time) Date() (year int, month Month, day int) {
	days := t.seconds / 86400
	// Days are counted from March of the year 0, so that a leap day comes last.
	days += 306
	era := days / 146097
	ofEra := days - era*146097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*ofYear + 2) / 153
	day = int(ofYear-(153*m+2)/5) + 1
	year = int(yearOfEra + era*400)
	if m < 10 {
		month = Month(m + 3)
	} else {
		month = Month(m - 9)
		year++
	}
	return year, month, day
}

func (t Time) YearDay() int {
	start := Date(t.Year(), January, 1, 0, 0, 0, 0, UTC)
	return int((t.seconds-start.seconds)/86400) + 1
}

func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	m := int(month) - 1
	year += m / 12
	m %= 12
	if m < 0 {
		m += 12
		year--
	}
	m++
	y := int64(year)
	if m <= 2 {
		y--
	}
	era := y / 400
	yearOfEra := y - era*400
	shifted := int64(m+9) % 12
	ofYear := (153*shifted+2)/5 + int64(day) - 1
	days := era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + ofYear - 306
	t := Time{days*86400 + int64(hour)*3600 + int64(min)*60 + int64(sec), 0, 0, loc}
	return t.Add(Duration(nsec))
}

func (t Time) AddDate(years, months, days int) Time {
	year, month, day := t.Date()
	return Date(year+years, month+Month(months), day+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.loc)
}

func (t Time) Truncate(d Duration) Time {
	if d <= 0 {
		return t
	}
	rest := (t.seconds%int64(d/1e9+1)*0 + t.seconds*1e9 + t.nanos) % int64(d)
	return t.Add(-Duration(rest))
}

func padded(v, width int) string {
	s := number(uint64(v))
	for len(s) < width {
		s = "0" + s
	}
	return s
}

func prefixed(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

func (t Time) Format(layout string) string {
	year, month, day := t.Date()
	var out string
	for layout != "" {
		switch {
		case prefixed(layout, "2006"):
			out, layout = out+padded(year, 4), layout[4:]
		case prefixed(layout, "January"):
			out, layout = out+month.String(), layout[7:]
		case prefixed(layout, "Jan"):
			out, layout = out+month.String()[:3], layout[3:]
		case prefixed(layout, "Monday"):
			out, layout = out+t.Weekday().String(), layout[6:]
		case prefixed(layout, "Mon"):
			out, layout = out+t.Weekday().String()[:3], layout[3:]
		case prefixed(layout, "MST"):
			out, layout = out+"UTC", layout[3:]
		case prefixed(layout, "01"):
			out, layout = out+padded(int(month), 2), layout[2:]
		case prefixed(layout, "02"):
			out, layout = out+padded(day, 2), layout[2:]
		case prefixed(layout, "03"):
			out, layout = out+padded((t.Hour()+11)%12+1, 2), layout[2:]
		case prefixed(layout, "04"):
			out, layout = out+padded(t.Minute(), 2), layout[2:]
		case prefixed(layout, "05"):
			out, layout = out+padded(t.Second(), 2), layout[2:]
		case prefixed(layout, "06"):
			out, layout = out+padded(year%100, 2), layout[2:]
		case prefixed(layout, "15"):
			out, layout = out+padded(t.Hour(), 2), layout[2:]
		case prefixed(layout, "PM"):
			if t.Hour() >= 12 {
				out += "PM"
			} else {
				out += "AM"
			}
			layout = layout[2:]
		case prefixed(layout, "Z07:00"):
			out, layout = out+"Z", layout[6:]
		case prefixed(layout, "-0700"):
			out, layout = out+"+0000", layout[5:]
		case prefixed(layout, "-07:00"):
			out, layout = out+"+00:00", layout[6:]
		case prefixed(layout, "_2"):
			if day < 10 {
				out += " "
			}
			out, layout = out+number(uint64(day)), layout[2:]
		case prefixed(layout, ".000") || prefixed(layout, ".999"):
			n := 1
			for n < len(layout) && layout[n] == layout[1] {
				n++
			}
			digits := padded(int(t.nanos), 9)[:n-1]
			if layout[1] == '9' {
				for digits != "" && digits[len(digits)-1] == '0' {
					digits = digits[:len(digits)-1]
				}
			}
			if digits != "" {
				out += "." + digits
			}
			layout = layout[n:]
		case layout[0] == '1':
			out, layout = out+number(uint64(month)), layout[1:]
		case layout[0] == '2':
			out, layout = out+number(uint64(day)), layout[1:]
		case layout[0] == '3':
			out, layout = out+number(uint64((t.Hour()+11)%12+1)), layout[1:]
		case layout[0] == '4':
			out, layout = out+number(uint64(t.Minute())), layout[1:]
		case layout[0] == '5':
			out, layout = out+number(uint64(t.Second())), layout[1:]
		default:
			out, layout = out+layout[:1], layout[1:]
		}
	}
	return out
}

func (t Time) String() string { return t.Format("2006-01-02 15:04:05.999999999 -0700 MST") }

// --- timers: goroutines that sleep ---

type Timer struct {
	C       <-chan Time
	c       chan Time
	f       func()
	version int
	active  bool
}

func (t *Timer) start(d Duration) {
	t.version++
	t.active = true
	version := t.version
	go func() {
		Sleep(d)
		if t.version != version || !t.active {
			return
		}
		t.active = false
		if t.f != nil {
			t.f()
			return
		}
		select {
		case t.c <- Now():
		default:
		}
	}()
}

func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, c: c}
	t.start(d)
	return t
}
func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{f: f}
	t.start(d)
	return t
}
func (t *Timer) Stop() bool {
	was := t.active
	t.active = false
	return was
}
func (t *Timer) Reset(d Duration) bool {
	was := t.active
	t.start(d)
	return was
}
func After(d Duration) <-chan Time { return NewTimer(d).C }

type Ticker struct {
	C       <-chan Time
	stopped bool
}

func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic(errors.New("non-positive interval for NewTicker"))
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c}
	go func() {
		for {
			Sleep(d)
			if t.stopped {
				return
			}
			select {
			case c <- Now():
			default:
			}
		}
	}()
	return t
}
func (t *Ticker) Stop()            { t.stopped = true }
func Tick(d Duration) <-chan Time { return NewTicker(d).C }
