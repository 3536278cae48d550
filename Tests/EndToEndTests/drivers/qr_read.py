"""Reads a QR code with OpenCV's detector: from a picture (qr_read.py FILE), or from a terminal's lines on standard input."""
import sys

import cv2
import numpy

if len(sys.argv) > 1:
    picture = cv2.imread(sys.argv[1])
else:
    lit = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    lines = [line.rstrip("\n") for line in sys.stdin if set(line.rstrip("\n")) <= set(lit)]
    lines = [line for line in lines if line]
    rows = [[lit[cell][half] for cell in line] for line in lines for half in (0, 1)]
    picture = numpy.kron(numpy.array(rows, dtype=numpy.uint8), numpy.ones((8, 8), dtype=numpy.uint8))
text, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
print(text)
