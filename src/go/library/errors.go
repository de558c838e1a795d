package errors

type textError struct {
	text string
}

func (e *textError) Error() string { return e.text }

func New(text string) error { return &textError{text} }

func Unwrap(err error) error {
	wrapper, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return wrapper.Unwrap()
}

func canCompare(err error) bool

func Is(err, target error) bool {
	if target == nil {
		return err == target
	}
	comparable := canCompare(target)
	for err != nil {
		if comparable && canCompare(err) && err == target {
			return true
		}
		if asked, ok := err.(interface{ Is(error) bool }); ok && asked.Is(target) {
			return true
		}
		err = Unwrap(err)
	}
	return false
}

func assignTo(err error, target any) bool

func As(err error, target any) bool {
	if target == nil {
		panic("errors: target cannot be nil")
	}
	for err != nil {
		if assignTo(err, target) {
			return true
		}
		if asked, ok := err.(interface{ As(any) bool }); ok && asked.As(target) {
			return true
		}
		err = Unwrap(err)
	}
	return false
}
