"""A program that beeps: speaking_program.py --out FILE|- [--text TEXT | --file FILE] [--rate N] [--how HOW] ..."""

import argparse
import io
import math
import os
import sys
import time
import wave
from array import array

parser = argparse.ArgumentParser()
parser.add_argument("--out", default="-")
parser.add_argument("--text")
parser.add_argument("--file")
parser.add_argument("--rate", type=int, default=145)
parser.add_argument("--how", default="well")
parser.add_argument("--pid", help="a file to write its process number into")
options = parser.parse_args()

text = options.text
if text is None and options.file:
    with open(options.file, encoding="utf-8") as file:
        text = file.read()
if text is None:
    text = sys.stdin.buffer.read().decode("utf-8")
if options.pid:
    with open(options.pid, "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
if options.how == "fails":
    sys.exit("no such voice installed")
if options.how == "hangs":
    time.sleep(600)

frames = 16000 * 60 // options.rate * max(1, len(text.split()))
buffer = io.BytesIO()
with wave.open(buffer, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    tone = (9000 * math.sin(frame / 3) * min(1, (frames - frame) / 800) for frame in range(frames))
    file.writeframes(array("h", map(int, tone)).tobytes())
data = buffer.getvalue()[:300] if options.how == "torn" else buffer.getvalue()
if options.how == "nothing":
    sys.exit()
if options.out == "-":
    sys.stdout.buffer.write(data)
else:
    with open(options.out, "wb") as file:
        file.write(data)
