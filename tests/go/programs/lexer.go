package main

import (
	"fmt"
	"strconv"
	"unicode"
)

type Kind int

const (
	NUM Kind = iota
	OP
	LP
	RP
)

type Token struct {
	Kind Kind
	Text string
}
type Node interface{ Eval() (float64, error) }
type Num float64
type Bin struct {
	op   byte
	l, r Node
}

func (n Num) Eval() (float64, error) { return float64(n), nil }
func (b *Bin) Eval() (float64, error) {
	l, err := b.l.Eval()
	if err != nil {
		return 0, err
	}
	r, err := b.r.Eval()
	if err != nil {
		return 0, err
	}
	switch b.op {
	case '+':
		return l + r, nil
	case '-':
		return l - r, nil
	case '*':
		return l * r, nil
	case '/':
		if r == 0 {
			return 0, fmt.Errorf("division by zero")
		}
		return l / r, nil
	}
	return 0, fmt.Errorf("bad op %c", b.op)
}

func lex(s string) (ts []Token, err error) {
	rs := []rune(s)
	for i := 0; i < len(rs); {
		switch c := rs[i]; {
		case unicode.IsSpace(c):
			i++
		case unicode.IsDigit(c):
			j := i
			for j < len(rs) && (unicode.IsDigit(rs[j]) || rs[j] == '.') {
				j++
			}
			ts = append(ts, Token{NUM, string(rs[i:j])})
			i = j
		case c == '(' || c == ')':
			k := LP
			if c == ')' {
				k = RP
			}
			ts = append(ts, Token{k, string(c)})
			i++
		default:
			ts = append(ts, Token{OP, string(c)})
			i++
		}
	}
	return
}

type parser struct {
	ts  []Token
	pos int
}

var prec = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2}

func (p *parser) primary() Node {
	t := p.ts[p.pos]
	p.pos++
	if t.Kind == LP {
		n := p.expr(0)
		p.pos++
		return n
	}
	f, err := strconv.ParseFloat(t.Text, 64)
	if err != nil {
		panic(err)
	}
	return Num(f)
}
func (p *parser) expr(min int) Node {
	left := p.primary()
	for p.pos < len(p.ts) && p.ts[p.pos].Kind == OP && prec[p.ts[p.pos].Text] > min {
		op := p.ts[p.pos].Text
		p.pos++
		left = &Bin{op[0], left, p.expr(prec[op])}
	}
	return left
}
func eval(s string) (v float64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parse: %v", r)
		}
	}()
	ts, _ := lex(s)
	return (&parser{ts: ts}).expr(0).Eval()
}

func main() {
	for _, s := range []string{"1+2*3", "(1+2)*3", "10/4-1", "2*(3+4)*5", "1/0", "x+1", ""} {
		fmt.Println(eval(s))
	}
}
