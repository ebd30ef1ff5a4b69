"""Who dies where, what day it is and how often the bell rings, as a seed decides."""

import random
import time
from datetime import date, timedelta

from tests.chaos.load import EARLY
from tests.chaos.points import STATEMENT
from tests.chaos.world import World, kill, wait

PEOPLE = 2


class Fate:
    """Kills processes of a world in which people record and scans run for one day after another."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed, self.chance = world, seed, random.Random(seed)
        self.day = EARLY + timedelta(days=60)
        self.kills = 0

    def strike(self, kills: int) -> date:
        """Kill so many processes, then let people end; the day it is then."""
        until = self.kills + kills
        while self.kills < until:
            self.revive()
            self.pass_time()
            self.chance.choice((self.at_a_statement, self.at_a_statement, self.at_a_moment))()
        self.revive()
        self.world.stop_writers()
        self.world.finish_rebuild()
        return self.day

    def revive(self) -> None:
        """One worker of two processes, and people who record."""
        if not self.world.alive():
            self.world.worker(2)
            wait(self.world.hears)
        while sum(writer.poll() is None for writer in self.world.writers) < PEOPLE:
            self.world.writer(self.seed)

    def pass_time(self) -> None:
        """A day or some weeks; at times the clock is set back. Then ring, once or twice."""
        days = self.chance.choice((1, 7, 45, 120, -20))
        self.day = max(EARLY, self.day + timedelta(days=days))
        self.world.set_day(self.day)
        task = self.chance.choice(("daily_scan", "daily_scan", "daily_scan", "weekly_check"))
        self.world.ring(task, times=self.chance.choice((1, 2)))

    def at_a_statement(self) -> None:
        """Somebody dies before the n-th statement that it sends to the database."""
        who = self.chance.choice(("worker", "worker", "worker", "writer"))
        do = self.chance.choice(("die", "die", "die", "die with all"))
        order = self.world.order(STATEMENT, nth=self.chance.randint(1, 120), do=do, who=who)
        wait(lambda: order.is_obeyed() or (who == "worker" and self.world.is_idle()))
        if order.withdraw():
            return  # the scan had less to do
        self.kills += 1
        if (who, do) == ("worker", "die with all"):
            self.world.workers[-1].wait()

    def at_a_moment(self) -> None:
        """The worker dies with all its processes, wherever they are."""
        time.sleep(self.chance.uniform(0, 0.6))
        kill(self.world.workers[-1])
        self.kills += 1
