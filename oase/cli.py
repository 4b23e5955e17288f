"""The program `oase`: its own commands, and every Django management command with the right database behind it."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from oase.config.data_folder import SetupError, data_folder
from oase.privacy.keyring import new_key
from oase.privacy.trying import main as shield
from oase.server.backup import backup
from oase.server.children import MARK
from oase.server.keys import check_keys
from oase.server.postgres import Server, running
from oase.server.prepare import is_prepared, prepare
from oase.server.release import Prepared
from oase.server.restore import restore
from oase.server.roles import ensure_roles
from oase.server.translations import compile_translations
from oase.server.up import address_of_running_up, up
from oase.server.web import Options, usual_workers

HELP = """\
oase — customer service in which nobody meets a dead end

  oase up [--port N] [--host H] [--workers N] [--no-demo]
                              start everything and serve until Ctrl-C
  oase dev                    the same for developers: what you change is reloaded
  oase prepare [--no-demo]    only make the database ready: migrate, grant, load the demo
  oase ingest [--company SLUG] FILE.eml …
                              turn mails, folders of mails or an mbox into conversations
  oase demo                   load the demo into an empty database
  oase shield [TEXT …]        show what the shield makes of a text; --spans and --score try it on your own data
  oase simulate [FILE] [--company SLUG] [--experts N] …
                              what a network of experts will do: time to answer, share solved, load and earnings
  oase topics evaluate --train FILE (--test FILE | --folds N)
                              how well topics are recognised on your own questions (JSON lines or CSV: text, intent)
  oase topics learn --company SLUG
                              teach a company's recogniser now instead of within a minute
  oase keys show | check | rotate | new
                              the keys of the vault: see them, see whether everything opens, change them
  oase backup FILE|DIR        one archive of everything but the key, while oase up runs or not
  oase restore FILE [--replace] [--erasures LIST]
                              put a backup in place; whoever was forgotten since is forgotten again
  oase manage …               any other command (Django's); "oase manage help" lists them
  oase <command> --help       what a command takes

Every command takes --data DIR, the data folder (default: data in the checkout, or OASE_DATA). Commands work while
oase up runs on that folder, and without: then they start the database and stop it again.
DATABASE_URL=postgresql://… uses a PostgreSQL elsewhere.
"""

# These look at the database as it is, or make it what it should be: nothing is prepared behind their back.
AS_IT_IS = ("migrate", "showmigrations", "sqlmigrate", "makemigrations", "grant", "dbshell", "flush", "test")
WITHOUT_DATABASE = ("help", "version", "--version", "check", "makemessages", "compilemessages", "diffsettings")


def main(arguments: list[str] | None = None) -> None:
    """Run one command; exit code 2 with one sentence when the operator has to put something right first."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        words = _take_data_folder(words)
        os.environ["OASE_DATA"] = str(data_folder())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oase.config.settings")
        command, *rest = words or ["--help"]
        if command == "manage":
            command, *rest = rest or ["help"]
        if command in ("-h", "--help"):
            print(HELP, end="")
            return
        if own := OWN.get(command):
            own(rest)
        else:
            _django(command, rest)
    except SetupError as error:
        sys.exit(_failed(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _up(words: list[str], *, develop: bool = False) -> None:
    parser = argparse.ArgumentParser(prog="oase dev" if develop else "oase up", allow_abbrev=False)
    parser.add_argument("--port", type=_port, default=8000, help="where to listen (default 8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen at (default 127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--workers", type=_positive, default=usual_workers(), help="web processes (default 2, on one core 1)"
    )
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="load no demo, and show none of its sign-in codes"
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder (default: data in the checkout, or OASE_DATA)")
    given = parser.parse_args(words)
    if develop:
        os.environ["OASE_DEBUG"] = "1"
    up(Options(host=given.host, port=given.port, workers=given.workers, demo=given.demo, develop=develop))


def _dev(words: list[str]) -> None:
    _up(words, develop=True)


def _prepare(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="oase prepare", allow_abbrev=False)
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    given = parser.parse_args(words)

    def work() -> None:
        ensure_roles()
        prepare(demo=given.demo, say=_say)

    _with_database(work)


def _keys(words: list[str]) -> None:
    if words == ["new"]:
        # A key for another machine needs neither this one's data nor its database.
        print(new_key())
        return
    _django("keys", words)


def _shield(words: list[str]) -> None:
    sys.exit(shield(words))


def _simulate(words: list[str]) -> None:
    # Only a company's own figures are in the database.
    company = any(word == "--company" or word.startswith("--company=") for word in words)
    (_django if company else _execute)("simulate", words)


def _topics(words: list[str]) -> None:
    # Only what a company learned is in the database.
    (_django if "learn" in words[:1] else _execute)("topics", words)


def _backup(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="oase backup", allow_abbrev=False)
    parser.add_argument("target", type=Path, metavar="FILE|DIR", help="a file, or a folder in which one is made")
    given = parser.parse_args(words)
    _with_database(lambda: print(backup(given.target)))


def _restore(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="oase restore", allow_abbrev=False)
    parser.add_argument("archive", type=Path, metavar="FILE", help="what oase backup wrote")
    parser.add_argument("--replace", action="store_true", help="give up what is in the data folder")
    parser.add_argument("--erasures", type=Path, metavar="LIST", help="a newer erasures.list than the backup's own")
    given = parser.parse_args(words)
    again = restore(given.archive, replace=given.replace, erasures=given.erasures, say=_say)
    print(f"Restored. {again} people were forgotten again.")


def _translations(words: list[str]) -> None:
    argparse.ArgumentParser(prog="oase translations", allow_abbrev=False).parse_args(words)
    for path in compile_translations():
        print(path)


def _django(command: str, rest: list[str]) -> None:
    if command == "migrate" and not any(word.startswith("--database") for word in rest):
        rest = [*rest, "--database", "owner"]
    if command in WITHOUT_DATABASE or {"-h", "--help"} & set(rest) or MARK in os.environ:
        _execute(command, rest)
        return

    def work() -> None:
        address = address_of_running_up(data_folder())
        if address is None:
            ensure_roles()
            if command not in AS_IT_IS and not is_prepared(demo=False):
                prepare(demo=False, say=_say)
        else:
            check_keys()
        os.environ.setdefault("OASE_BASE_URL", address or "http://localhost:8000")
        _execute(command, rest)

    _with_database(work)


def _with_database(work: Callable[[], None]) -> None:
    """With the database running. A part of `oase up` has it from there."""
    if MARK in os.environ:
        work()
        return
    with running() as server:
        _find_psql(server)
        work()


def _execute(command: str, rest: list[str]) -> None:
    os.environ.setdefault("OASE_DEMO", "1" if Prepared.read().demo else "0")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["oase", command, *rest])


def _find_psql(server: Server | None) -> None:
    """`oase dbshell` needs the psql that belongs to the database."""
    if server is not None:
        os.environ["PATH"] = f"{server.programs().folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def _take_data_folder(words: list[str]) -> list[str]:
    """Take `--data DIR` or `--data=DIR` out of the words, wherever it stands."""
    kept: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            return [*kept, word, *left]
        if word != "--data" and not word.startswith("--data="):
            kept.append(word)
            continue
        folder = next(left, "") if word == "--data" else word.partition("=")[2]
        if not folder:
            raise SetupError("--data needs a folder.")
        os.environ["OASE_DATA"] = str(Path(folder).expanduser().absolute())
    return kept


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few: at least 1 is needed")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError(f"{number} is no port: ports go from 1 to 65535")
    return number


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _failed(error: SetupError) -> int:
    print(f"oase: {error}", file=sys.stderr)
    return 2


OWN: dict[str, Callable[[list[str]], None]] = {
    "up": _up,
    "backup": _backup,
    "restore": _restore,
    "dev": _dev,
    "keys": _keys,
    "shield": _shield,
    "simulate": _simulate,
    "topics": _topics,
    "prepare": _prepare,
    "translations": _translations,
}
