"""A program in a pseudo-terminal, and what its screen shows.

    terminal.py [--kitty] ROWS COLUMNS PROGRAM ARGUMENT...

Reads one JSON order a line from standard input and writes one JSON answer a line. The screen is kept by pyte, a terminal
emulator that nobody of this project wrote. Every wait has an end. With --kitty it answers questions, and has the
keyboard protocol of kitty as https://sw.kovidgoyal.net/kitty/keyboard-protocol/ has it: a stack of flags for each of
the two screens.

    {"wait": "HOVERING", "row": 1, "column": 2, "for": 10}   until the text is there; anywhere without row and column
    {"wait": "HOVERING", "gone": true, "for": 10}            until it is nowhere
    {"keys": "t"}                                            types
    {"hold": "w", "wait": ..., "for": 5}                     types a key again and again until the text is there
    {"mute": true}                                           answers no question any more
    {"resize": [12, 40]}                                     rows, columns
    {"signal": "TERM"}                                       to the program
    {"hangup": true}                                         closes the terminal
    {"end": true, "for": 10}                                 until the program has ended
"""
import fcntl
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

import pyte

KEY_REPEAT = 0.05  # a keyboard repeats 20 to 30 times a second


class KittyKeyboard:
    """Flags on a stack for each screen, and answers."""

    SEQUENCE = re.compile(rb"\x1b\[(?:>(\d+)u|<(\d*)u|(\?u)|(\?1049[hl])|(5n)|(c)|(\?1004[hl]))")

    def __init__(self):
        self.stacks = {False: [], True: []}
        self.is_full_screen = False
        self.is_mute = False
        self.tells_focus = False

    def hear(self, data):
        """What to answer, and what is left for the emulator, which does not know these sequences."""
        answers = b""
        for found in self.SEQUENCE.finditer(data):
            push, pop, question, screen, alive, device, focus = found.groups()
            stack = self.stacks[self.is_full_screen]
            if push is not None:
                stack.append(int(push))
            elif pop is not None:
                del stack[len(stack) - int(pop or 1):]
            elif question:
                answers += b"\x1b[?%du" % (stack[-1] if stack else 0)
            elif screen:
                self.is_full_screen = screen.endswith(b"h")
            elif alive:
                answers += b"\x1b[0n"
            elif device:
                answers += b"\x1b[?62c"
            elif focus:
                self.tells_focus = focus.endswith(b"h")
        return b"" if self.is_mute else answers

    @property
    def flags(self):
        stack = self.stacks[self.is_full_screen]
        return stack[-1] if stack else 0


class Terminal:
    def __init__(self, rows, columns, command, kitty=None):
        self.kitty = kitty
        self.master, self.slave = os.openpty()
        self.set_size(rows, columns)
        self.before = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.received = b""
        self.child = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, preexec_fn=self.take_terminal)

    @staticmethod
    def take_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def set_size(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pump(self, seconds):
        """Takes in what the program writes, for at most so long."""
        if self.master is None:
            time.sleep(seconds)
            return
        if select.select([self.master], [], [], seconds)[0]:
            data = os.read(self.master, 65536)
            self.received += data
            if self.kitty:
                os.write(self.master, self.kitty.hear(data))
                data = re.sub(rb"\x1b\[[<>]\d*[uq]", b"", data)
            self.stream.feed(data)

    def until(self, condition, seconds, each=None):
        end = time.monotonic() + seconds
        key_time = 0
        while not condition():
            now = time.monotonic()
            if now >= end:
                return False
            if each and now >= key_time:
                key_time = now + KEY_REPEAT
                self.type(each)
            self.pump(0.02)
        return True

    def type(self, keys):
        os.write(self.master, keys.encode())

    def shows(self, order):
        lines, text = self.screen.display, order["wait"]
        if order.get("row") is None:
            return any(text in line for line in lines)
        if order["row"] >= len(lines):
            return False
        line = lines[order["row"]]
        column = order.get("column")
        return text in line if column is None else line[column:].startswith(text)

    def obey(self, order):
        answer = {"ok": True}
        if "resize" in order:
            rows, columns = order["resize"]
            self.screen.resize(rows, columns)
            self.set_size(rows, columns)
        if "mute" in order:
            self.kitty.is_mute = order["mute"]
        if "keys" in order:
            self.type(order["keys"])
        if "wait" in order:
            wanted = not order.get("gone", False)
            answer["ok"] = self.until(lambda: self.shows(order) == wanted, order["for"], order.get("hold"))
        if "signal" in order:
            self.child.send_signal(getattr(signal, "SIG" + order["signal"]))
        if "hangup" in order:
            os.close(self.slave)
            os.close(self.master)
            self.master = self.slave = None
        if "end" in order:
            answer["ok"] = self.until(lambda: self.child.poll() is not None, order["for"])
            answer["status"] = self.child.returncode
            if self.master is not None:
                while select.select([self.master], [], [], 0.1)[0]:
                    self.pump(0)
                answer["lineSettingsRestored"] = termios.tcgetattr(self.slave) == self.before
        answer["screen"] = self.screen.display
        if self.kitty:
            answer["keyboard"] = [len(self.kitty.stacks[False]), len(self.kitty.stacks[True]), self.kitty.flags]
        answer["received"] = self.received.decode("utf-8", "replace")
        return answer


def main():
    arguments = sys.argv[1:]
    kitty = KittyKeyboard() if arguments[0] == "--kitty" else None
    if kitty:
        del arguments[0]
    terminal = Terminal(int(arguments[0]), int(arguments[1]), arguments[2:], kitty)
    pending = b""
    try:
        while True:
            while b"\n" not in pending:
                if select.select([0], [], [], 0)[0]:
                    data = os.read(0, 65536)
                    if not data:
                        return
                    pending += data
                else:
                    terminal.pump(0.02)
            line, pending = pending.split(b"\n", 1)
            print(json.dumps(terminal.obey(json.loads(line))), flush=True)
    finally:
        if terminal.child.poll() is None:
            terminal.child.kill()
            terminal.child.wait()


main()
