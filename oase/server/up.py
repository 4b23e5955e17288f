"""`oase up`: everything on one machine, with one command, until Ctrl-C."""

import json
import os
import shlex
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from oase.config.data_folder import CHECKOUT, SetupError, data_folder, house_secrets, ring
from oase.server.addresses import Addresses
from oase.server.children import end, left_over_parts, start_part
from oase.server.folders import make_data_folder
from oase.server.locks import Lock
from oase.server.postgres import Server
from oase.server.prepare import is_prepared
from oase.server.processes import DatabasePart, Interrupted, Part, ProcessPart, Supervisor, interruptible
from oase.server.release import Prepared
from oase.server.replaying import people_who_are_back, skip_numbers
from oase.server.roles import ensure_roles
from oase.server.translations import compile_translations
from oase.server.web import Options, check_port, health_of, web_command

UP_LOCK = "up.lock"
PATIENCE = 60.0


def say(text: str) -> None:
    print(text, flush=True)


def up(options: Options) -> None:
    """Serve until interrupted. Raises `SetupError` before anything was started when something stands in the way."""
    data = data_folder()
    make_data_folder(data)
    lock = Lock(data / UP_LOCK)
    if not lock.take(wait=False):
        raise SetupError(f"Oase is already up on the data folder {data}, at {address_of_running_up(data)}.")
    use = Lock(data / "use.lock")
    try:
        end(lambda: left_over_parts(data), patience=3)
        check_port(options)
        house_secrets()
        known = {"process": os.getpid(), "address": options.address, "keys": list(ring().read())}
        lock.write(json.dumps(known))
        use.take(shared=True)
        with interruptible(), suppress(Interrupted):
            _serve(options, data)
    finally:
        use.release()
        lock.write("")
        lock.release()


def address_of_running_up(data: Path) -> str | None:
    """Where the `oase up` on this data folder serves; None when there is none."""
    lock = Lock(data / UP_LOCK)
    if lock.take(wait=False):
        lock.release()
        return None
    try:
        return str(json.loads(lock.read())["address"])
    except (ValueError, KeyError):
        return "an address it has not told yet"


def _serve(options: Options, data: Path) -> None:
    supervisor = Supervisor(say=say)
    try:
        if not os.environ.get("DATABASE_URL"):
            say("Starting PostgreSQL …")
            supervisor.start(DatabasePart(Server(data)))
        ensure_roles()
        _prepare(options, data)
        for part in _parts(options, data):
            supervisor.start(part)
        _welcome(options, data, supervisor)
        while True:
            supervisor.look_after()
            time.sleep(0.2)
    except Interrupted:
        say("\nStopping …")
    finally:
        supervisor.stop()
        end(lambda: left_over_parts(data), patience=1)
    say("Stopped.")


def _prepare(options: Options, data: Path) -> None:
    compile_translations()
    if not is_prepared(demo=options.demo):
        command = [sys.executable, "-m", "oase", "prepare", *([] if options.demo else ["--no-demo"])]
        if _wait(start_part(command, data=data, environment=_environment(options))) != 0:
            raise SetupError("The database could not be made ready; the lines above say why. Oase was not started.")
    _forget_again(options, data)


def _forget_again(options: Options, data: Path) -> None:
    """Nobody is served while somebody is here who was forgotten."""
    skip_numbers()
    if number := people_who_are_back():
        say(f"{number} people on the list of the forgotten are back, so they are forgotten again …")
        command = [sys.executable, "-m", "oase", "manage", "forget", "--replay"]
        if _wait(start_part(command, data=data, environment=_environment(options))) != 0 or people_who_are_back():
            raise SetupError("Somebody who was forgotten is still here; the lines above say why. Oase was not started.")


def _parts(options: Options, data: Path) -> list[Part]:
    oase = [sys.executable, "-m", "oase", "manage"]
    # Two at once: what takes minutes, such as an archive of somebody's data, must not hold up promises.
    jobs = [
        *oase,
        "procrastinate",
        "--skip-checks",
        "worker",
        "--concurrency",
        "2",
        "--shutdown-graceful-timeout",
        "10",
    ]
    commands = {
        "jobs": jobs,
        "shield": [*oase, "shield_waiting", "--skip-checks"],
        "web": web_command(options, data / "static"),
    }
    if options.develop:
        collect = [*oase, "collectstatic", "--no-input", "--verbosity", "0", "--skip-checks"]
        statics = [str(folder) for folder in (CHECKOUT / "oase").rglob("static") if folder.is_dir()]
        commands |= {"jobs": _at_every_change("python", jobs, [str(CHECKOUT / "oase")])}
        commands |= {"static files": _at_every_change("all", collect, statics)}
    environment = _environment(options)
    return [ProcessPart(name, command, data=data, environment=environment) for name, command in commands.items()]


def _at_every_change(of: str, command: list[str], folders: list[str]) -> list[str]:
    """watchfiles: `command` again whenever a file changes, of the kind its filters name."""
    return [sys.executable, "-m", "watchfiles", "--verbosity", "warning", "--filter", of, shlex.join(command), *folders]


def _environment(options: Options) -> dict[str, str]:
    environment = {"OASE_BASE_URL": os.environ.get("OASE_BASE_URL") or options.address}
    known = Prepared.read()
    demo = options.demo and (known.demo or not known.demo_asked)
    environment["OASE_DEMO"] = os.environ.get("OASE_DEMO") or ("1" if demo else "0")
    return environment


def _welcome(options: Options, data: Path, supervisor: Supervisor) -> None:
    """Wait until the web process answers that all is well, then say where to go."""
    addresses = (
        Addresses(options.address, data, _environment(options)) if options.demo and Prepared.read().demo else None
    )
    pause, deadline = 0.1, time.monotonic() + PATIENCE
    while health := health_of(options):
        supervisor.look_after()
        if time.monotonic() > deadline:
            say(f"Oase is not well yet: {health}")
            deadline = time.monotonic() + PATIENCE
        time.sleep(pause)
        pause = min(pause * 1.1, 2.0)
    say((addresses.text() if addresses else "") or f"Oase is up: {options.address}")
    say("Ctrl-C stops it.")


def _wait(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait()
    except Interrupted:
        process.terminate()
        process.wait()
        raise
