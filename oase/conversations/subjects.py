SUBJECT_LENGTH = 70


def shorten(body: str) -> str:
    """The first words of a shielded text as a subject; a placeholder is never cut in two."""
    line = " ".join(body.split())
    if len(line) <= SUBJECT_LENGTH:
        return line
    cut = line[:SUBJECT_LENGTH].rsplit(" ", 1)[0]
    if cut.rfind("[") > cut.rfind("]"):
        cut = cut[: cut.rfind("[")] or cut
    return cut.rstrip(" ,;:–-") + " …"
