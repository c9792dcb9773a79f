"""MPEG audio frames: the shape of a stream, its frames' lengths, and the Info frame that players trust.

LAME's library writes no Info frame through lameenc, and without one players hear the recording 50 ms late and take it
for longer than it is. The layout is LAME's (Xing tag, 36 bytes of LAME tag): http://gabriel.mp3-tech.org/mp3infotag.html
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from narrate.errors import SoundError

ENCODER_DELAY = 576
DECODER_DELAY = 529
_MPEG1_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_KBPS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_TAG_BYTES = 156  # Info, flags, counts, seek table, quality and LAME's part
_ALL_FIELDS = 0xF


@dataclass(frozen=True)
class Layout:
    """The shape of every frame of a stream of constant bit rate."""

    version: int  # the two bits of the header: 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5
    rate_hz: int
    kbps: int
    channels: int

    @property
    def samples(self) -> int:
        """Samples of one frame and channel."""
        return 1152 if self.version == 3 else 576

    @property
    def side_bytes(self) -> int:
        return (17 if self.channels == 1 else 32) if self.version == 3 else (9 if self.channels == 1 else 17)

    def frame_bytes(self, kbps: int, padding: int = 0) -> int:
        return self.samples // 8 * kbps * 1000 // self.rate_hz + padding


def layout_of(rate_hz: int, kbps: int, channels: int) -> Layout:
    """The layout for these settings. Raises SoundError where MP3 has no such stream."""
    for version, rates in _RATES_HZ.items():
        if rate_hz in rates:
            known = bit_rates(version)[1:] if version else bit_rates(version)[1:9]
            if kbps not in known:
                valid = ", ".join(map(str, known))
                raise SoundError(
                    f"MP3 at {rate_hz} Hz has no bit rate of {kbps} kb/s", f"sound: bitrate: one of {valid}"
                )
            if channels not in (1, 2):
                raise SoundError(f"MP3 has no {channels} channels", "sound: channels: 1 or 2")
            return Layout(version, rate_hz, kbps, channels)
    valid = ", ".join(str(rate) for rates in _RATES_HZ.values() for rate in sorted(rates, reverse=True))
    raise SoundError(f"MP3 has no sample rate of {rate_hz} Hz", f"sound: sample_rate: one of {valid}")


def bit_rates(version: int) -> tuple[int, ...]:
    """Bit rates in kb/s by the four bits of a header; the first one, 0, stands for none."""
    return _MPEG1_KBPS if version == 3 else _MPEG2_KBPS


def frame_ends(stream: bytes | bytearray, layout: Layout) -> Iterator[int]:
    """Where each frame of an encoder's output ends. Raises SoundError on anything that is not such a frame."""
    rates = bit_rates(layout.version)
    position = 0
    while position + 4 <= len(stream):
        if stream[position] != 0xFF or stream[position + 1] >> 5 != 7:
            raise SoundError(f"the encoder lost its frames at byte {position}")
        third = stream[position + 2]
        position += layout.frame_bytes(rates[third >> 4], third >> 1 & 1)
        if position <= len(stream):
            yield position


def frames_for(samples: int, layout: Layout) -> int:
    """MP3 frames until the last of `samples` has come out of a decoder."""
    return -(-(samples + ENCODER_DELAY + DECODER_DELAY) // layout.samples)


def _info_kbps(layout: Layout) -> int:
    """The least bit rate, from the stream's on, whose frame has room for the tag."""
    needed = 4 + layout.side_bytes + _TAG_BYTES
    return next(k for k in bit_rates(layout.version) if k >= layout.kbps and layout.frame_bytes(k) >= needed)


def info_bytes(layout: Layout) -> int:
    """Length of the Info frame."""
    return layout.frame_bytes(_info_kbps(layout))


def info_frame(layout: Layout, first_header: bytes, frames: int, audio_bytes: int, samples: int, quality: int) -> bytes:
    """The frame in front of `frames` frames of `audio_bytes` bytes that hold exactly `samples` samples.

    Parameters
    ----------
    first_header : bytes
        The four bytes of the first audio frame's header.
    """
    kbps = _info_kbps(layout)
    total_bytes = layout.frame_bytes(kbps) + audio_bytes
    header = bytes((
        0xFF,
        first_header[1] | 1,  # no CRC
        bit_rates(layout.version).index(kbps) << 4 | (first_header[2] & 0b1100),  # no padding
        first_header[3],
    ))  # fmt: skip
    table = bytes(index * 256 // 100 for index in range(100))
    tag = struct.pack(">4sIII100sI", b"Info", _ALL_FIELDS, frames, total_bytes, table, 100 - 10 * quality)
    padding = frames * layout.samples - ENCODER_DELAY - samples
    tag += struct.pack(
        ">9sBBIHHBB3sBBHIH",
        b"LAME3.100",
        0x01,  # tag revision 0, constant bit rate
        0, 0, 0, 0, 0,  # low pass, peak, gains and flags: not stated
        min(layout.kbps, 255),
        (ENCODER_DELAY << 12 | min(padding, 0xFFF)).to_bytes(3, "big"),
        0, 0, 0,
        total_bytes,
        0,  # of the audio: not stated
    )  # fmt: skip
    body = header + bytes(layout.side_bytes) + tag
    body += struct.pack(">H", _crc16(body))
    return body.ljust(layout.frame_bytes(kbps), b"\0")


def _crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
