"""Types at the prompt of $NAMETAG through a pseudo-terminal, and reads what it shows."""

import os
import pty
import re
import select
import signal
import tempfile
import time
import unittest

PATIENCE = float(os.environ.get("PATIENCE", 60))
UP, LEFT, TAB, CONTROL_A, CONTROL_C, CONTROL_D = "\x1b[A", "\x1b[D", "\t", "\x01", "\x03", "\x04"


class Session:
    """A program on a terminal of its own, in an empty home."""

    def __init__(self, *arguments, **variables):
        self.home = tempfile.TemporaryDirectory()
        binary = os.environ["NAMETAG"]
        environment = {"HOME": self.home.name, "TERM": "vt100", "PATH": os.environ["PATH"],
                       "LC_ALL": "C.UTF-8", **variables}
        self.shown, self.checked = "", 0
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execve(binary, [binary, *arguments], environment)

    def read(self, seconds):
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return None
        try:
            data = os.read(self.terminal, 65536)
        except OSError:   # the other side has closed
            return ""
        text = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>])", "", data.decode(errors="replace"))
        self.shown += text.replace("\r", "")
        return text

    def expect(self, text):
        """Reads until the text is shown, after what was expected before."""
        end = time.monotonic() + PATIENCE
        while (at := self.shown.find(text, self.checked)) < 0:
            rest = end - time.monotonic()
            if rest < 0 or self.read(rest) == "":
                raise AssertionError(f"{text!r} is not shown after {self.shown[:self.checked]!r} "
                                     f"but {self.shown[self.checked:]!r}")
        self.checked = at + len(text)

    def type(self, keys):
        os.write(self.terminal, keys.encode())

    def say(self, line, *answers, prompt=">>> "):
        """Types a line, and expects answers and a prompt."""
        self.type(line + "\n")
        self.expect(line + "\n")
        for answer in answers:
            self.expect(answer)
        self.expect(prompt)

    def end(self):
        """The exit status once it has ended, below 0: by a signal."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.read(0.1) != "":
            pass
        if time.monotonic() >= end:
            os.kill(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        os.close(self.terminal)
        self.home.cleanup()
        return os.waitstatus_to_exitcode(status)

    def drop(self):
        try:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
            os.close(self.terminal)
        except OSError:
            pass


class Prompt(unittest.TestCase):
    def start(self, *arguments, **variables):
        session = Session(*arguments, **variables)
        self.addCleanup(session.drop)
        return session

    def begin(self, *arguments, **variables):
        session = self.start("-q", *arguments, **variables)
        session.expect(">>> ")
        return session

    def test_banner(self):
        session = self.start()
        session.expect("Python 3.11.2 (")
        session.expect("Type \"help\", \"copyright\", \"credits\" or \"license\" for more")
        session.expect(">>> ")
        session.type(CONTROL_D)
        self.assertEqual(0, session.end())

    def test_value_is_shown_and_kept(self):
        session = self.begin()
        session.say("6 * 7", "42\n")
        session.say("_ + 1", "43\n")
        session.say("None")
        session.say("_", "43\n")

    def test_block_ends_with_a_blank_line(self):
        session = self.begin()
        session.say("for i in 'ab':", prompt="... ")
        session.say("    i", prompt="... ")
        session.say("", "'a'\n'b'\n")

    def test_mistakes_leave_the_prompt(self):
        session = self.begin()
        session.say("def f(:", "SyntaxError: invalid syntax\n")
        session.say("1/0", "Traceback (most recent call last):\n",
                    "  File \"<stdin>\", line 1, in <module>\n", "ZeroDivisionError")

    def test_line_is_edited(self):
        session = self.begin()
        session.type("23" + CONTROL_A + "1" + LEFT + "5\n")
        session.expect("\n5123\n")

    def test_history(self):
        session = self.begin()
        session.say("print(7 * 11)", "77\n")
        session.say("print(5)", "5\n")
        session.type(UP + UP + "\n")
        session.expect("\n77\n")

    def test_completion(self):
        session = self.begin()
        session.say("twenty_two = 22")
        session.say("import readline")
        session.say("readline.set_completer(lambda text, state: [text + '_two', None][state])")
        session.say("readline.parse_and_bind('bind ^I rl_complete')")
        session.type("twenty" + TAB)
        session.expect("twenty_two")
        session.type("\n")
        session.expect("\n22\n")

    def test_control_c_drops_the_line(self):
        session = self.begin()
        session.type("1 +")
        session.expect("1 +")
        session.type(CONTROL_C)
        session.expect("KeyboardInterrupt\n")
        session.expect(">>> ")
        session.say("8", "8\n")

    def test_control_c_stops_a_statement(self):
        session = self.begin()
        session.type("while True: pass\n\n")
        session.expect("... ")
        time.sleep(0.5)
        session.type(CONTROL_C)
        session.expect("KeyboardInterrupt\n")
        session.expect(">>> ")

    def test_prompts_are_of_sys(self):
        session = self.begin()
        session.type("import sys; sys.ps1, sys.ps2 = 'one> ', 'two> '\n")
        session.expect("one> ")
        session.type("if 1:\n")
        session.expect("two> ")

    def test_startup_file(self):
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write("started = 'from the file'\n")
            file.flush()
            session = self.begin(PYTHONSTARTUP=file.name)
            session.say("started", "'from the file'\n")

    def test_exit_status(self):
        session = self.begin()
        session.type("raise SystemExit(5)\n")
        self.assertEqual(5, session.end())

    def test_inspects_after_a_program(self):
        session = self.start("-i", "-c", "x = 12")
        session.expect(">>> ")
        session.say("x", "12\n")
        session.type(CONTROL_D)
        self.assertEqual(0, session.end())

    def test_inspects_after_a_mistake(self):
        session = self.start("-i", "-c", "x = 3; 1/0")
        session.expect("ZeroDivisionError")
        session.expect(">>> ")
        session.say("x", "3\n")

    def test_input_is_edited(self):
        session = self.begin()
        session.type("x = input('say: ')\n")
        session.expect("\nsay: ")
        session.type("bc" + CONTROL_A + "a\n")
        session.expect(">>> ")
        session.say("x", "'abc'\n")

    def test_program_asks_without_editing(self):
        session = self.start("-c", "print(repr(input('say: ')))")
        session.expect("say: ")
        session.type("some\n")
        session.expect("\n'some'\n")
        self.assertEqual(0, session.end())

    def test_future_holds_on(self):
        session = self.begin()
        session.say("from __future__ import annotations")
        session.say("def f(x: no_name): pass", prompt="... ")
        session.say("")
        session.say("f.__annotations__", "{'x': 'no_name'}\n")


if __name__ == "__main__":
    unittest.main()
