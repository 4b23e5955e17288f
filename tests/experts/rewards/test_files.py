"""What a closed month is handed out as: a file for the bank, a table for the accounts, a credit note for each expert."""

from pathlib import Path

from oase.experts.rewards.payouts.bank_file import bank_file
from oase.experts.rewards.payouts.credit_note import credit_note
from oase.experts.rewards.payouts.reading import notes_for
from oase.experts.rewards.payouts.table import table
from tests.cast import Cast
from tests.experts.rewards.months import close, earn, ready


def test_try(cast: Cast) -> None:
    ready(cast)
    earn(cast.emil, cast.kaffeewerk, 420)
    earn(cast.emil, cast.kaffeewerk, 84, reason="handover")
    run = close(cast)
    notes = notes_for(cast.member(cast.sven), run)
    xml = bank_file(run, notes)
    print(xml.decode())
    print(table(notes))
    Path("/tmp/rewards-note.pdf").write_bytes(credit_note(notes[0]))
    assert credit_note(notes[0]) == credit_note(notes[0])
    assert bank_file(run, notes) == xml
