"""A person who records, in a process of its own.

Each recording is two claims, one on each milestone of a deal, and sometimes takes back an earlier
one. Before and after each it says in a file what becomes of it, so that a test can hold the
database to it, also when this process is killed.
"""

import itertools
import random
import time
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import Error, connection

from deals.models import Claim, Deal, Source
from deliveries.actions import record_claim, recording, retract
from deliveries.drafts import ClaimDraft
from tests.chaos import clock, points
from tests.chaos.load import voice
from tests.factories import BY

ENOUGH = "enough"  # a file that ends the writing
HOT = 4  # so many deals only, so that people meet


def record(person: str, number: int, today: date, chance: random.Random) -> None:
    """One recording: all of it or nothing."""
    deal = Deal.objects.get(ref=f"deal-{chance.randrange(HOT)}")
    source = Source.objects.get()
    mine = Claim.objects.standing().filter(said_by__startswith=f"{person}-", milestone__deal=deal)
    with recording(by=BY, today=today) as book:
        earlier = mine.first()
        if earlier is not None and chance.random() < 0.5:
            retract(book, earlier, reason="misread")
        for milestone in deal.milestones.order_by("code"):
            due = today + timedelta(days=chance.randrange(-300, 900))
            kind = chance.choice(("promised", "assessed", "amended"))
            said = voice(source, today, f"{person}-{number}")
            draft = ClaimDraft(milestone=milestone, kind=kind, date=due.isoformat(), voice=said)
            record_claim(book, draft)


def main(person: str, seed: str) -> None:
    """Record until the test has had enough, whatever happens."""
    folder, chance = clock.folder(), random.Random(f"{seed} {person}")
    points.install(folder, "writer")
    with (folder / f"said-{person}").open("a", buffering=1) as said:
        for number in itertools.count():
            if (folder / ENOUGH).exists():
                return
            name = f"{person}-{number}"
            said.write(f"begun {name}\n")
            try:
                record(person, number, clock.day_in(folder), chance)
                said.write(f"kept {name}\n")
            except ValidationError:
                said.write(f"refused {name}\n")
            except Error:
                # The connection broke: perhaps before the commit, perhaps after it.
                said.write(f"broken {name}\n")
                connection.close()
            time.sleep(chance.uniform(0, 0.1))


def told(folder: Path) -> dict[str, set[str]]:
    """The recordings of all writers, by the word that was last said of each."""
    last = {}
    for file in folder.glob("said-*"):
        for line in file.read_text().splitlines():
            word, name = line.split()
            last[name] = word
    words = ("begun", "kept", "refused", "broken")
    return {word: {name for name, said in last.items() if said == word} for word in words}
