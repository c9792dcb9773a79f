"""Recordings that programs and servers hand over, WAV or AIFF of any shape, as the PCM that engines return.

The standard library reads neither float or extensible WAV nor, from Python 3.13 on, AIFF; and servers that stream write
sizes of 0xFFFFFFFF into the header, because they do not know the length yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error
from typing import TYPE_CHECKING

from narrate.model import Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class NotARecording(ValueError):
    """Bytes that are no whole recording; says what is wrong with them."""


@dataclass(frozen=True)
class Format:
    """How samples are written."""

    channels: int
    rate_hz: int
    bits: int
    is_float: bool = False
    big_endian: bool = False

    @property
    def dtype(self) -> str:
        kind = "f" if self.is_float else "u" if self.bits == 8 and not self.big_endian else "i"
        return f"{'>' if self.big_endian else '<'}{kind}{self.bits // 8}"


def recording(data: bytes) -> Speech:
    """The sound in a WAV, AIFF or AIFF-C file.

    Parameters
    ----------
    data : bytes
        The whole file; PCM of 8, 16, 24 or 32 bits or float, any number of channels (mixed down to one).

    Returns
    -------
    Speech
        s16le mono at the file's own sample rate, without word times.

    Raises
    ------
    NotARecording
        Another kind of file, an encoding that is not PCM, a file that ends early, or one without sound.
    """
    try:
        layout, samples = _parsed(data)
    except error as short:
        raise NotARecording("its header is cut off") from short
    _check(layout)
    frame_bytes = layout.channels * layout.bits // 8
    samples = samples[: len(samples) - len(samples) % frame_bytes]
    if not samples:
        raise NotARecording("it holds no sound")
    if (layout.channels, layout.dtype) == (1, "<i2"):
        return Speech(bytes(samples), layout.rate_hz)
    return Speech(_mono16(samples, layout), layout.rate_hz)


def _parsed(data: bytes) -> tuple[Format, bytes]:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return _wav(data)
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        return _aiff(data)
    raise NotARecording(f"it is neither WAV nor AIFF: it begins with {data[:12]!r}" if data else "it is empty")


def _check(layout: Format) -> None:
    if layout.channels < 1 or not 4000 <= layout.rate_hz <= 384000:
        raise NotARecording(f"its header is damaged: {layout.channels} channels at {layout.rate_hz} Hz")
    if layout.bits not in ((32, 64) if layout.is_float else (8, 16, 24, 32)):
        raise NotARecording(f"samples of {layout.bits} bits are not supported")


_RIFF, _FORM = Struct("<4sI"), Struct(">4sI")
_SENTINEL = 0x7FFFFF00  # and above: the writer did not know the length


def _chunks(data: bytes, header: Struct) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + header.size <= len(data):
        name, size = header.unpack_from(data, at)
        at += header.size
        if name in (b"data", b"SSND") and at + size > len(data) and size < _SENTINEL:
            raise NotARecording(f"it ends early: {len(data) - at:,} of {size:,} bytes of sound")
        yield name, data[at : at + size]
        at += size + size % 2


def _wav(data: bytes) -> tuple[Format, bytes]:
    layout: Format | None = None
    for name, body in _chunks(data, _RIFF):
        if name == b"fmt ":
            code, channels, rate_hz, _, _, bits = Struct("<HHIIHH").unpack_from(body)
            if code == 0xFFFE:  # extensible: the real code opens the GUID
                (code,) = Struct("<H").unpack_from(body, 24)
            if code not in (1, 3):
                raise NotARecording(f"its encoding (WAV format {code}) is not PCM")
            layout = Format(channels, rate_hz, bits, is_float=code == 3)
        elif name == b"data":
            if layout is None:
                raise NotARecording("its header is damaged: no format before the sound")
            return layout, body
    raise NotARecording("it holds no sound")


def _aiff(data: bytes) -> tuple[Format, bytes]:
    layout: Format | None = None
    sound = b""
    for name, body in _chunks(data, _FORM):
        if name == b"COMM":
            channels, _, bits, exponent, mantissa = Struct(">hIhHQ").unpack_from(body)
            encoding = body[18:22] or b"NONE"
            if encoding not in (b"NONE", b"twos", b"sowt", b"fl32", b"FL32"):
                raise NotARecording(f"its encoding (AIFF-C {encoding!r}) is not PCM")
            rate_hz = round(math.ldexp(mantissa, (exponent & 0x7FFF) - 16383 - 63)) if exponent < 16450 else 0
            layout = Format(channels, rate_hz, bits, encoding in (b"fl32", b"FL32"), encoding != b"sowt")
        elif name == b"SSND":
            (offset,) = Struct(">I").unpack_from(body)
            sound = body[8 + offset :]
    if layout is None:
        raise NotARecording("its header is damaged: no format")
    return layout, sound


def _mono16(samples: bytes, layout: Format) -> bytes:
    import numpy as np

    if layout.bits == 24:
        values = _widened(samples, layout.big_endian) / 2.0**31
    else:
        values = np.frombuffer(samples, dtype=layout.dtype).astype(np.float64)
        if layout.dtype == "<u1":
            values = (values - 128) / 128
        elif not layout.is_float:
            values /= 2.0 ** (layout.bits - 1)
    if not np.isfinite(values).all():
        raise NotARecording("it holds samples that are no numbers")
    mono = values.reshape(-1, layout.channels).mean(axis=1)
    pcm: bytes = np.clip(np.rint(mono * 32768), -32768, 32767).astype("<i2").tobytes()
    return pcm


def _widened(samples: bytes, big_endian: bool) -> NDArray[np.int32]:
    import numpy as np

    thirds = np.frombuffer(samples, dtype=np.uint8).reshape(-1, 3)
    wide = np.zeros((len(thirds), 4), dtype=np.uint8)
    wide[:, 1:] = thirds[:, ::-1] if big_endian else thirds
    return wide.view("<i4").ravel()
