"""A program with game pads that are not there, by umockdev's mock of /dev/input.

    gamepad.py CONTROL PROGRAM ARGUMENT...

Runs the program where it can open the pads, and does what the lines of the named pipe CONTROL say:

    plug NUMBER KIND       a pad at /dev/input/eventNUMBER: xbox, playstation, joystick (an old one, another layout),
                           nothing (no pad: a keyboard), secret (an xbox that may not be opened)
    axis NUMBER CODE VALUE
    button NUMBER CODE VALUE
    unplug NUMBER          the device fails and is gone
    close NUMBER           the device says nothing any more and hangs up, its node stays

Exits as the program does. What the ioctls of evdev answer comes from umockdev (libumockdev and its preloaded library),
events are written to the pipe that stands in for the device's node.
"""
import ctypes
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

EV_SYN, EV_KEY, EV_ABS = 0, 1, 3
XBOX_BUTTONS = [0x130, 0x131, 0x133, 0x134, 0x136, 0x137, 0x13A, 0x13B, 0x13C, 0x13D, 0x13E]
STICK = (-32768, 32767, 16, 128)
KINDS = {
    # As the kernel's drivers describe them: xpad for an Xbox 360 pad, hid-playstation for a DualShock 4.
    "xbox": ("Microsoft X-Box 360 pad", 0x045E, 0x028E, XBOX_BUTTONS, {
        0: STICK, 1: STICK, 2: (0, 255, 0, 0), 3: STICK, 4: STICK, 5: (0, 255, 0, 0), 16: (-1, 1, 0, 0),
        17: (-1, 1, 0, 0)}),
    "playstation": ("Sony Interactive Entertainment Wireless Controller", 0x054C, 0x09CC,
                    XBOX_BUTTONS + [0x138, 0x139], {
                        0: (0, 255, 0, 0), 1: (0, 255, 0, 0), 2: (0, 255, 0, 0), 3: (0, 255, 0, 0),
                        4: (0, 255, 0, 0), 5: (0, 255, 0, 0), 16: (-1, 1, 0, 0), 17: (-1, 1, 0, 0)}),
    "joystick": ("USB Gamepad", 0x0079, 0x0011, list(range(0x120, 0x12A)), {
        0: (0, 255, 0, 15), 1: (0, 255, 0, 15), 2: (0, 255, 0, 15), 5: (0, 255, 0, 15)}),
    "nothing": ("AT Translated Set 2 keyboard", 0x0001, 0x0001, [30, 31, 32], {}),
}
KINDS["secret"] = KINDS["xbox"]

library = ctypes.CDLL("libumockdev.so.0")
library.umockdev_testbed_new.restype = ctypes.c_void_p
library.umockdev_testbed_get_root_dir.restype = ctypes.c_char_p
library.umockdev_testbed_get_root_dir.argtypes = [ctypes.c_void_p]
library.umockdev_testbed_add_from_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
library.umockdev_testbed_load_ioctl.argtypes = [
    ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]


def bits(codes, size):
    field = bytearray(size)
    for code in codes:
        field[code // 8] |= 1 << (code % 8)
    return field.hex().upper()


def ioctls(node, kind):
    """The answers to the ioctls that libevdev asks, in the form of umockdev-record."""
    name, vendor, product, buttons, axes = KINDS[kind]
    types = [EV_SYN, EV_KEY] + ([EV_ABS] if axes else [])
    lines = [
        "@DEV " + node,
        "EVIOCGVERSION 0 01000100",
        "EVIOCGID 0 " + struct.pack("<HHHH", 3, vendor, product, 0x110).hex().upper(),
        "EVIOCGNAME(0) %d %s" % (len(name) + 1, name.encode().ljust(255, b"\0").hex().upper()),
        "EVIOCGPHYS(0) 1 " + bytes(255).hex(),
        "EVIOCGUNIQ(0) 1 " + bytes(255).hex(),
        "EVIOCGPROP(0) 8 " + bits([], 8),
        "EVIOCGBIT(0) 8 " + bits(types, 8),
        "EVIOCGBIT(1) 96 " + bits(buttons, 96),
        "EVIOCGBIT(3) 8 " + bits(axes, 8),
        "EVIOCGKEY(0) 96 " + bits([], 96),
        "EVIOCGLED(0) 8 " + bits([], 8),
        "EVIOCGSW(0) 8 " + bits([], 8),
    ]
    lines += ["EVIOCGBIT(%d) 8 %s" % (code, bits([], 8)) for code in (2, 4, 5, 17, 18)]
    lines.append("EVIOCGBIT(21) 16 " + bits([], 16))
    for code, (minimum, maximum, fuzz, flat) in axes.items():
        # Sticks rest in their middle, triggers and hats at 0.
        value = 0 if minimum < 0 else (0 if kind == "xbox" else (maximum + 1) // 2)
        lines.append("EVIOCGABS(%d) 0 %s" % (
            code, struct.pack("<6i", value, minimum, maximum, fuzz, flat, 0).hex().upper()))
    return "\n".join(lines) + "\n"


class Pads:
    def __init__(self):
        self.testbed = library.umockdev_testbed_new()
        self.root = library.umockdev_testbed_get_root_dir(self.testbed).decode()
        os.makedirs(self.root + "/dev/input", exist_ok=True)
        self.pipes = {}

    def node(self, number):
        return "%s/dev/input/event%s" % (self.root, number)

    def plug(self, number, kind):
        node = "/dev/input/event" + number
        path = "/devices/mock%s-%d" % (number, time.monotonic_ns())
        record = "P: %s\nN: input/event%s\nE: SUBSYSTEM=input\nE: DEVNAME=%s\nA: dev=13:%d\n\n" % (
            path, number, node, 64 + int(number))
        # Under another name first: the program may look at any moment, and has to find the pipe with its ioctls.
        library.umockdev_testbed_add_from_string(self.testbed, record.encode(), None)
        with tempfile.NamedTemporaryFile("w", suffix=".ioctl") as answers:
            answers.write(ioctls(node, kind))
            answers.flush()
            library.umockdev_testbed_load_ioctl(self.testbed, node.encode(), answers.name.encode(), None)
        os.mkfifo(self.node(number) + ".new")
        if kind == "secret":
            os.chmod(self.node(number) + ".new", 0)
        # Both ways, so that writing never waits for a reader.
        self.pipes[number] = os.open(self.node(number) + ".new", os.O_RDWR | os.O_NONBLOCK)
        os.rename(self.node(number) + ".new", self.node(number))

    def send(self, number, kind, code, value):
        for entry in ((kind, int(code), int(value)), (EV_SYN, 0, 0)):
            os.write(self.pipes[number], struct.pack("<qqHHi", 0, 0, *entry))

    def close(self, number):
        os.close(self.pipes.pop(number))

    def unplug(self, number):
        os.unlink(self.node(number))
        self.close(number)

    def obey(self, line):
        order, *rest = line.split()
        if order == "axis":
            self.send(rest[0], EV_ABS, rest[1], rest[2])
        elif order == "button":
            self.send(rest[0], EV_KEY, rest[1], rest[2])
        else:
            getattr(self, order)(*rest)


def main():
    pads = Pads()
    control = os.open(sys.argv[1], os.O_RDWR)

    def follow():
        with os.fdopen(control, "r") as lines:
            for line in lines:
                if line.strip() == "start":
                    started.set()
                elif line.strip():
                    pads.obey(line)

    started = threading.Event()
    threading.Thread(target=follow, daemon=True).start()
    # What is plugged in from the start is there before the program looks.
    started.wait(20)
    environment = dict(os.environ, LD_PRELOAD="libumockdev-preload.so.0", UMOCKDEV_DIR=pads.root)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    child = subprocess.Popen(sys.argv[2:], env=environment, preexec_fn=lambda: [
        signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)])
    status = child.wait()
    os._exit(status if status >= 0 else 128 - status)


main()
