"""Compiling translations: what translators write (.po) into what gettext reads (.mo). Needs no gettext installed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from oase.config.data_folder import CHECKOUT, SetupError

LOCALES = CHECKOUT / "oase" / "locale"


def compile_translations(locales: Path = LOCALES) -> list[Path]:
    """Compile every catalogue that has changed since, whatever its clock says; returns those written."""
    written = []
    for source in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        # The compiled file gets the very time of its source, so an older source put back is noticed as well.
        if target.exists() and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        temporary = target.with_suffix(f".{os.getpid()}.new")
        try:
            stamp = source.stat()
            with source.open("rb") as text, temporary.open("wb") as compiled:
                write_mo(compiled, read_po(text, locale=source.parts[-3]))
            os.utime(temporary, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
            temporary.replace(target)
        except OSError as error:
            raise SetupError(f"The translation {target} cannot be written: {error.strerror}.") from error
        written.append(target)
    return written
