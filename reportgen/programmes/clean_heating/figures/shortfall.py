"""未完成的乡镇: the townships of a county in which fewer households are completed (验收) than were confirmed (确村确户)."""

from dataclasses import dataclass

from reportgen.figures.figure import difference
from reportgen.language.figure import Figure
from reportgen.programmes.clean_heating.figures.acceptance import AcceptanceResult
from reportgen.programmes.clean_heating.figures.villages import Villages


@dataclass(frozen=True, slots=True)
class TownshipWork:
    """A township: confirmed and completed households, and what is left (户)."""

    name: str
    task: Figure
    completed: Figure
    left: Figure


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The townships that both tables of the unit name, in the order of 确村确户."""

    townships: tuple[TownshipWork, ...]

    @property
    def behind(self) -> tuple[TownshipWork, ...]:
        """Those with something left."""
        return tuple(township for township in self.townships if township.left > 0)


def shortfall(villages: Villages, acceptance: AcceptanceResult) -> Shortfall:
    """What is left in each township, named shortfall.township.NAME.left."""
    completed = {township.name: township.completed for township in acceptance.townships}
    return Shortfall(
        tuple(
            TownshipWork(
                township.name,
                township.total,
                done,
                difference(
                    f"shortfall.township.{township.name}.left", f"{township.name}未完成户数", "户", "确村确户的户数减验收表的完工户数", township.total, done
                ),
            )
            for township in villages.townships
            if (done := completed.get(township.name)) is not None
        )
    )
