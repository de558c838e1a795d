package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

var ErrFunds = errors.New("insufficient funds")

type Account struct {
	ID      string
	Balance float64
	history []entry
}
type entry struct {
	kind   string
	amount float64
}
type Bank struct{ accounts map[string]*Account }

func NewBank() *Bank { return &Bank{accounts: make(map[string]*Account)} }
func (b *Bank) Open(id string, initial float64) *Account {
	a := &Account{ID: id, Balance: initial}
	b.accounts[id] = a
	return a
}
func (a *Account) Withdraw(x float64) error {
	if x > a.Balance {
		return fmt.Errorf("account %s: %w (have %.2f, need %.2f)", a.ID, ErrFunds, a.Balance, x)
	}
	a.Balance -= x
	a.history = append(a.history, entry{"withdraw", x})
	return nil
}
func (b *Bank) Transfer(from, to string, x float64) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("transfer failed: %w", err)
		}
	}()
	src, ok := b.accounts[from]
	if !ok {
		return fmt.Errorf("no account %q", from)
	}
	if err := src.Withdraw(x); err != nil {
		return err
	}
	b.accounts[to].Balance += x
	return nil
}
func (b *Bank) String() string {
	ids := make([]string, 0)
	for id := range b.accounts {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	var sb strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&sb, "%s:%8.2f\n", id, b.accounts[id].Balance)
	}
	return sb.String()
}

func main() {
	bank := NewBank()
	bank.Open("alice", 100)
	bank.Open("bob", 50.5)
	fmt.Println(bank.Transfer("alice", "bob", 30))
	err := bank.Transfer("bob", "alice", 500)
	fmt.Println(err, errors.Is(err, ErrFunds))
	fmt.Println(bank.Transfer("carol", "bob", 1))
	fmt.Print(bank)
	fmt.Printf("%+v\n", bank.accounts["alice"].history)
}
