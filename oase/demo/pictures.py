"""Small pictures for the demo's attachments: a few plain stripes in the house's colours, as a PNG (ISO/IEC 15948)."""

import struct
import zlib

COLOURS = ((0x1C, 0x5A, 0x43), (0x0D, 0x74, 0x80), (0xF6, 0xEC, 0xD9), (0xD9, 0x97, 0x2A), (0x5B, 0x2E, 0x1F))
WIDTH, HEIGHT = 480, 320


def picture(description: str) -> bytes:
    """A picture that is always the same for the same description."""
    seed = zlib.crc32(description.encode())
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        band = (y * 5 // HEIGHT + seed) % len(COLOURS)
        for x in range(WIDTH):
            inside = (x - WIDTH // 2) ** 2 + (y - HEIGHT // 2) ** 2 < (60 + seed % 60) ** 2
            rows += bytes(COLOURS[(band + 2) % len(COLOURS)] if inside else COLOURS[band])
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"tEXt", b"Description\0" + description.encode("latin-1", "replace"))
        + _chunk(b"IDAT", zlib.compress(bytes(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
