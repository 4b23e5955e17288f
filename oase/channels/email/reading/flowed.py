"""Puts the lines of `format=flowed` text together again (RFC 3676 §4)."""

_SIGNATURE = "-- "


def unflow(text: str, delete_space: bool) -> str:
    """Paragraphs as single lines; quote depth is kept; the signature mark "-- " never flows."""
    lines: list[str] = []
    paragraph: list[str] = []
    paragraph_depth = 0
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        depth = len(raw) - len(bare)
        bare = bare.removeprefix(" ")
        if paragraph and (depth != paragraph_depth or bare == _SIGNATURE):
            lines.append("".join(paragraph))
            paragraph = []
        flows = bare.endswith(" ") and bare != _SIGNATURE
        if not paragraph:
            paragraph_depth = depth
            paragraph.append(">" * depth + (" " if depth and bare else ""))
        paragraph.append(bare[:-1] if flows and delete_space else bare)
        if not flows:
            lines.append("".join(paragraph))
            paragraph = []
    if paragraph:
        lines.append("".join(paragraph))
    return "\n".join(lines)
