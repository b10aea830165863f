"""The budget of a plan (*rencana anggaran biaya*): costs worked out from the typed rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.documents.office.numbers import read_number, write_number
from app.documents.plan.form import ROW_COUNTS

_CENT = Decimal("0.01")

#: The columns of a row, without its number.
COLUMNS = ("uraian", "dana", "volume", "satuan", "harga")


@dataclass(frozen=True)
class Budget:
    """The costs of a plan, in rupiah.

    Attributes:
        costs: number of a row → volume times price, for the rows that have both.
        total: the sum of the costs.
        by_fund: source of money → the sum of its rows; rows without a source are under "".
        without_cost: the number of rows that have a text but not both volume and price: the
            total leaves them out, and says so.
    """

    costs: Mapping[int, Decimal]
    total: Decimal
    by_fund: Mapping[str, Decimal]
    without_cost: int


def budget(values: Mapping[str, str]) -> Budget:
    """The budget in the values of a plan; a number that can't be read counts as missing."""
    costs: dict[int, Decimal] = {}
    by_fund: dict[str, Decimal] = {}
    without_cost = 0
    for row in range(1, ROW_COUNTS["uraian"] + 1):
        volume, price = read_number(values[f"volume{row}"]), read_number(values[f"harga{row}"])
        if volume is None or price is None:
            without_cost += any(values[f"{column}{row}"] for column in COLUMNS)
            continue
        costs[row] = (volume * price).quantize(_CENT, ROUND_HALF_UP)
        fund = values[f"dana{row}"]
        by_fund[fund] = by_fund.get(fund, Decimal(0)) + costs[row]
    return Budget(costs, sum(costs.values(), Decimal(0)), by_fund, without_cost)


def budget_notes(budget: Budget) -> tuple[str, ...]:
    """Sentences below the table: the sum of each source of money, and the rows left out."""
    notes = []
    if any(budget.by_fund):
        sums = (
            f"{fund or 'belum disebut'} {write_number(cost)}"
            for fund, cost in budget.by_fund.items()
        )
        notes.append(f"Menurut sumber dana (Rp): {'; '.join(sums)}.")
    if budget.without_cost:
        notes.append(
            f"{budget.without_cost} baris belum ikut dijumlahkan, karena volume atau harga "
            "satuannya belum diisi."
        )
    return tuple(notes)
