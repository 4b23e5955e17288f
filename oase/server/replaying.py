"""Before anybody is served: is somebody in the database who was forgotten? Then an older backup was put back."""

import psycopg

from oase.config.data_folder import SetupError, connection_parameters, data_folder
from oase.privacy import forgotten
from oase.privacy.forgotten import BadList

# Who joined after the time on the list has that number by chance (service_cloud/erasure/replay.py says the same).
_BACK = """
SELECT count(*) FROM unnest(%s::bigint[], %s::timestamptz[]) AS listed(person_id, at)
  JOIN oase_person person ON person.id = listed.person_id AND person.joined_at <= listed.at
 WHERE person.is_active
    OR NOT EXISTS (SELECT FROM oase_personkey key WHERE key.person_id = person.id AND key.erased_at IS NOT NULL)
"""


def people_who_are_back() -> int:
    """How many on the list of the forgotten stand in the database as if nothing had happened.

    Raises `SetupError` when the list cannot be read: without it nobody is served.
    """
    try:
        listed = forgotten.read(data_folder() / forgotten.NAME)
    except (BadList, OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The list of those who were forgotten cannot be read: {error}. Put a copy back from the newest backup; "
            "until then nobody is served, so that nobody comes back."
        ) from None
    if not listed:
        return 0
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**connection_parameters("oase_owner"), connect_timeout=10) as connection:  # type: ignore[arg-type]
        row = connection.execute(_BACK, [[one.person_id for one in listed], [one.at for one in listed]]).fetchone()
    return int(row[0]) if row else 0


def skip_numbers() -> None:
    """Let no new person get the number of a forgotten one, which an older backup does not know of."""
    listed = forgotten.read(data_folder() / forgotten.NAME)
    if not listed:
        return
    # The stubs know these keywords one by one, not as a dict.
    with psycopg.connect(**connection_parameters("oase_owner"), connect_timeout=10) as connection:  # type: ignore[arg-type]
        connection.execute(
            """SELECT setval(pg_get_serial_sequence('oase_person', 'id'), greatest(%s, coalesce(max(id), 1)))
                 FROM oase_person
               HAVING greatest(%s, coalesce(max(id), 1)) >
                      (SELECT last_value FROM pg_sequences
                        WHERE schemaname || '.' || sequencename = pg_get_serial_sequence('oase_person', 'id'))""",
            [max(one.person_id for one in listed)] * 2,
        )
