"""A program in a pseudo-terminal, and what its screen shows.

    terminal.py [--kitty] ROWS COLUMNS PROGRAM ARGUMENT...

Reads one JSON order a line from standard input and writes one JSON answer a line. The screen is kept by pyte, a terminal
emulator that nobody of this project wrote. Every wait has an end. The program runs in a folder of its own, which is
removed at the end; every answer names it. TERMINAL_GRAPHICS=kitty or sixel makes the terminal one that answers
questions as such a terminal does; pixels themselves are taken out of what the emulator sees. With --kitty it answers
questions too, and has the keyboard protocol of kitty as https://sw.kovidgoyal.net/kitty/keyboard-protocol/ has it: a
stack of flags for each of the two screens.

    {"wait": "HOVERING", "row": 1, "column": 2, "for": 10}   until the text is there; anywhere without row and column
    {"wait": "HOVERING", "gone": true, "for": 10}            until it is nowhere
    {"keys": "t"}                                            types
    {"hold": "w", "wait": ..., "for": 5}                     types a key again and again until the text is there
    {"mute": true}                                           answers no question any more
    {"resize": [12, 40]}                                     rows, columns
    {"cells": [3, 1, 16, 50]}                                what stands in row, column, rows, columns: glyphs, colours
    {"signal": "TERM"}                                       to the program
    {"hangup": true}                                         closes the terminal
    {"end": true, "for": 10}                                 until the program has ended
"""
import fcntl
import json
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pyte

KEY_REPEAT = 0.05  # a keyboard repeats 20 to 30 times a second
# What a terminal with pixels answers: kitty's graphics question, the size of a cell, DEC mode 2026, DA1 last.
ANSWERS = {
    "kitty": b"\x1b[?2026;2$y\x1b[6;16;8t\x1b_Gi=21334;OK\x1b\\\x1b[?62c",
    "sixel": b"\x1b[?2026;2$y\x1b[6;16;8t\x1b[?62;4c",
}
# A string of the application or the device, and one that has not ended.
STRING = re.compile(rb"\x1b[_P].*?\x1b\\", re.DOTALL)
UNFINISHED = re.compile(rb"\x1b([_P].*)?\Z", re.DOTALL)


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
        self.unseen = b""
        self.answer = ANSWERS.get(os.environ.pop("TERMINAL_GRAPHICS", ""))
        self.folder = tempfile.mkdtemp(prefix="stork-terminal-")
        self.child = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave,
            preexec_fn=self.take_terminal, cwd=self.folder)

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
            if self.answer and b"\x1b[c" in self.received:
                os.write(self.master, self.answer)
                self.answer = None
            if self.kitty:
                os.write(self.master, self.kitty.hear(data))
                data = re.sub(rb"\x1b\[[<>]\d*[uq]", b"", data)
            seen = STRING.sub(b"", self.unseen + data)
            rest = UNFINISHED.search(seen)
            self.unseen = rest.group() if rest else b""
            self.stream.feed(seen[:len(seen) - len(self.unseen)])

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

    def cells(self, row, column, rows, columns):
        """The glyphs of a part of the screen, each once, and how many pairs of colours it has."""
        cells = [self.screen.buffer[y][x] for y in range(row, row + rows) for x in range(column, column + columns)]
        return {"glyphs": "".join(sorted({cell.data for cell in cells})), "colours": len({(c.fg, c.bg) for c in cells})}

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
        if "cells" in order:
            answer["cells"] = self.cells(*order["cells"])
        answer["folder"] = self.folder
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
        shutil.rmtree(terminal.folder, ignore_errors=True)


main()
